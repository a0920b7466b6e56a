import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PrinterShown, PrintFault, PrintShown } from '../../main/contract.ts';
import { stockWords } from '../../main/domain/label.ts';
import type { Result } from '../../main/domain/result.ts';
import { useAnswer } from '../answer.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { PageAgain } from './page-again.tsx';
import { concernsWard, printProgress } from './print-progress.ts';

const words = text.printers;
const WATCH_MS = 2000;

/** What is on its way to paper or needs a hand, and what became of the packs in hand. */
export function PrintList({ packs, printers }: { packs: readonly number[]; printers: PrinterShown[] }) {
  const { value } = useAnswer('getPrints', {}, ['pack'], WATCH_MS);
  const shown = (value ?? []).filter(print => packs.includes(print.pack) || concernsWard(print));
  if (shown.length === 0) return null;
  return (
    <section className="prints" aria-label={words.title}>
      {shown.map(print => (
        <PrintRow key={print.id} print={print} printers={printers} />
      ))}
    </section>
  );
}

function PrintRow({ print, printers }: { print: PrintShown; printers: PrinterShown[] }) {
  const { confirmed, pages, printers: on, open, failed, unknown, done } = printProgress(print);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ why: string; moveTo: string | null } | null>(null);
  const act = async (call: () => Promise<Result<null, PrintFault>>, moveTo: string | null = null) => {
    setBusy(true);
    setFault(null);
    try {
      const result = await call();
      if (!result.ok) setFault({ why: result.error.why, moveTo: result.error.kind === 'to-confirm' ? moveTo : null });
    } catch (error) {
      setFault({ why: error instanceof Error ? error.message : String(error), moveTo: null });
    }
    setBusy(false);
    changedHere('pack');
  };
  const move = (printer: string, anyway: boolean) =>
    void act(() => client.movePrint({ print: print.id, printer, anyway }), printer);
  const stock = print.documents[0]?.stock ?? null;
  const what = stock === null ? 'page' : 'label';
  const targets = printers.filter(printer => stockOf(printer) === stock && (!open || !on.includes(printer.name)));
  const attention = failed || unknown || print.troubles.length > 0;
  return (
    <article className="print-job" data-state={done ? 'done' : attention ? 'attention' : open ? 'open' : 'cancelled'}>
      <p className="print-head" role="status">
        <Icon name={done ? 'good' : attention ? 'alarm' : 'print'} />{' '}
        {done ? words.done(pages, on.join(', '), what) : words.confirmed(confirmed, pages, on.join(', '), what)}
      </p>
      {open && <progress value={confirmed} max={pages} aria-label={words.confirmed(confirmed, pages, on.join(', '), what)} />}
      {print.troubles.map(trouble => (
        <p key={trouble} className="print-trouble" role="alert">
          {words.trouble(trouble)}
        </p>
      ))}
      <PrintReasons print={print} />
      {fault && (
        <div className="failure" role="alert">
          <p>{fault.why}</p>
          {fault.moveTo !== null && (
            <Button className="button" onPress={() => move(fault.moveTo!, true)} isDisabled={busy}>
              {words.moveAnyway(fault.moveTo)}
            </Button>
          )}
        </div>
      )}
      {print.documents.some(({ stock }) => stock === null) && <PageAgain print={print} printers={printers} />}
      {!done && (
        <div className="print-acts">
          {unknown && (
            <Button className="button" isDisabled={busy} onPress={() => void act(() => client.settlePrint({ print: print.id }))}>
              {words.settle(what)}
            </Button>
          )}
          {targets.map(({ name }) => (
            <Button key={name} className="button" isDisabled={busy} onPress={() => move(name, false)}>
              <Icon name="print" /> {words.rest(pages - confirmed, name, what)}
            </Button>
          ))}
          {(open || failed || unknown) && (
            <Button className="button" isDisabled={busy} onPress={() => void act(() => client.cancelPrint({ print: print.id }))}>
              {open ? words.cancel : words.leave}
            </Button>
          )}
          {busy && <span role="status">{words.asking}</span>}
        </div>
      )}
    </article>
  );
}

/** What it prints on, as it stands beside what was made for it. */
const stockOf = ({ stock }: PrinterShown): string | null => stock && stockWords(stock);

/** Why pages are missing or in doubt, each reason once for all the beds it concerns. */
function PrintReasons({ print: { documents } }: { print: PrintShown }) {
  const lines = documents.flatMap(({ document, bed, state, why, doubts }) => {
    const said = state === 'failed' || state === 'unknown' ? [why ?? ''] : [];
    return [...said, ...doubts].map(line => ({ key: `${document} ${line}`, bed: bed ?? text.ward.noBed, line }));
  });
  const beds = (line: string): string =>
    lines
      .filter(each => each.line === line)
      .map(each => each.bed)
      .join(', ');
  const reasons = [...new Set(lines.map(each => each.line))];
  return reasons.length === 0 ? null : (
    <ul className="print-reasons">
      {reasons.map(line => (
        <li key={line}>
          <strong>{words.beds(beds(line))}</strong> {line}
        </li>
      ))}
    </ul>
  );
}
