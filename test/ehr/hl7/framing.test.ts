import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deframer, framed, type Frame } from '../../../main/ehr/hl7/framing.ts';

const text = (frames: (Frame | null)[]): [string, string][] => frames.map(f => [f!.kind, f!.bytes.toString('latin1')]);

test('however a stream is cut into pieces, the same messages come out', () => {
  const body = fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes.filter(b => b !== 0x0b && b !== 0x1c)));
  fc.assert(
    fc.property(fc.array(body, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (bodies, cuts) => {
      const stream = Buffer.concat(bodies.map(framed));
      const one = deframer(1000);
      const frames: Frame[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = cuts[i % cuts.length]!;
        frames.push(...one.push(stream.subarray(at, at + size)));
        at += size;
      }
      expect(text(frames)).toEqual(bodies.map(b => ['whole', b.toString('latin1')]));
      expect(one.rest()).toBeNull();
      expect(one.stray).toBe(0);
    }),
  );
});

test('a message that is not ended before the next begins is told as cut off, and the next is whole', () => {
  expect(text(deframer(100).push(Buffer.from('\x0bMSH|one\x0bMSH|two\x1c\r')))).toEqual([
    ['cut-off', 'MSH|one'],
    ['whole', 'MSH|two'],
  ]);
});

test('what never ends is told as cut off when the stream does', () => {
  const one = deframer(100);
  expect(one.push(Buffer.from('\x0bMSH|one'))).toEqual([]);
  expect(one.within).toBe(true);
  expect(text([one.rest()])).toEqual([['cut-off', 'MSH|one']]);
});

test('of a message that is too long only the beginning is held, however long it goes on', () => {
  const one = deframer(10_000);
  one.push(Buffer.from('\x0bMSH|'));
  for (let i = 0; i < 2000; i++) one.push(Buffer.alloc(1000, 'x'));
  const [frame] = one.push(Buffer.from('\x1c\r\x0bnext\x1c\r'));
  expect(frame).toMatchObject({ kind: 'too-long' });
  expect(frame!.bytes.length).toBe(4096);
  expect(frame!.bytes.toString('latin1', 0, 4)).toBe('MSH|');
});

test('a missing CR after the end, and line ends between messages, are not minded; other bytes are counted', () => {
  const one = deframer(100);
  expect(text(one.push(Buffer.from('\r\n\x0bone\x1c\x0btwo\x1c\n\r xx\x0bthree\x1c\r')))).toEqual([
    ['whole', 'one'],
    ['whole', 'two'],
    ['whole', 'three'],
  ]);
  expect(one.stray).toBe(3);
});
