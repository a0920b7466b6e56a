import { err, ok, type Result } from '../../domain/result.ts';

const SEPARATORS = [',', ';', '\t', '|'] as const;
const PROBED = 20;

/** What stands between the cells: the sign that the first lines have most evenly outside quotes; null when there is one cell a line. */
export function separatorOf(lines: readonly string[]): string | null {
  const probed = lines.slice(0, PROBED);
  const counted = SEPARATORS.map(sign => {
    const counts = probed.map(line => line.replace(/"[^"]*"/g, '').split(sign).length - 1);
    const first = counts[0] ?? 0;
    return { sign, first, even: counts.filter(count => count === first).length };
  }).filter(c => c.first > 0);
  return counted.sort((a, b) => b.even - a.even || b.first - a.first)[0]?.sign ?? null;
}

/** The cells of one line. A quote that is opened and not closed spoils its own line and no other (a cell never goes on in the next line). */
export function cellsOf(line: string, separator: string | null): Result<string[], { kind: 'quote'; why: string }> {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i]!;
    if (quoted && sign === '"' && line[i + 1] === '"') {
      cell += sign;
      i++;
    } else if (quoted && sign === '"') quoted = false;
    else if (!quoted && sign === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (!quoted && sign === separator) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return quoted ? err({ kind: 'quote', why: 'a quotation mark is opened and not closed' }) : ok([...cells, cell]);
}
