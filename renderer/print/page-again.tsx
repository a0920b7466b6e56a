import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PrinterShown, PrintShown } from '../../main/contract.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';

const words = text.printers.again;

interface Props {
  print: PrintShown;
  printers: PrinterShown[];
}

/** One page of a print once more, as after a jam: whose, which, and on which printer. */
export function PageAgain({ print, printers }: Props) {
  const pages = print.documents.filter(({ stock, again }) => stock === null && again === null);
  const paper = printers.filter(({ stock }) => stock === null);
  const [document, setDocument] = useState(pages[0]?.document ?? 0);
  const [page, setPage] = useState(1);
  const [said, setSaid] = useState<{ ok: boolean; words: string } | null>(null);
  const of = pages.find(each => each.document === document);
  if (!of || paper.length === 0) return null;
  const again = async (printer: string) => {
    try {
      const result = await client.printPageAgain({ print: print.id, document, page: Math.min(page, of.pages), printer });
      setSaid(result.ok ? { ok: true, words: words.sent } : { ok: false, words: result.error.why });
    } catch (error) {
      setSaid({ ok: false, words: error instanceof Error ? error.message : String(error) });
    }
    changedHere('pack');
  };
  return (
    <details className="page-again">
      <summary>{words.title}</summary>
      <p>{words.consequence}</p>
      <div className="print-acts">
        <select aria-label={words.whose} value={document} onChange={event => setDocument(Number(event.target.value))}>
          {pages.map(each => (
            <option key={each.document} value={each.document}>
              {each.patientId === null ? words.unit : (each.bed ?? text.ward.noBed)}
            </option>
          ))}
        </select>
        <select aria-label={words.page} value={Math.min(page, of.pages)} onChange={event => setPage(Number(event.target.value))}>
          {Array.from({ length: of.pages }, (_, i) => (
            <option key={i} value={i + 1}>
              {words.pageOf(i + 1, of.pages)}
            </option>
          ))}
        </select>
        {paper.map(({ name }) => (
          <Button key={name} className="button" onPress={() => void again(name)}>
            {words.on(name)}
          </Button>
        ))}
      </div>
      {said && (
        <p className={said.ok ? 'save-words' : 'failure'} role={said.ok ? 'status' : 'alert'}>
          {said.words}
        </p>
      )}
    </details>
  );
}
