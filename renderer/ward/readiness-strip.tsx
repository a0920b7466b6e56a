import type { Status } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';

const words = text.ward.ready;

/** While standing by: whether this kiosk could carry the ward right now, in one line. */
export const ReadinessStrip = ({ status }: { status: Status }) => (
  <section className="ready" aria-label={words.title}>
    <ul>
      {status.copy && (
        <li>
          <Icon name="good" /> {words.copy(status.copy.patients, status.copy.generation)}
        </li>
      )}
      <li>
        <Icon name="refresh" /> {words.every(status.refresh.everyMinutes)}
      </li>
      {status.skipped.length > 0 && <Weak line={words.skipped(status.skipped.length)} />}
      {status.weaknesses.length > 0 && <Weak line={words.weaknesses(status.weaknesses.length)} />}
    </ul>
  </section>
);

const Weak = ({ line }: { line: string }) => (
  <li className="ready-weak">
    <Icon name="alarm" /> <a href={addressOf({ screen: 'system' })}>{line}</a>
  </li>
);
