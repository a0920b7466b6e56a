import { useAnswer } from '../answer.ts';
import { Asking, BackToWard, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { text } from '../text.ts';
import { PatientShown } from './patient-shown.tsx';

/** One patient, asked for again whenever a newer copy is there. */
export function PatientPage({ patientId }: { patientId: string }) {
  const { value, fault } = useAnswer('getPatient', { patientId }, ['ward', 'pack']);
  const zone = useLive(l => l.status?.zone ?? null);
  const now = useLive(l => l.now);
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) {
    if (value.error.kind === 'no-copy') return <NoCopy why={value.error.why} />;
    return (
      <Problem title={text.problem.patientUnknown} why={value.error.why}>
        <BackToWard />
      </Problem>
    );
  }
  if (zone === null || now === null) return <Asking />;
  return (
    <>
      {fault && <GettingOld why={fault.message} />}
      <PatientShown view={value.value} zone={zone} now={now} />
    </>
  );
}
