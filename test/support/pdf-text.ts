import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The words of each page of a PDF, in the order they were drawn; read by pdfjs alone, without any of our own code. */
export async function pageTexts(path: string): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(readFileSync(path)), useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  const pages: string[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    pages.push(items.map(item => ('str' in item ? item.str : '')).join('\n'));
  }
  await task.destroy();
  return pages;
}
