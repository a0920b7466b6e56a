import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PrinterShown, Status } from '../../main/contract.ts';
import { LABELS_OF_ADMISSION } from '../../main/domain/band-and-labels.ts';
import { LABEL_KINDS, takes, type LabelCounts } from '../../main/domain/label.ts';
import { Icon } from '../controls/icon.tsx';
import { changedHere } from '../live.ts';
import { LabelCountsChoice } from './label-counts.tsx';
import { LabelSheets } from './label-sheets.tsx';
import { makeLabels, printLabels, type Made } from './make-labels.ts';
import { labelWords as words } from './words.ts';

interface Props {
  patientId: string;
  status: Pick<Status, 'printers' | 'labelSheets'>;
  /** Given to a label printer as this pack. */
  printed(pack: number): void;
  /** Made for a page printer as this pack. */
  made(pack: number): void;
}

/** A patient's band and labels: on the unit's label printers, on sheets of labels, on paper to cut out. */
export function LabelPrinting({ patientId, status: { printers, labelSheets }, printed, made }: Props) {
  const [counts, setCounts] = useState<LabelCounts>(LABELS_OF_ADMISSION);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const label = printers.filter(({ stock }) => stock !== null);
  const run = async (name: string, work: Promise<Made>, then: (pack: number) => void) => {
    setBusy(name);
    setFailure(null);
    const result = await work;
    setBusy(null);
    changedHere('pack');
    if ('why' in result) setFailure(result.why);
    else then(result.pack);
  };
  return (
    <section className="label-printing" aria-label={words.title}>
      <LabelCountsChoice counts={counts} change={setCounts} />
      <div className="label-ways">
        <div className="label-way">
          <h2>{words.printer}</h2>
          {label.length === 0 && <p>{words.noPrinter}</p>}
          {label.map(printer => {
            const own = onlyOf(printer, counts);
            const none = LABEL_KINDS.every(kind => own[kind] === 0);
            return (
              <div key={printer.name} className="print-on-one">
                <Button
                  className="button-main"
                  isDisabled={busy !== null || none}
                  onPress={() => void run(printer.name, printLabels(patientId, own, printer.name), printed)}
                >
                  <Icon name="print" large />
                  {busy === printer.name
                    ? words.making
                    : none
                      ? `${printer.name}: ${words.none}`
                      : words.print(own, printer.name)}
                </Button>
                {printer.state !== null && printer.state.words.length > 0 && (
                  <span className="print-on-words">
                    <Icon name="alarm" /> {printer.state.words.join('; ')}
                  </span>
                )}
              </div>
            );
          })}
          {label.length > 0 && !label.some(({ stock }) => stock?.prints === 'bands') && <p>{words.noBands}</p>}
        </div>
        <LabelSheets
          sheets={labelSheets}
          counts={{ ...counts, band: 0 }}
          busy={busy !== null}
          make={on => void run(on.name, makeLabels(patientId, { on, counts: { ...counts, band: 0 } }), made)}
        />
        <div className="label-way">
          <h2>{words.cutOut}</h2>
          <Button
            className="button"
            isDisabled={busy !== null}
            onPress={() => void run('cut out', makeLabels(patientId, null), made)}
          >
            {words.makeCutOut}
          </Button>
        </div>
      </div>
      {failure !== null && (
        <p className="failure" role="alert">
          {words.failed(failure)}
        </p>
      )}
    </section>
  );
}

/** What of it goes to this printer. */
function onlyOf({ stock }: PrinterShown, counts: LabelCounts): LabelCounts {
  const of = (kind: (typeof LABEL_KINDS)[number]): number => (stock && takes(stock.prints, kind) ? counts[kind] : 0);
  return { band: of('band'), chart: of('chart'), specimen: of('specimen') };
}
