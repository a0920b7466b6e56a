import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from './support/fresh-store.ts';
import { kioskAudit } from './support/audit.ts';

test('what docs/audit.md says is enough to verify the audit and to read it, with nothing of ours but the key', () => {
  const { audit, path, keys } = kioskAudit(folder());
  const said = ['first', 'second, Ωμέγα', 'third'];
  for (const details of said) {
    audit.record({ what: 'searched', details });
    if (details === 'first') audit.rotate();
  }
  audit.close();

  const hkdf = (key: Buffer, info: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', info, 32));
  let before = '0'.repeat(64);
  let key: Buffer = Buffer.alloc(0);
  let about = '';
  let last = 0;
  const read: string[] = [];
  for (const name of readdirSync(path)
    .filter(each => each.endsWith('.log'))
    .sort())
    for (const line of readFileSync(join(path, name), 'utf8').trimEnd().split('\n')) {
      const body = line.slice(0, -65);
      expect(createHash('sha256').update(`${before} ${body}`).digest('hex')).toBe(line.slice(-64));
      if (body.startsWith('segment ')) {
        const header = JSON.parse(body.slice(8, body.lastIndexOf(' '))) as Record<'kiosk' | 'key', string> & {
          segment: number;
          previous: { number: number; hash: string; torn: number };
        };
        expect(header.previous).toEqual({ number: last, hash: before, torn: 0 });
        about = `audit|${header.kiosk}|${header.segment}`;
        const opened = keys.open(header.key, about);
        if (!opened.ok) throw new Error(opened.error.why);
        key = Buffer.from(opened.value);
      } else if (body.startsWith('entry ')) {
        const [, number, data] = body.split(' ');
        expect(Number(number)).toBe(++last);
        const bytes = Buffer.from(data!, 'base64url');
        const cipher = createDecipheriv('aes-256-gcm', hkdf(key, 'downtime-kiosk audit entry'), bytes.subarray(0, 12));
        cipher.setAAD(Buffer.from(`${about}|${number}`)).setAuthTag(bytes.subarray(-16));
        const text = Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8');
        read.push((JSON.parse(text) as { details: string }).details);
        key = hkdf(key, 'downtime-kiosk audit next');
      } else expect(body).toMatch(/^(checkpoint|closed) \d+ \S+ \S+$/);
      before = line.slice(-64);
    }
  expect(read).toEqual(said);
});
