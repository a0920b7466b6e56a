import { readFileSync } from 'node:fs';
import type { Sheet } from '../../main/domain/sheet.ts';

// Prints all sheets in a process of its own: once cold, once warm. Says how long it took and how much memory it needed.
const [name, file, chromiumPath] = process.argv.slice(2);
const ward = JSON.parse(readFileSync(file!, 'utf8')) as Sheet[][];

interface Contender {
  print(sheets: Sheet[]): Promise<Uint8Array>;
  memoryMb(): number;
  close(): Promise<void>;
}
const memoryMb = (): number => process.resourceUsage().maxRSS / 1024;

async function contender(): Promise<Contender> {
  if (name === 'chromium') return (await import('./chromium-print.ts')).openChromiumPrinter(chromiumPath!);
  const close = (): Promise<void> => Promise.resolve();
  if (name === 'pdfkit') {
    const { straightforwardPdf } = await import('./straightforward-pdfkit.ts');
    return { print: straightforwardPdf, memoryMb, close };
  }
  const { renderPatient } = await import('../../main/paper/render.ts');
  const print = async (sheets: Sheet[]): Promise<Uint8Array> => {
    const rendered = renderPatient(sheets, 'letter');
    if (!rendered.ok) throw new Error(rendered.error.why);
    return rendered.value.pdf;
  };
  return { print, memoryMb, close };
}

const begin = performance.now();
const { print, memoryMb: memory, close } = await contender();
const pass = async (): Promise<Uint8Array[]> => {
  const pdfs: Uint8Array[] = [];
  for (const sheets of ward) pdfs.push(await print(sheets));
  return pdfs;
};
const pdfs = await pass();
const cold = performance.now() - begin;
const again = performance.now();
await pass();
const warm = performance.now() - again;
const memoryUsed = memory();
await close();

const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
let pages = 0;
for (const pdf of pdfs) {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  pages += (await task.promise).numPages;
  await task.destroy();
}
process.stdout.write(
  JSON.stringify({ pages, cold, warm, memory: memoryUsed, bytes: pdfs.reduce((sum, pdf) => sum + pdf.byteLength, 0) }),
);
