import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { PackFile } from '../../../main/contract.ts';

const FONT = fileURLToPath(import.meta.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf'));

/** A small PDF with an embedded font, a page a sheet: enough to prove that the preview draws what it is given. */
export async function paperPdf(file: PackFile): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, margin: 36, size: 'LETTER', layout: 'landscape' });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(document, 'end');
  for (const sheet of file.sheets) {
    document.addPage().rect(36, 36, 720, 540).lineWidth(2).stroke();
    document
      .font(FONT)
      .fontSize(22)
      .text(`Bed ${file.bed ?? 'none'}`, 60, 60);
    document.fontSize(16).text(`${sheet.form} ${sheet.id}`);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
