/** The site's look-alike names, spelt with the capitals that set them apart, and where the list comes from. */
export interface TallMan {
  source: string;
  names: string[];
}

const WORD = /[A-Za-z]{4,}(?:-[A-Za-z]{4,})*/g;

/** Spells look-alike names wherever they stand as whole words, alone or joined by hyphens; letters other than their case never change. */
export function tallMan(list: TallMan): (text: string) => string {
  const spelling = new Map(list.names.map(name => [name.toLowerCase(), name]));
  const spelt = (word: string): string => spelling.get(word.toLowerCase()) ?? word;
  return text => text.replace(WORD, word => spelling.get(word.toLowerCase()) ?? word.split('-').map(spelt).join('-'));
}
