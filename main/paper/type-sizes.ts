import { unreachable } from '../domain/result.ts';
import type { Words } from '../domain/sheet.ts';
import type { Weight } from './fonts.ts';

/** How words are set. Sizes and leading in points; `reversed` is white on black, `framed` has a box around it. */
export interface Style {
  weight: Weight;
  size: number;
  leading: number;
  reversed: boolean;
  framed: boolean;
}

const style = (weight: Weight, size: number, leading: number, look: 'plain' | 'reversed' | 'framed' = 'plain'): Style => ({
  weight,
  size,
  leading,
  reversed: look === 'reversed',
  framed: look === 'framed',
});

/** Every size of type on paper. Floor: patient 12 bold, drug and dose 10 bold, body 8.5; labels in boxes alone may be 7.5. */
export const STYLES = {
  title: style('bold', 11, 14),
  institution: style('semibold', 9.5, 12),
  mark: style('bold', 9.5, 12, 'reversed'),
  asOf: style('bold', 11, 14),
  period: style('semibold', 9.5, 12),
  name: style('bold', 16, 18),
  longName: style('bold', 12.5, 14),
  mrn: style('bold', 12, 14),
  identity: style('semibold', 10, 12.5),
  fact: style('regular', 9.5, 11.5),
  codeStatus: style('bold', 11, 12.5),
  strongFact: style('bold', 9.5, 11.5),
  tableHead: style('bold', 8.75, 10.5),
  heading: style('bold', 10.5, 13),
  order: style('semibold', 9.2, 11),
  hour: style('bold', 9.5, 11),
  due: style('bold', 8.6, 10.5),
  // Lighter than a time that was sent, and a little narrower: its mark has to fit the column too.
  computedDue: style('semibold', 8.6, 10.5),
  tag: style('bold', 8.5, 11.5, 'reversed'),
  legend: style('regular', 8.5, 10),
  legendTitle: style('bold', 8.5, 10),
  foot: style('regular', 8.5, 10.5),
  pageNumber: style('bold', 10, 12),
  label: style('semibold', 7.5, 9),
} as const satisfies Record<string, Style>;

const ROLES: Record<Words['role'], Style> = {
  drug: style('bold', 11.5, 13.4),
  // Framed, because a dose stands beside the strength of the product and must not be taken for it.
  dose: style('bold', 11, 13.4, 'framed'),
  body: style('regular', 9, 10.2),
  small: style('regular', 8.5, 9.7),
  label: style('semibold', 7.5, 9),
};

/** The style of words by role and tone. */
export function styleOf({ role, tone }: Words): Style {
  const plain = ROLES[role];
  switch (tone) {
    case undefined:
    case 'plain':
      return plain;
    case 'strong':
      return { ...plain, weight: 'bold' };
    case 'alarm':
      return { ...plain, weight: 'bold', reversed: true };
    default:
      return unreachable(tone);
  }
}
