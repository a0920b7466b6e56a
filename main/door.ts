import type { SiteConfiguration } from './config/site-configuration.ts';
import { rulesFor } from './config/read-site.ts';
import type { Door, EnvelopeState } from './contract.ts';
import { freshness } from './domain/freshness.ts';
import type { Clock, Keys, Log } from './ports.ts';
import type { Audit } from './store/audit.ts';
import { newestManifest } from './store/read-latest.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import type { Vault } from './vault/vault.ts';
import type { Watch } from './watch.ts';

export interface DoorOptions {
  site: SiteConfiguration;
  unit: string;
  /** Keys while nobody is signed in. */
  keys: Keys;
  vault: Vault | null;
  watch: Watch;
  audit: Audit;
  clock: Clock;
  log: Log;
  hints: string[];
}

/** What stands on the screen while nobody is signed in; it reads no copy, only what its manifest says. */
export function doorOf({ site, unit, keys, vault, watch, audit, clock, log, hints }: DoorOptions) {
  const { institution, kiosk, freshness: limits } = rulesFor(site, unit);
  const store = openSnapshotStore({ folder: site.folders!.store, unit, keys, log });
  return {
    hasCopy: (): boolean => newestManifest(store) !== null,
    shown(at: Pick<Door, 'caller' | 'printing'>): Door {
      const newest = newestManifest(store);
      const status = vault?.status() ?? null;
      const now = clock.now();
      return {
        ...{ now, institution, unit, kiosk, zone: site.zone },
        ...at,
        guarded: vault !== null,
        trouble: status?.trouble ?? null,
        copy: newest && { asOf: newest.asOf, freshness: freshness(newest.asOf, now, limits) },
        ehr: watch.own.refresh.reach(),
        idleSeconds: site.lockAfterSeconds,
        envelope: status ? envelopeOf(status) : 'none',
        auditFault: audit.fault(),
        hints,
      };
    },
  };
}

const envelopeOf = ({ envelope }: ReturnType<Vault['status']>): EnvelopeState =>
  envelope === null ? 'none' : envelope.used === null ? 'sealed' : 'used';
