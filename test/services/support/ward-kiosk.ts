import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Act, KioskEvent } from '../../../main/domain/event.ts';
import { wardExchange, type WardExchange } from '../../../main/services/exchange.ts';
import { openLedger, type Ledger } from '../../../main/store/ledger.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';
import type { WardKey } from '../../../main/vault/ward-key.ts';
import { wardSeal } from '../../../main/vault/ward-seal.ts';
import { folder } from '../../store/support/fresh-store.ts';

export const SITE = 'Lakeside General Hospital';
export const WARD_KEY: WardKey = { site: SITE, ward: '4 West', secret: Buffer.alloc(32, 7) };

export const must = <T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T => {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
};
export const whyOf = (result: { ok: true } | { ok: false; error: { why: string } }): string => {
  if (result.ok) throw new Error('this was not refused');
  return result.error.why;
};

export const declared = (reason = 'EHR is down'): Act => ({
  kind: 'outage-declared',
  reason,
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
});

/** A kiosk of the ward with a real encrypted ledger in a folder of its own, a clock that can be set, and the ward's key. */
export class WardKiosk {
  readonly store = folder();
  readonly backup = folder();
  now = '2026-11-22T19:00:00.000Z';
  readonly name: string;
  readonly key: WardKey;
  ledger!: Ledger;
  exchange!: WardExchange;

  constructor(name: string, key = WARD_KEY) {
    this.name = name;
    this.key = key;
    ensureKeyFile(join(this.store, 'key'));
    this.#open();
    this.keepBackup();
  }

  #open(): void {
    this.ledger = must(openLedger({ folder: this.store, keys: keyFile(join(this.store, 'key')), kiosk: this.name }));
    const { ledger, name: kiosk } = this;
    this.exchange = must(wardExchange({ ledger, seal: wardSeal(this.key), clock: { now: () => this.now }, kiosk }));
  }

  record(act: Act, more: Partial<KioskEvent> = {}): KioskEvent {
    return must(this.ledger.append({ at: this.now, by: 'R. Lee RN', unit: '4 West', act, ...more }));
  }

  ids(): string[] {
    return this.ledger.events().map(event => event.id);
  }

  /** Ends the kiosk, does something to its files, and starts it again. */
  restart(meanwhile: () => void = () => undefined): void {
    this.ledger.close();
    meanwhile();
    this.#open();
  }

  keepBackup(): void {
    this.restart(() => copyLedger(this.store, this.backup));
  }

  /** Brings the ledger back as it was when the backup was made. */
  restore(): void {
    this.restart(() => copyLedger(this.backup, this.store));
  }
}

function copyLedger(from: string, to: string): void {
  const files = (path: string): string[] => readdirSync(path).filter(name => /^ledger\./.test(name));
  for (const name of files(to)) rmSync(join(to, name));
  for (const name of files(from)) copyFileSync(join(from, name), join(to, name));
}
