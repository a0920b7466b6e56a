import { Asking, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { Chooser } from './chooser.tsx';
import type { Preset } from './selection.ts';
import { usePack } from './pack.ts';
import { PackShown } from './pack-shown.tsx';
import { PrintList } from './print-list.tsx';

/** First what to print, then the pack that was made of it. */
export function PrintPage({ patientId, preset }: { patientId: string | null; preset: Preset | null }) {
  const pack = usePack();
  const ward = useWard();
  const status = useLive(l => l.status);
  if (!status) return <Asking />;
  if (pack !== null) return <PackShown key={pack} pack={pack} host={status.host} />;
  if (ward.value === null) return ward.fault ? <Problem why={ward.fault.message} /> : <Asking />;
  if (!ward.value.ok) return <NoCopy why={ward.value.error.why} />;
  return (
    <>
      <PrintList packs={[]} printers={status.printers} />
      <Chooser ward={ward.value.value} patientId={patientId} preset={preset} status={status} />
    </>
  );
}
