import { printersFor, readSite } from '../../config/read-site.ts';
import { printerState, type PrinterState } from '../../domain/printer.ts';
import type { Printer } from '../../ports.ts';
import { printerAt } from '../../printing/printer-at.ts';
import { columns, EXIT, fail, say } from '../terminal.ts';

interface PrinterRow extends PrinterState {
  name: string;
  uri: string;
  /** Would it take a sheet of the site's paper? Why not, when not. */
  takes: string;
}

/** How each printer is that the site file lists; nothing is printed. Ends with 1 when one of them could not print now. */
export async function printers(options: { site?: string; unit?: string; json: boolean }): Promise<void> {
  const site = readSite(options.site ?? null);
  if (!site.ok) return fail(options.json, site.error);
  const places = options.unit === undefined ? site.value.printers : printersFor(site.value, options.unit);
  if (places.length === 0)
    return fail(options.json, {
      kind: 'no-printer',
      why: `No printer is listed${options.unit === undefined ? '' : ` for ${options.unit}`}: write them under printers in site.yml. Sheets can be saved as PDF.`,
    });
  const rows = await Promise.all(
    places.map(place => rowOf(printerAt(place, `Downtime Kiosk ${site.value.rules.kiosk}`), site.value.rules.paper)),
  );
  const table = columns([
    ['Printer', 'State', 'Takes sheets', 'What it says'],
    ...rows.map(row => [row.name, row.state, row.takes, row.words.join('; ') || '-']),
  ]);
  say(options.json, { printers: rows }, table);
  if (rows.some(row => row.state === 'stopped' || row.state === 'no-answer' || row.takes !== 'yes'))
    process.exitCode = EXIT.failed;
}

async function rowOf(printer: Printer, paper: 'letter' | 'a4'): Promise<PrinterRow> {
  const { name, uri, duplex } = printer.place;
  const { state, words } = printerState(await printer.look());
  if (state === 'no-answer') return { name, uri, state, words, takes: 'not known' };
  const taken = await printer.validate({ job: 'kiosk printers', duplex, paper });
  return { name, uri, state, words, takes: taken.ok ? 'yes' : taken.error.why };
}
