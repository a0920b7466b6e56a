const matchers = new WeakMap<readonly string[], RegExp>();

/**
 * Does one of the stems begin a word of the text? Upper and lower case are the same, and so are "3%" and "3 %". A stem that begins or ends
 * with a digit is a whole number: "3% sodium chloride" isn't in "0.83% sodium chloride". "insulin-like" is no insulin.
 */
export function hasStem(text: string, stems: readonly string[]): boolean {
  const matcher = matchers.get(stems) ?? matcherOf(stems);
  matchers.set(stems, matcher);
  return matcher.test(plain(text));
}

/** The same list has the same matcher: there are more than a hundred stems and each order is asked for all of them. */
function matcherOf(stems: readonly string[]): RegExp {
  const any = stems.map(stem => {
    const begin = /^\d/.test(stem) ? '(?<![a-z\\d.])' : '(?<![a-z])';
    const end = /\d$/.test(stem) ? '(?![\\d.]*\\d)' : '';
    return `${begin}${plain(stem).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${end}`;
  });
  return any.length === 0 ? /(?!)/ : new RegExp(`(?:${any.join('|')})(?!-like)`);
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').replaceAll(' %', '%');
