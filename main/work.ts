import type { SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import type { DocumentPages } from './domain/paper-needed.ts';
import type { CountJob, PackJob, PackStep } from './services/pack.ts';
import type { Laid } from './services/lay-standing-pack.ts';
import type { PrepareJob, ReadyStep } from './services/ready-paper.ts';
import type { StandingCopy } from './services/standing-packs.ts';
import type { StandingJob, StandingMade } from './services/standing-pack.ts';
import type { SyncFault, SyncReport } from './services/sync.ts';
import type { Result } from './domain/result.ts';
import type { Instant } from './domain/time.ts';
import type { FetchProgress, Log } from './ports.ts';
import type { DeviceHandle } from './vault/device-lock.ts';
import type { KeyHandle } from './vault/vault-keys.ts';

/** A refresh as plain data, so that it can be handed to a worker. */
export interface SyncJob {
  kind: 'sync';
  site: SiteConfiguration;
  unit: UnitConfiguration;
  /** When the refresh was asked for, by the kiosk's clock. */
  now: Instant;
}

/** Where the shelf of ready paper stands. */
export interface ShelfPlace {
  store: string;
  unit: string;
}

/** The keys of the store, as they can be given to a worker. */
export interface WorkKeys {
  device: DeviceHandle;
  /** Null where IT has set up no vault: then the device lock is the only one. */
  vault: KeyHandle | null;
}

/** A standing pack to be made and laid into folders; `prefix` is what its files are called, `phrase` the number of what opens them. */
export interface StandingWork extends Omit<StandingJob, 'copy'> {
  kind: 'standing';
  copy: StandingCopy;
  /** Whose copy it is, where it is not said. */
  place: ShelfPlace;
  folders: string[];
  prefix: string;
  phrase: number;
}

/** What was made, and what became of it in each place. */
export type Stood = Omit<StandingMade, 'pdf' | 'pages'> & { pages: number; laid: Laid[] };

export type Job =
  | ({ kind: 'count' } & CountJob)
  | SyncJob
  | ({ kind: 'pack'; shelf: ShelfPlace | null } & PackJob)
  | ({ kind: 'prepare'; shelf: ShelfPlace } & PrepareJob)
  | StandingWork;

/** What a worker says about the job it was given. */
export type WorkMessage =
  | { job: number; kind: 'fetched'; step: FetchProgress }
  | { job: number; kind: 'counted'; documents: DocumentPages[] }
  | { job: number; kind: 'packed'; step: PackStep }
  | { job: number; kind: 'readied'; step: ReadyStep }
  | { job: number; kind: 'prepared'; result: Result<null, { kind: string; why: string }> }
  /** Null when it was told to stop. */
  | { job: number; kind: 'stood'; result: Result<Stood, { kind: string; why: string }> | null }
  | { job: number; kind: 'synced'; result: Result<SyncReport, SyncFault> }
  | { job: number; kind: 'done' }
  | { job: number; kind: 'log'; line: Parameters<Log['write']> }
  | { job: number; kind: 'broken'; why: string };

/** What a worker is told. */
export type WorkOrder =
  | { job: number; kind: 'run'; work: Job; keys: WorkKeys }
  | { job: number; kind: 'cancel' }
  /** Nobody is signed in any more: what is open is closed. */
  | { kind: 'lock' };
