import type { PrintShown } from '../../main/contract.ts';
import { isOpen } from '../../main/domain/prints.ts';

/** How a print stands as a whole: what matters most to whoever waits for it. */
export interface PrintProgress {
  confirmed: number;
  pages: number;
  /** Printers that still have to print of it, else those where it ended. */
  printers: string[];
  open: boolean;
  /** Pages that did not come out, and of which nobody knows. */
  failed: boolean;
  unknown: boolean;
  done: boolean;
}

export function printProgress({ documents }: PrintShown): PrintProgress {
  const waited = documents.filter(isOpen);
  return {
    confirmed: documents.reduce((sum, each) => sum + each.confirmed, 0),
    pages: documents.reduce((sum, each) => sum + each.pages, 0),
    printers: [...new Set((waited.length > 0 ? waited : documents).map(each => each.printer))],
    open: waited.length > 0,
    failed: documents.some(each => each.state === 'failed'),
    unknown: documents.some(each => each.state === 'unknown'),
    done: documents.every(each => each.state === 'done'),
  };
}

/** Does somebody still have to wait for it or do something about it? */
export const concernsWard = (print: PrintShown): boolean => {
  const { open, failed, unknown } = printProgress(print);
  return open || failed || unknown;
};
