import { useState } from 'react';
import { useAnswer } from '../answer.ts';
import { Asking, BackToWard, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { PackShown } from '../print/pack-shown.tsx';
import { PrintList } from '../print/print-list.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { LabelPrinting } from './label-printing.tsx';
import { labelWords as words } from './words.ts';

/** A patient's band and labels, and what became of those that were printed here. */
export function LabelsPage({ patientId }: { patientId: string }) {
  const { value, fault } = useAnswer('getPatient', { patientId }, ['ward']);
  const status = useLive(l => l.status);
  const [printed, setPrinted] = useState<number[]>([]);
  const [made, setMade] = useState<number | null>(null);
  if (value === null || !status) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) {
    if (value.error.kind === 'no-copy') return <NoCopy why={value.error.why} />;
    return (
      <Problem title={text.problem.patientUnknown} why={value.error.why}>
        <BackToWard />
      </Problem>
    );
  }
  const { identity, encounter } = value.value;
  if (made !== null) return <PackShown key={made} pack={made} host={status.host} also={printed} leave={() => setMade(null)} />;
  return (
    <div className="labels">
      <PrintList packs={printed} printers={status.printers} />
      <div className="page-head">
        <div>
          <h1>
            {words.title}: <bdi>{words.of(identity.name, identity.mrn)}</bdi>
          </h1>
          <p>
            {words.bed(encounter.bed)}. {words.check}
          </p>
        </div>
        <a className="button" href={addressOf({ screen: 'patient', patientId })}>
          {words.patient}
        </a>
      </div>
      <LabelPrinting
        patientId={patientId}
        status={status}
        printed={pack => setPrinted(before => [...before, pack])}
        made={setMade}
      />
    </div>
  );
}
