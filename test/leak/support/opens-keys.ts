// Opens each box that it is given with a private key, wipes what was in it, and waits: "opens-keys.ts FILE", of JSON {secret, boxes}, in Base64.
import { readFileSync } from 'node:fs';
import { openBox } from '../../../main/vault/hpke.ts';
import { forget } from '../../../main/vault/secret.ts';

const { secret, boxes } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as { secret: string; boxes: string[] };
for (const box of boxes) openBox(Buffer.from(secret, 'base64'), Buffer.from(box, 'base64'), { info: 'a', aad: 'b' })!.fill(0);
forget();
setInterval(() => undefined, 1000);
process.stdout.write('opened\n');
