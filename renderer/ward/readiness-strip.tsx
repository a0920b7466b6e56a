import type { Status } from '../../main/contract.ts';
import type { Instant } from '../../main/domain/time.ts';
import { Icon } from '../controls/icon.tsx';
import { paperReadiness } from '../paper-ready.ts';
import { addressOf } from '../route.ts';
import { standingReadiness } from '../standing-ready.ts';
import { text } from '../text.ts';

const words = text.ward.ready;

/** While standing by: whether this kiosk could carry the ward right now, in one line. */
export const ReadinessStrip = ({ status, now }: { status: Status; now: Instant }) => (
  <section className="ready" aria-label={words.title}>
    <ul>
      {status.copy && (
        <li data-state="good">
          <Icon name="good" /> {words.copy(status.copy.patients, status.copy.generation)}
        </li>
      )}
      <PaperLine {...paperReadiness(status.paper, now, status.zone)} />
      <li>
        <Icon name="refresh" /> {words.every(status.refresh.everyMinutes)}
      </li>
      <li>
        <Icon name="steps" /> <a href={addressOf({ screen: 'steps' })}>{text.steps.toRead}</a>
      </li>
      {status.standing && standingReadiness(status.standing, now, status.zone).state !== 'good' && (
        <Weak line={text.standing.notReady} />
      )}
      {status.skipped.length > 0 && <Weak line={words.skipped(status.skipped.length)} />}
      {status.weaknesses.length > 0 && <Weak line={words.weaknesses(status.weaknesses.length)} />}
    </ul>
  </section>
);

const PaperLine = ({ state, line }: ReturnType<typeof paperReadiness>) => (
  <li data-state={state}>
    <Icon name={state === 'good' ? 'good' : 'alarm'} /> {line}
  </li>
);

const Weak = ({ line }: { line: string }) => (
  <li data-state="attention">
    <Icon name="alarm" /> <a href={addressOf({ screen: 'system' })}>{line}</a>
  </li>
);
