import { trailerOf } from './pdf-trailer.ts';

/**
 * The same PDF with its pages from one to another (from 1, both included), by an incremental update (ISO 32000-1, 7.5.6): only the list of pages is written anew,
 * so the pages themselves are byte for byte those that were verified.
 */
export function onlyPages(pdf: Buffer, first: number, last = Infinity): Buffer {
  const [, object, dictionary] =
    /(\d+) 0 obj\s*<<((?:(?!>>)[\s\S])*?\/Type \/Pages\b(?:(?!>>)[\s\S])*?)>>\s*endobj/.exec(pdf.toString('latin1')) ?? [];
  const kids = /\/Kids\s*\[([^\]]*)\]/.exec(dictionary ?? '')?.[1]?.match(/\d+ \d+ R/g);
  if (object === undefined || dictionary === undefined || !kids) throw new Error('a PDF of ours has one list of pages');
  const kept = kids.slice(first - 1, last);
  const changed = dictionary
    .replace(/\/Kids\s*\[[^\]]*\]/, `/Kids [${kept.join(' ')}]`)
    .replace(/\/Count\s+\d+/, `/Count ${kept.length}`);
  const body = Buffer.from(`\n${object} 0 obj\n<<${changed}>>\nendobj\n`, 'latin1');
  const trailer = trailerOf(pdf);
  const table = `xref\n${object} 1\n${String(pdf.length + 1).padStart(10, '0')} 00000 n \n`;
  const end = `${table}trailer\n<<${trailer.dictionary}/Prev ${trailer.xref}\n>>\nstartxref\n${pdf.length + body.length}\n%%EOF\n`;
  return Buffer.concat([pdf, body, Buffer.from(end, 'latin1')]);
}
