import type { Encounter } from '../../main/domain/patient.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

const words = text.patient;

/** The stay: since when, why, under whom. What the EHR did not send says so. */
export function Stay({ encounter, now, zone }: { encounter: Encounter } & Hours) {
  const facts = [
    [words.admitted, encounter.admitted && momentWords(encounter.admitted, now, zone)],
    [words.onUnitSince, encounter.onUnitSince && momentWords(encounter.onUnitSince, now, zone)],
    [words.reason, encounter.reason],
    [words.service, encounter.service],
    [words.attending, encounter.attending],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value ?? words.notReceived}</dd>
        </div>
      ))}
    </dl>
  );
}
