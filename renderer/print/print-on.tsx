import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PackFile, PrinterShown } from '../../main/contract.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';

const words = text.printers;

/** Prints the pack on one of the unit's printers; what is wrong with a printer stands beside its button. */
export function PrintOn({ pack, files, printers }: { pack: number; files: PackFile[]; printers: PrinterShown[] }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const pages = files.reduce((sum, file) => sum + file.pages, 0);
  const sheets = files.reduce((sum, file) => sum + Math.ceil(file.pages / 2), 0);
  const print = async (printer: string) => {
    setBusy(true);
    setFailure(null);
    try {
      const result = await client.startPrint({ pack, printer });
      if (!result.ok) setFailure(result.error.why);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
    changedHere('pack');
  };
  const best = printers.find(({ state }) => state?.state !== 'stopped' && state?.state !== 'no-answer') ?? printers[0];
  return (
    <div className="print-on">
      {printers.map(printer => (
        <div key={printer.name} className="print-on-one">
          <Button
            className={printer === best ? 'button-main' : 'button'}
            isDisabled={busy}
            onPress={() => void print(printer.name)}
          >
            <Icon name="print" large={printer === best} />
            {printer.duplex ? words.printDuplex(pages, sheets, printer.name) : words.print(pages, printer.name)}
          </Button>
          {printer.state !== null && printer.state.words.length > 0 && (
            <span className="print-on-words">
              <Icon name="alarm" /> {printer.state.words.join('; ')}
            </span>
          )}
        </div>
      ))}
      {failure !== null && (
        <p className="failure" role="alert">
          {text.print.failed(failure)}
        </p>
      )}
    </div>
  );
}
