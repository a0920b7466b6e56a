import { paperDateTime, type Instant, type Zone } from '../../domain/time.ts';

/** The sheet for the sealed envelope, in plain words, 78 columns at most so that any printer takes it. */
export const envelopeWords = ({ code, site, zone, at }: { code: string; site: string; zone: Zone; at: Instant }): string => {
  const groups = code.split('-');
  return `
BREAK-GLASS CODE OF A DOWNTIME KIOSK
${site}
Made ${paperDateTime(at, zone)}

    1 ${groups[0]}     2 ${groups[1]}     3 ${groups[2]}     4 ${groups[3]}
    5 ${groups[4]}     6 ${groups[5]}     7 ${groups[6]}     8 ${groups[7]}

WHEN NOBODY CAN SIGN IN: choose "No PIN works: use the sealed envelope" on the
lock screen, type the eight groups in this order, and say who you are and why.
Capitals, blanks and hyphens don't matter. There is no letter I, L, O or U: 0
is the digit zero and 1 the digit one. The last character of each group checks
it, so that a mistyped group is named.

WHOEVER HAS THIS SHEET CAN READ THE PATIENTS' DATA OF THIS KIOSK.
Seal it in an envelope where the charge nurse finds it at night. Opening it is
recorded. Once opened, used or lost, IT makes another ("kiosk vault
break-glass"), and this one opens nothing any more.

Sealed by ______________________________  Date, time ____________________

Opened by ______________________________  Date, time ____________________

Why ________________________________________________________________________
`;
};
