import { makeStandingPack, packFault, type StandingMade } from '../../../main/services/standing-pack.ts';
import { copyOf } from '../../support/copy.ts';
import { chartOf, paperPatient } from '../../support/paper-patient.ts';

export const PHRASE = 'QJ8Y-NQFH-FQ48-15TQ-8VZ9-XG71';
export const PREFIX = '5-West_K1_';
export const ZONE = 'America/New_York';

const patient = paperPatient();
export const AT = patient.now;

/** The standing pack of a unit with one patient. */
export async function smallPack(): Promise<StandingMade> {
  const job = {
    copy: copyOf([chartOf(patient)], patient.asOf),
    outage: { state: 'normal' } as const,
    now: AT,
    run: '7F3QXH',
    pack: 7,
    passwords: { user: PHRASE, owner: 'qj8ynqfhfq4815tq8vz9xg71' },
  };
  const made = await makeStandingPack(job, new AbortController().signal, () => Promise.resolve());
  if (!made?.ok) throw new Error(made?.error.why ?? 'it was told to stop');
  return made.value;
}

/** How it is looked at as it lies in its place. */
export const look =
  ({ pages }: StandingMade) =>
  (written: Buffer): Promise<string | null> =>
    packFault(written, PHRASE, pages);
