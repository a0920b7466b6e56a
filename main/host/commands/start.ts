import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SITE_DEFAULTS } from '../../config/read-site.ts';
import { serveFhir } from '../../demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../demo/ward.ts';
import { electronBinary, runElectron } from '../electron-binary.ts';
import { fail, say } from '../terminal.ts';
import { ok } from '../../domain/result.ts';
import { hasVault } from '../../vault/vault-file.ts';
import { DEMO_HINTS, enrolDemoPeople } from './demo-people.ts';
import { giveDemoNumbers } from './demo-numbers.ts';
import { serve } from './serve.ts';

/** Where the demo keeps its copies, between starts too. */
const DEMO_STORE = join(homedir(), '.downtime-kiosk', 'demo');

/** Opens the demo ward without any configuration: a synthetic hospital behind a real FHIR server, in Electron when its binary is there, else in a browser. */
export async function start({ port }: { port: number }): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ehr = await serveFhir(demoWard({ seed: 1, now: new Date().toISOString(), zone }));
  mkdirSync(DEMO_STORE, { recursive: true, mode: 0o700 });
  const options = {
    site: SITE_DEFAULTS,
    store: DEMO_STORE,
    key: join(DEMO_STORE, 'kiosk.key'),
    fhir: ehr.url,
    unit: DEMO_UNIT,
    zone,
    port,
    json: false,
  };
  const numbered = hasVault(DEMO_STORE) ? ok(null) : await giveDemoNumbers(options);
  if (!numbered.ok) fail(false, numbered.error);
  const enrolled = await enrolDemoPeople(options);
  if (!enrolled.ok) return fail(false, enrolled.error);
  say(false, null, ['Sign in to the demo ward:', ...DEMO_HINTS.map(hint => `  ${hint}`)].join('\n'));
  const binary = electronBinary();
  if (binary === null) {
    say(
      false,
      null,
      'Electron is not installed here (npx install-electron fetches it): the demo ward opens in the browser instead.',
    );
    await serve({ ...options, hints: DEMO_HINTS });
  } else {
    await runElectron(binary, options);
  }
  await ehr.close();
}
