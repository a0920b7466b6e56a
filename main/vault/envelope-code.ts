import { hkdfSync, randomInt } from 'node:crypto';
import { ALPHABET, asMeant, checkCharacter, isChecked } from '../domain/check-character.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { taken, type Secret } from './secret.ts';

const GROUPS = 8;
/** Four characters of five bits and a check character: 160 bits in all. */
const IN_GROUP = 5;

export type CodeFault = { kind: 'mistyped'; why: string };

/** A new break-glass code as it is printed: eight groups of five. */
export const newCode = (): string =>
  Array.from({ length: GROUPS }, () => {
    const group = Array.from({ length: IN_GROUP - 1 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return group + checkCharacter(group);
  }).join('-');

/** A typed code as it was printed; capitals, blanks, hyphens and O, I, L don't matter. Says which group is wrong. */
export function codeOf(typed: string): Result<string, CodeFault> {
  const text = asMeant(typed);
  const wrong = (why: string) => err({ kind: 'mistyped' as const, why });
  const strange = [...text].find(character => !ALPHABET.includes(character));
  if (strange !== undefined) return wrong(`The code has no “${strange}” in it: type it again as it is printed.`);
  if (text.length !== GROUPS * IN_GROUP)
    return wrong(
      `The code has ${GROUPS} groups of ${IN_GROUP} characters, ${GROUPS * IN_GROUP} in all; ${text.length} were typed: compare it with the paper.`,
    );
  const groups = Array.from({ length: GROUPS }, (_, i) => text.slice(i * IN_GROUP, (i + 1) * IN_GROUP));
  const mistyped = groups.flatMap((group, i) => (isChecked(group) ? [] : [`${i + 1} (${group})`]));
  if (mistyped.length > 0)
    return wrong(
      `Group ${mistyped.join(', group ')} of the code is mistyped: compare it with the paper, character by character.`,
    );
  return ok(groups.join('-'));
}

/** The private key that a code stands for, in the vault of this id. */
export function keyOfCode(code: string, vault: string): Secret {
  const bits = Buffer.from(code.replaceAll('-', ''), 'latin1');
  const key = taken(new Uint8Array(hkdfSync('sha256', bits, vault, 'downtime-kiosk break-glass 1', 32)));
  bits.fill(0);
  return key;
}
