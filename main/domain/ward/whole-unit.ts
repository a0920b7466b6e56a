import type { Snapshot } from '../chart.ts';
import type { PatientView } from '../view.ts';
import type { AdtEntry } from './adt-log.ts';

/** Everybody of a unit, whoever is chosen for printing: also who is away, has left, or could not be read. */
export interface WholeUnit {
  views: readonly PatientView[];
  unread: Snapshot['unread'];
  log: readonly AdtEntry[];
}
