import { useMay } from '../door/may.ts';
import { isDowntime } from '../../main/domain/outage.ts';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { addressOf } from '../route.ts';
import { words } from './words.ts';

/** The way to the lines of a patient's paper MAR; without a downtime it says where doses belong. */
export function ChartingLink({ patientId }: { patientId: string }) {
  const status = useLive(l => l.status);
  const allowed = useMay('chart doses');
  if (!status?.charting.on || !allowed) return null;
  return isDowntime(status.outage) ? (
    <a className="button charting-link" href={addressOf({ screen: 'charting', patientId })}>
      <Icon name="plus" /> {words.open}
    </a>
  ) : (
    <p className="charting-none">{words.noDowntime}</p>
  );
}
