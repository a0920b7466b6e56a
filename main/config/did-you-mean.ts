/** The known word that is meant, judged by typing mistakes, capitals, hyphens and one word being a part of the other; null when none is near. */
export function didYouMean(said: string, known: readonly string[]): string | null {
  const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = plain(said);
  const judged = known
    .map(word => ({ word, far: farness(wanted, plain(word)) }))
    .filter(({ word, far }) => far <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.far - b.far);
  return judged[0]?.word ?? null;
}

function farness(a: string, b: string): number {
  if (a.length > 60) return Infinity;
  if (a.length > 3 && b.length > 3 && (a.includes(b) || b.includes(a))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
