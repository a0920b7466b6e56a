import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publicOf } from '../../main/vault/curve.ts';
import { sealTo } from '../../main/vault/hpke.ts';
import { newSecret } from '../../main/vault/secret.ts';
import { needs } from '../support/needs.ts';
import { lookThrough, type Secrets } from './support/memory.ts';
import { withHalves } from './support/secrets.ts';

test.skipIf(needs.memory.missing)(
  'of two hundred keys that were opened and wiped no half is left in the memory of the process',
  async () => {
    const place = mkdtempSync(join(tmpdir(), 'kiosk-leak-'));
    const secret = newSecret();
    const keys: Secrets = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key ${i}`, randomBytes(32)]));
    const boxes = Object.values(keys).map(key =>
      sealTo(publicOf('x25519', secret), key, { info: 'a', aad: 'b' }).toString('base64'),
    );
    writeFileSync(join(place, 'boxes.json'), JSON.stringify({ secret: Buffer.from(secret).toString('base64'), boxes }));
    const script = join(import.meta.dirname, 'support/opens-keys.ts');
    const child = spawn(process.execPath, ['--expose-gc', '--min-semi-space-size=16', script, join(place, 'boxes.json')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      const { found, bytes } = await lookThrough(child.pid!, withHalves(keys));
      expect(bytes).toBeGreaterThan(10_000_000);
      expect(Object.keys(found)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
      rmSync(place, { recursive: true, force: true });
    }
  },
);
