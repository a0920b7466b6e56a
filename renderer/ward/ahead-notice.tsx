import type { AheadShown } from '../../main/contract.ts';
import type { Instant, Zone } from '../../main/domain/time.ts';
import { Icon } from '../controls/icon.tsx';
import { momentWords } from '../moment.ts';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';

const words = text.aheadPaper;

interface Props {
  ahead: AheadShown | null;
  now: Instant;
  zone: Zone;
}

/** That paper comes out by itself, and why: nobody may wonder whose it is. */
export const AheadNotice = ({ ahead, now, zone }: Props) => {
  const [last] = ahead?.printed ?? [];
  if (!ahead || (!last && ahead.fault === null)) return null;
  return (
    <div className="ahead-notice" role="status">
      {last && (
        <p>
          <Icon name="print" />
          <span>
            <strong>{words.printed(momentWords(last.at, now, zone), last.kiosk)}</strong>{' '}
            {last.print === null ? words.making(last.why) : words.why(last.why, last.printer ?? '')}{' '}
            <a href={addressOf({ screen: 'print', patientId: null })}>{words.seePrint}</a>
          </span>
        </p>
      )}
      {ahead.fault !== null && (
        <p className="ahead-fault">
          <Icon name="alarm" />
          <span>{ahead.fault}</span>
        </p>
      )}
    </div>
  );
};
