import PDFDocument from 'pdfkit';

/** A PDF with a line of text on each page. */
export function pdfOfPages(texts: string[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, size: 'letter' });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>(resolve => document.on('end', () => resolve(Buffer.concat(chunks))));
  for (const text of texts) document.addPage().text(text, 72, 72);
  document.end();
  return done;
}
