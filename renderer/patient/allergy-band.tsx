import type { Allergy } from '../../main/domain/allergy.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';
import { showSection } from './section.tsx';

const words = text.patient.allergies;
/** So many allergies keep the strip on the screen; more of them are counted here and all listed below. */
const IN_STRIP = 6;

const named = (allergy: Allergy): string =>
  allergy.reactions.length > 0 ? `${allergy.substance} (${allergy.reactions.join(', ')})` : allergy.substance;

/** The substances alone, or which silence it is: for where there is one line. */
export function allergyLine({ state, listed }: PatientView['allergies']): string {
  const substances = listed.filter(a => a.negates === null);
  if (state !== 'listed') return words[state];
  const more = substances.length - IN_STRIP;
  const named = substances.slice(0, IN_STRIP).map(a => a.substance);
  return [`${words.listed(substances.length)} ${named.join('; ')}`, ...(more > 0 ? [words.more(more)] : [])].join(' ');
}

/** Allergies in the strip, with the kind of silence in words. */
export function AllergyBand({ view }: { view: PatientView }) {
  const { state, listed, silence, conflict } = view.allergies;
  const substances = listed.filter(a => a.negates === null);
  const more = substances.length - IN_STRIP;
  if (state !== 'listed') {
    return (
      <p
        className="strip-safe"
        data-lacks={state !== 'none-known' || undefined}
        data-present={state === 'none-known' || undefined}
      >
        <strong>{words[state]}</strong> {silence !== null && <span>{silence}</span>}
      </p>
    );
  }
  return (
    <p className="strip-safe strip-alarm">
      <Icon name="alarm" />
      <strong>{words.listed(substances.length)}</strong> {substances.slice(0, IN_STRIP).map(named).join('; ')}{' '}
      {more > 0 && (
        <button type="button" className="link" onClick={() => showSection('allergies')}>
          {words.more(more)}
        </button>
      )}
      {conflict && <strong className="strip-ask">{words.conflictShort}</strong>}
    </p>
  );
}
