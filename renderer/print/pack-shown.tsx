import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import type { PackProgress, Status } from '../../main/contract.ts';
import { useAnswer } from '../answer.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { Asking, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { text } from '../text.ts';
import { holdPack } from './pack.ts';
import { PackFiles } from './pack-files.tsx';
import { PrintList } from './print-list.tsx';
import { PrintOn } from './print-on.tsx';
import { Refused } from './refused.tsx';
import { SaveAll } from './save-all.tsx';

const words = text.print;
const WATCH_MS = 1000;
const REST_MS = 60_000;
// The PDF reader is as big as the rest of the screen: it is loaded when the first sheet is looked at.
const Preview = lazy(async () => ({ default: (await import('./preview.tsx')).Preview }));

/** A pack while it is made and after: progress, what was refused, the files, and a true preview. */
export function PackShown({
  pack,
  host,
  leave = () => holdPack(null),
  also = [],
}: {
  pack: number;
  host: Status['host'];
  leave?: () => void;
  /** Other packs whose way to paper is shown. */
  also?: readonly number[];
}) {
  const printers = useLive(l => l.status?.printers) ?? [];
  const pagePrinters = printers.filter(({ stock }) => stock === null);
  const [over, setOver] = useState(false);
  const { value, fault } = useAnswer('getPack', { pack }, ['pack'], over ? REST_MS : WATCH_MS);
  const [chosen, setChosen] = useState<string | null>(null);
  if (value === null)
    return fault ? (
      <Problem why={fault.message}>
        <OtherSheets leave={leave} />
      </Problem>
    ) : (
      <Asking />
    );
  if (!value.ok) {
    return (
      <Problem title={words.gone} why={value.error.why}>
        <OtherSheets leave={leave} />
      </Problem>
    );
  }
  const progress = value.value;
  if (!over && progress.state !== 'rendering') setOver(true);
  const file = progress.files.find(f => f.patientId === chosen) ?? progress.files[0] ?? null;
  return (
    <div className="pack">
      <PrintList packs={[pack, ...also]} printers={printers} />
      <div className="page-head">
        <h1>{words.title}</h1>
        {progress.state !== 'rendering' && <OtherSheets leave={leave} />}
      </div>
      {progress.refused.length > 0 && (
        <Refused title={words.refused(progress.refused.length)} detail={words.refusedDetail} refused={progress.refused} />
      )}
      <div className="pack-state">
        {progress.state !== 'rendering' && progress.files.length > 0 && (
          <>
            {pagePrinters.length > 0 && <PrintOn pack={pack} files={progress.files} printers={pagePrinters} />}
            <SaveAll pack={pack} quiet={pagePrinters.length > 0} />
          </>
        )}
        <Progress progress={progress} />
      </div>
      {file && (
        <div className="pack-body">
          <PackFiles pack={pack} files={progress.files} chosen={file.patientId} choose={setChosen} host={host} />
          <Suspense fallback={<p className="preview-none">{words.opening}</p>}>
            <Preview key={`${pack} ${file.patientId}`} pack={pack} file={file} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

const OtherSheets = ({ leave }: { leave(): void }) => (
  <Button className="button" onPress={leave}>
    {words.again}
  </Button>
);

function Progress({ progress: { pack, state, done, total, files, refused } }: { progress: PackProgress }) {
  const patients = files.filter(f => f.patientId !== null).length;
  const sheets = files.reduce((sum, f) => sum + f.sheets.length, 0);
  const pages = files.reduce((sum, f) => sum + f.pages, 0);
  switch (state) {
    case 'rendering':
      return (
        <div className="pack-progress" role="status">
          <p>
            <strong>{words.rendering}</strong>
          </p>
          <progress value={done} max={Math.max(total, 1)} aria-label={words.rendering} />
          <p>{words.progress(done, total)}</p>
          <Button className="button" onPress={() => void client.cancelPack({ pack })}>
            {words.stop}
          </Button>
        </div>
      );
    case 'done':
      return sheets === 0 ? (
        <p className="pack-stopped" role="alert">
          <Icon name="alarm" /> {words.noneReleased}
        </p>
      ) : (
        <p className="pack-done" role="status">
          <Icon name="good" /> {words.done(patients, sheets, pages)}
          {refused.length > 0 && <strong className="pack-refused"> {words.butRefused(refused.length)}</strong>}
        </p>
      );
    case 'cancelled':
      return (
        <p className="pack-stopped" role="alert">
          <Icon name="alarm" /> {words.cancelled(done, total)}
        </p>
      );
  }
}
