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
  strongTag: style('bold', 9.5, 11.5, 'reversed'),
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
  lastPage: style('bold', 10, 12, 'reversed'),
  label: style('semibold', 7.5, 9),
} as const satisfies Record<string, Style>;

const LABELS = new Map<number, Style>(Object.values(STYLES).map(({ leading }) => [leading, { ...STYLES.label, leading }]));

/** The style of a label that stands on a line of this style. */
export const labelBeside = ({ leading }: Style): Style => LABELS.get(leading) ?? STYLES.label;

const ROLES: Record<Words['role'], Style> = {
  drug: style('bold', 11.5, 13.4),
  // Framed, because a dose stands beside the strength of the product and must not be taken for it.
  dose: style('bold', 11, 13.4, 'framed'),
  large: style('semibold', 10, 12.2),
  body: style('regular', 9, 10.2),
  small: style('regular', 8.5, 9.7),
  label: style('semibold', 7.5, 9),
  // Room over the line for handwriting.
  hand: style('regular', 9, 15),
};

const inTone = (tone: Partial<Style>): typeof ROLES => ({
  drug: { ...ROLES.drug, ...tone },
  dose: { ...ROLES.dose, ...tone },
  large: { ...ROLES.large, ...tone },
  body: { ...ROLES.body, ...tone },
  small: { ...ROLES.small, ...tone },
  label: { ...ROLES.label, ...tone },
  hand: { ...ROLES.hand, ...tone },
});
const STRONG = inTone({ weight: 'bold' });
const ALARM = inTone({ weight: 'bold', reversed: true });

/** The style of words by role and tone: always the same object for the same look, by which set lines are remembered. */
export function styleOf({ role, tone }: Words): Style {
  switch (tone) {
    case undefined:
    case 'plain':
      return ROLES[role];
    case 'strong':
      return STRONG[role];
    case 'alarm':
      return ALARM[role];
    default:
      return unreachable(tone);
  }
}
