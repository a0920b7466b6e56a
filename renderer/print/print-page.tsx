import { Asking, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { Chooser } from './chooser.tsx';
import { PRESETS, type Preset } from './selection.ts';
import { usePack } from './pack.ts';
import { PackShown } from './pack-shown.tsx';
import { PrintList } from './print-list.tsx';

/** Blank forms and those of the ward itself can be printed without a copy. */
const WITHOUT_COPY: Preset[] = ['blank', 'ward'];
const NOBODY = { rows: [], unread: [] };

/** First what to print, then the pack that was made of it. */
export function PrintPage({ patientId, preset }: { patientId: string | null; preset: Preset | null }) {
  const pack = usePack();
  const ward = useWard();
  const status = useLive(l => l.status);
  if (!status) return <Asking />;
  if (pack !== null) return <PackShown key={pack} pack={pack} host={status.host} />;
  if (ward.value === null) return ward.fault ? <Problem why={ward.fault.message} /> : <Asking />;
  if (!ward.value.ok)
    return (
      <>
        <NoCopy why={ward.value.error.why} />
        <PrintList packs={[]} printers={status.printers} />
        <Chooser ward={NOBODY} offered={WITHOUT_COPY} patientId={null} preset="blank" status={status} />
      </>
    );
  return (
    <>
      <PrintList packs={[]} printers={status.printers} />
      <Chooser ward={ward.value.value} offered={PRESETS} patientId={patientId} preset={preset} status={status} />
    </>
  );
}
