/** The last trailer of a PDF of ours, and where its table of objects is. */
export function trailerOf(pdf: Buffer): { dictionary: string; xref: number } {
  const end = pdf.subarray(-1024).toString('latin1');
  const [, dictionary, xref] = /trailer\s*<<((?:(?!trailer)[\s\S])*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/.exec(end) ?? [];
  if (dictionary === undefined || xref === undefined) throw new Error('a PDF of ours ends with its trailer');
  return { dictionary: dictionary.replace(/\/Prev \d+/, ''), xref: Number(xref) };
}
