import type { PrinterReason } from '../domain/printer.ts';

/** What a label printer says of itself when it is asked with ~HS (ZPL II Programming Guide, Host Status Return). */
export interface HostStatus {
  reasons: PrinterReason[];
  /** Labels that it has taken and not printed yet, or is just taking in. */
  busy: boolean;
}

const LINE = /\x02([^\x02\x03]*)\x03/g; // eslint-disable-line no-control-regex -- STX and ETX are what it is about
/** What no answer is longer than. */
const LONGEST = 1000;

/** The three lines of an answer: null while they aren't all there, `not-one` for what can't become one. */
export function hostStatusIn(said: string): HostStatus | 'not-one' | null {
  const lines = [...said.matchAll(LINE)].map(([, line]) => line!.split(','));
  const [first, second, third] = lines;
  if (!first || !second || !third)
    return said.length > LONGEST || !/^[\x02\x03\r\n\x20-\x7e]*$/.test(said) || !/^\s*(\x02|$)/.test(said) ? 'not-one' : null; // eslint-disable-line no-control-regex -- as above
  if (first.length < 12 || second.length < 11) return 'not-one';
  const isOn = (line: string[], at: number): boolean => line[at]?.trim() === '1';
  const reason = (on: boolean, trouble: PrinterReason['trouble'], keyword: string): PrinterReason[] =>
    on ? [{ trouble, keyword }] : [];
  return {
    reasons: [
      ...reason(isOn(first, 1), 'out-of-labels', 'media-empty'),
      ...reason(isOn(second, 2), 'open', 'cover-open'),
      ...reason(isOn(second, 3), 'ribbon-out', 'ribbon-out'),
      ...reason(isOn(first, 11), 'offline', 'head-too-hot'),
      ...reason(isOn(first, 2), 'paused', 'paused'),
    ],
    busy: Number(first[4]) !== 0 || isOn(first, 7) || isOn(second, 7) || Number(second[8]) !== 0,
  };
}
