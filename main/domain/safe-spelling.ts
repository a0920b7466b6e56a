import { remembered } from './remembered.ts';
import { safeWords, type SafeText, type TextKind } from './safe-words.ts';
import { tallMan, type TallMan } from './tall-man.ts';

/** A text as it is shown and printed: safe words, and look-alike names with their capitals. */
export type SafeSpelling = (sent: string, kind: TextKind) => SafeText;

/** So many texts are remembered: the words of a hospital's drugs, units and orders repeat. */
const REMEMBERED = 50_000;
/** In a text without these every rule finds nothing. */
const MAY_BE_UNSAFE = /[\dµμ@<>/]|(?<!\p{L})q|ms|iu|mgso|^u/iu;

const spellings = new WeakMap<TallMan, SafeSpelling>();

/** The spelling of a site's list of names. The same list has the same spelling, which remembers what it has read. */
export function safeSpelling(list: TallMan): SafeSpelling {
  const known = spellings.get(list);
  if (known) return known;
  const capitals = tallMan(list);
  const spellingOf = (kind: TextKind): ((sent: string) => SafeText) =>
    remembered(
      REMEMBERED,
      sent => sent,
      (sent: string): SafeText => {
        const safe = MAY_BE_UNSAFE.test(sent) ? safeWords(sent, kind) : { text: sent, writtenOut: false };
        return { text: capitals(safe.text), writtenOut: safe.writtenOut };
      },
    );
  const ofKind: Record<TextKind, (sent: string) => SafeText> = {
    order: spellingOf('order'),
    'morphine-order': spellingOf('morphine-order'),
    quantity: spellingOf('quantity'),
    result: spellingOf('result'),
  };
  const spelling: SafeSpelling = (sent, kind) => ofKind[kind](sent);
  spellings.set(list, spelling);
  return spelling;
}
