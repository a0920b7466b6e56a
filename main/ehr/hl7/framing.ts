/** What came out of a stream of bytes. `cut-off`: a new message began before this one ended; `too-long`: only its beginning was kept. */
export interface Frame {
  kind: 'whole' | 'cut-off' | 'too-long';
  bytes: Buffer;
}

/** Takes MLLP frames (0B … 1C 0D) out of a stream, holding no more than one message of the greatest length. */
export interface Deframer {
  push(chunk: Buffer): Frame[];
  /** What was begun and not ended when the stream stops; null when nothing was. */
  rest(): Frame | null;
  /** Is a message begun and not ended? */
  readonly within: boolean;
  /** Bytes outside of any frame so far, besides line ends. */
  readonly stray: number;
}

const START = 0x0b;
const END = 0x1c;
/** So much is kept of a message that is too long: its header, for the answer. */
const BEGINNING = 4096;

/** Makes a deframer for one connection. The CR after the end byte is not insisted on, nor are line ends between frames minded. */
export function deframer(longest: number): Deframer {
  let parts: Buffer[] = [];
  let size = 0;
  let within = false;
  let stray = 0;

  const keep = (bytes: Buffer): void => {
    const room = size + bytes.length > longest ? Math.max(0, BEGINNING - size) : bytes.length;
    if (room > 0) parts.push(Buffer.from(bytes.subarray(0, room)));
    size += bytes.length;
    if (size > longest && parts.length > 0) parts = [Buffer.concat(parts).subarray(0, BEGINNING)];
  };
  const finish = (kind: 'whole' | 'cut-off'): Frame => {
    const frame: Frame = { kind: size > longest ? 'too-long' : kind, bytes: Buffer.concat(parts) };
    parts = [];
    size = 0;
    within = false;
    return frame;
  };

  return {
    push(chunk) {
      const frames: Frame[] = [];
      for (let at = 0; at < chunk.length;) {
        if (!within) {
          const start = chunk.indexOf(START, at);
          const outside = chunk.subarray(at, start < 0 ? chunk.length : start);
          for (const byte of outside) if (byte !== 0x0d && byte !== 0x0a) stray++;
          if (start < 0) break;
          within = true;
          at = start + 1;
        }
        const end = chunk.indexOf(END, at);
        const again = chunk.subarray(at, end < 0 ? chunk.length : end).indexOf(START);
        const to = again >= 0 ? at + again : end < 0 ? chunk.length : end;
        keep(chunk.subarray(at, to));
        at = to;
        if (again >= 0) frames.push(finish('cut-off'));
        else if (end >= 0) {
          frames.push(finish('whole'));
          at++;
        }
      }
      return frames;
    },
    rest: () => (within ? finish('cut-off') : null),
    get within() {
      return within;
    },
    get stray() {
      return stray;
    },
  };
}

/** A message in its frame. */
export const framed = (message: Buffer): Buffer => Buffer.concat([Buffer.from([START]), message, Buffer.from([END, 0x0d])]);
