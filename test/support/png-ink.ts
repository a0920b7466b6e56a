import { inflateSync } from 'node:zlib';

/** A picture's dots, true for ink. */
export interface Ink {
  width: number;
  height: number;
  at(x: number, y: number): boolean;
}

/** Reads a PNG in 8-bit grey, RGB or RGBA: darker than half is ink. */
export function inkOf(png: Buffer): Ink {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 0: 1, 2: 3, 6: 4 }[png[25]!];
  if (png[24] !== 8 || channels === undefined) throw new Error(`a PNG of ${png[24]} bits, colour type ${png[25]}`);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    const above = rows[y - 1] ?? new Uint8Array(stride);
    for (let i = 0; i < stride; i++) {
      const left = row[i - channels] ?? 0;
      const corner = above[i - channels] ?? 0;
      row[i] = row[i]! + predicted(filter, left, above[i]!, corner);
    }
    rows.push(row);
  }
  return { width, height, at: (x, y) => rows[y]![x * channels]! < 128 };
}

/** PNG's filters (RFC 2083, section 6). */
function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
    default:
      return 0;
  }
}
