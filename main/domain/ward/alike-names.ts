/** How two names go together: the same, alike in every part, alike in one part, or not. */
export type NameLikeness = 'same' | 'alike' | 'part' | 'different';

const SPELT: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'jr', 'sr', 'ii', 'iii', 'iv']);

/** The parts of a name without accents, capitals and titles, in the order they are written. */
export function nameParts(name: string): string[] {
  const parts = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœı]/g, letter => SPELT[letter]!)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const telling = parts.filter(part => !TITLES.has(part));
  return telling.length > 0 ? telling : parts;
}

/** Compares two names whatever the order of their parts. */
export function nameLikeness(a: string, b: string): NameLikeness {
  const [one, other] = [nameParts(a), nameParts(b)];
  if (one.length === 0 || other.length === 0) return a.trim() === b.trim() ? 'same' : 'different';
  // "Mc Donald, Ann" and "McDonald Ann" are the same, and so is the order of the parts.
  if (one.join('') === other.join('') || one.toSorted().join(' ') === other.toSorted().join(' ')) return 'same';
  const within = (parts: string[], of: string[]): boolean => parts.every(part => of.some(p => alikeParts(part, p)));
  const alike =
    one.length === other.length
      ? within(one, other) && within(other, one)
      : one.length < other.length
        ? within(one, other)
        : within(other, one);
  if (alike) return 'alike';
  const tells = (part: string, p: string): boolean =>
    part.length >= 3 && (part === p || (part.length >= 4 && p.length >= 4 && alikeParts(part, p)));
  return one.some(part => other.some(p => tells(part, p))) ? 'part' : 'different';
}

/** The same part of a name, one that sounds like it, or one mistyped by a letter or two. */
function alikeParts(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 4 && edits(a, b) <= (shorter >= 8 ? 2 : 1)) return true;
  const sound = soundex(a);
  return shorter >= 3 && sound !== '' && sound === soundex(b);
}

/** Letters to be changed, added, taken away or exchanged with their neighbour (optimal string alignment). */
export function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let k = 1; k <= b.length; k++) {
      const same = a[i - 1] === b[k - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![k]! + 1, row[k - 1]! + 1, rows[i - 1]![k - 1]! + same);
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) least = Math.min(least, rows[i - 2]![k - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

const SOUNDS: Record<string, string> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, i) => [...letters].map(letter => [letter, String(i + 1)])),
);

/** American Soundex (US National Archives): "Schmidt" and "Smith" are both S530. Empty for what is not written in Latin letters. */
export function soundex(part: string): string {
  if (!/^[a-z]+$/.test(part)) return '';
  let code = '';
  let last = SOUNDS[part[0]!] ?? '';
  for (const letter of part.slice(1)) {
    const sound = SOUNDS[letter] ?? '';
    if (sound !== '' && sound !== last) code += sound;
    // h and w do not part two letters of one sound, vowels do.
    if (letter !== 'h' && letter !== 'w') last = sound;
  }
  return `${part[0]!.toUpperCase()}${code.slice(0, 3).padEnd(3, '0')}`;
}
