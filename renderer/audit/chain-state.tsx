import type { AuditState } from '../../main/domain/audit-shown.ts';
import { Icon } from '../controls/icon.tsx';
import { momentWords } from '../moment.ts';
import { words } from './words.ts';

/** So many places are named here; the command line names all. */
const NAMED = 5;

/** Whether the audit is as it was written, and whether everything done now is in it. */
export function ChainState({ state, now, zone }: { state: AuditState; now: string; zone: string }) {
  const { findings, since, entries, at, head, torn, notLookedAt, fault, unwritten } = state;
  const broke = findings.length > 0;
  return (
    <section className="audit-state" data-state={broke || fault !== null ? 'bad' : 'good'} role={broke ? 'alert' : 'status'}>
      <p className="audit-verdict">
        <Icon name={broke ? 'alarm' : 'good'} />
        {broke
          ? words.broke(findings.length)
          : since === null
            ? words.empty
            : words.holds(entries, momentWords(since, now, zone))}
      </p>
      {broke && (
        <>
          <ul>
            {findings.slice(0, NAMED).map(place => (
              <li key={place}>{place}</li>
            ))}
          </ul>
          <p>{words.toDo}</p>
        </>
      )}
      {fault !== null && (
        <p className="audit-verdict" role="alert">
          <Icon name="alarm" /> {fault} {words.waiting(unwritten)}
        </p>
      )}
      <p className="audit-note">
        {[words.looked(momentWords(at, now, zone), head), torn > 0 ? words.torn(torn) : null, notLookedAt]
          .filter(said => said !== null)
          .join(' ')}
      </p>
    </section>
  );
}
