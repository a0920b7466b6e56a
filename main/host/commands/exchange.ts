import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { unitOf, rulesFor } from '../../config/read-site.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { exchangeOfSite } from '../../exchange-of-site.ts';
import type { Exchanged, WardExchange } from '../../services/exchange.ts';
import { exchangeFolder } from '../../store/exchange-folder.ts';
import { openLedger } from '../../store/ledger.ts';
import { keyIdOf, makeWardKey } from '../../vault/ward-key.ts';
import { columns, EXIT, fail, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { keysToRead } from './store-keys.ts';
import { clockAt, situationOf, type StoreOptions } from './store-options.ts';

type Fault = { kind: string; why: string };

/** Makes the key that the kiosks of a ward share. */
export function makeKey({ siteName, ward, out, json }: { siteName: string; ward: string; out: string; json: boolean }): void {
  const made = makeWardKey(out, siteName, ward);
  if (!made.ok) return fail(json, made.error);
  const key = keyIdOf(made.value);
  say(
    json,
    { file: out, site: siteName, ward, key },
    `The key ${key} of ${ward} is in ${out}. Whoever has it can read what the ward's kiosks exchange: carry it to each of them yourself, name it in their site.yml (exchange: { key: … }), and keep no copy elsewhere.`,
  );
}

/** Writes what the other kiosks lack into a folder, on a stick or a share. */
export const exportActs = ({ out, everything, ...options }: StoreOptions & { out: string; everything: boolean }): Promise<void> =>
  withExchange(options, async ({ exchange, tell }) => {
    const done = await exchange.through(exchangeFolder(out), { take: 'own', give: everything ? 'everything' : 'lacked' });
    if (!done.ok) return done;
    const { given, file } = done.value;
    await tell('exported', `for the ward's other kiosks: ${acts(given)} to ${out}`);
    sayDone(options, done.value, `${acts(given)} for the other kiosks: ${file} in ${out}.`);
    return done;
  });

/** Takes in a file, or every file of a folder. */
export const importActs = (path: string, options: StoreOptions): Promise<void> =>
  withExchange(options, async ({ exchange, tell }) => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (!there) return err({ kind: 'no-file', why: `There is no file or folder ${path}.` });
    if (there.isDirectory()) {
      const done = await exchange.through(exchangeFolder(path), { give: 'nothing' });
      if (!done.ok) return done;
      await tell('recorded', `from the ward's other kiosks: ${acts(done.value.brought)}, in ${path}`);
      sayDone(
        options,
        done.value,
        `${acts(done.value.brought)} came that ${done.value.brought === 1 ? 'was' : 'were'} not here.`,
      );
      return done;
    }
    const taken = exchange.take(readFileSync(path), basename(path));
    if (!taken.ok) return taken;
    const { brought, from } = taken.value;
    await tell('recorded', `from ${from}: ${acts(brought)}, in ${path}`);
    say(options.json, { brought, from }, `${acts(brought)} came from ${from} that ${brought === 1 ? 'was' : 'were'} not here.`);
    return taken;
  });

/** Waits no more for a kiosk that was installed anew or taken away. */
export const forgetKiosk = (sign: string, options: StoreOptions): Promise<void> =>
  withExchange(options, ({ exchange }) => {
    const forgotten = exchange.forget(sign);
    if (forgotten.ok) {
      const { kiosk } = forgotten.value;
      say(
        options.json,
        { kiosk, sign },
        `${kiosk} (${sign}) is not waited for any more; its acts stay. Take its files out of the exchange folder, or it is known again.`,
      );
    }
    return Promise.resolve(forgotten);
  });

/** Says who is known and what is wrong. */
export const exchangeStatus = (options: StoreOptions): Promise<void> =>
  withExchange(options, ({ name, exchange }) => {
    const { kiosks, clashes, troubles } = exchange.shown();
    const rows = kiosks.map(({ kiosk, sign, own, events, missing, heardAt }) => [
      kiosk,
      sign,
      String(events),
      String(missing),
      own ? 'this kiosk' : (heardAt ?? 'never'),
    ]);
    const sides = clashes.flatMap(all =>
      all.map(({ kiosk, number, at, by, act }) => `  act ${number} of ${kiosk}, ${at}, ${by}: ${act}`),
    );
    say(
      options.json,
      { ward: name, kiosks, clashes, troubles },
      [
        `Ward: ${name}`,
        columns([['Kiosk', 'Sign', 'Acts here', 'Not here', 'Last heard of'], ...rows]),
        ...troubles,
        ...sides,
      ].join('\n'),
    );
    return Promise.resolve(ok(null));
  });

const acts = (n: number): string => (n === 1 ? '1 act' : `${n} acts`);

/** Says what was done, and each file of which nothing was taken. */
function sayDone({ json }: StoreOptions, done: Exchanged, words: string): void {
  say(json, done, [words, ...done.refused].join('\n'));
  if (done.refused.length > 0) process.exitCode = EXIT.failed;
}

/** Says to the audit what was taken out or came in. */
type Tell = (what: 'exported' | 'recorded', details: string) => Promise<void>;

/** Opens this kiosk's exchange for one step and says its fault. */
async function withExchange(
  options: StoreOptions,
  step: (ward: { name: string; exchange: WardExchange; tell: Tell }) => Promise<Result<unknown, Fault>>,
): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const { site, folders, signIn } = situation;
  const unit = unitOf(site);
  if (!unit.ok) return fail(options.json, unit.error);
  const keys = await keysToRead(folders, signIn);
  if (!keys.ok) return fail(options.json, keys.error);
  const rules = rulesFor(site, unit.value.name);
  const ledger = openLedger({ folder: folders.store, keys: keys.value, kiosk: rules.kiosk });
  if (!ledger.ok) return fail(options.json, ledger.error);
  try {
    const ward = exchangeOfSite(site, rules, { ledger: ledger.value, clock: clockAt(undefined) });
    if (ward === null)
      return fail(options.json, {
        kind: 'not-set-up',
        why: `${site.file ?? 'The command line'} sets up no exchange: name the ward's key there (exchange: { key: FILE }).`,
      });
    const tell: Tell = async (what, details) => (await commandAudit(situation, unit.value.name)).tell({ what, details });
    const done = ward.ok ? await step({ ...ward.value, tell }) : ward;
    if (!done.ok) fail(options.json, done.error);
  } finally {
    ledger.value.close();
  }
}
