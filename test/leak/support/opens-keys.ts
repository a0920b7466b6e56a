// Opens each box that it is given with a private key, wipes what was in it, and waits: "opens-keys.ts FILE", of JSON {secret, boxes}, in Base64.
// While each is being opened, and before it is wiped, the engine collects what is young: whatever it moves then, it leaves a copy of.
import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openBox } from '../../../main/vault/hpke.ts';

declare const gc: (how: { type: 'minor' }) => void;
interface Opener {
  update: (...args: unknown[]) => unknown;
}

/** What is moved next stands further from the start of its space the more was made before it: nothing later is then written over it. */
const standBehind = (kilobytes: number): void => {
  for (let i = 0; i < kilobytes; i += 8) new Array(1000).fill(i);
};

const young = (): void => gc({ type: 'minor' });
let pieces = 0;
const opener = Object.getPrototypeOf(createDecipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12))) as Opener;
const { update } = opener;
opener.update = function (...args) {
  if (++pieces === 3) young();
  return update.apply(this, args);
};

const { secret, boxes } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as { secret: string; boxes: string[] };
boxes.forEach((box, i) => {
  standBehind((boxes.length - i) * 40);
  pieces = i % 2 === 0 ? 0 : -Infinity;
  const opened = openBox(Buffer.from(secret, 'base64'), Buffer.from(box, 'base64'), { info: 'a', aad: 'b' })!;
  if (i % 2 === 1) young();
  opened.fill(0);
});
setInterval(() => undefined, 1000);
process.stdout.write('opened\n');
