/** In every name, number and word of a marked ward; nowhere else on a computer. */
export const MARK = 'Zqxmark';

/** A text in the shapes in which it could lie in bytes: UTF-8, UTF-16, and inside of Base64 at each of its three alignments. */
interface Shapes {
  /** Searched whatever the case of its letters. */
  anyCase: Buffer[];
  exact: Buffer[];
}

const lower = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < copy.length; i++) if (copy[i]! >= 0x41 && copy[i]! <= 0x5a) copy[i]! += 0x20;
  return copy;
};

/** What Base64 of anything with these bytes in it has in it, for each of the three places at which they can begin. */
export const inBase64 = (bytes: Uint8Array): string[] =>
  [0, 1, 2].map(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(first, whole);
  });

function shapesOf(text: string): Shapes {
  const written = [text, text.toLowerCase(), text.toUpperCase()];
  const base64 = written.flatMap(each => [...inBase64(Buffer.from(each, 'utf8')), ...inBase64(Buffer.from(each, 'utf16le'))]);
  const urlSafe = base64.map(each => each.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = written.map(each => Buffer.from(each, 'utf8').toString('hex'));
  return {
    anyCase: [
      Buffer.from(text.toLowerCase(), 'utf8'),
      Buffer.from(text.toLowerCase(), 'utf16le'),
      ...hex.map(each => Buffer.from(each)),
    ],
    exact: [...new Set([...base64, ...urlSafe])].map(each => Buffer.from(each, 'latin1')),
  };
}

/** Counts these texts in bytes, whatever they are written as. */
export function counter(...texts: string[]): (bytes: Buffer) => number {
  const shapes = texts.map(shapesOf);
  return bytes => {
    const small = lower(bytes);
    return shapes.reduce((sum, { anyCase, exact }) => sum + count(small, anyCase) + count(bytes, exact), 0);
  };
}

function count(bytes: Buffer, shapes: Buffer[]): number {
  let found = 0;
  for (const shape of shapes) for (let at = bytes.indexOf(shape); at >= 0; at = bytes.indexOf(shape, at + 1)) found++;
  return found;
}
