import { ALLERGY_MARKS, bandName, bandNumber, bornWords, labelMark, SPECIMEN_LINES } from '../domain/band-and-labels.ts';
import type { LabelKind } from '../domain/label.ts';
import type { Outage } from '../domain/outage.ts';
import { unreachable } from '../domain/result.ts';
import type { Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { folded } from './read-text.ts';

/** A band or label as it was read back: which part of how many, its words folded into one in their order, and whether its code is the number. */
export interface ReadPart {
  kind: LabelKind;
  part: number;
  of: number;
  text: string;
  codeIsRight: boolean;
}

/** What must stand on each part of a label, in this order: from the view, not from what was laid out. */
function identityOn(kind: LabelKind, view: PatientView, zone: Zone, outage: Outage): string[] {
  const identified = view.registered?.identified.at(-1)?.name;
  const name = bandName(view);
  const known = kind === 'band' && identified !== undefined && identified !== name ? [`Identified as ${identified}`] : [];
  const mark = kind === 'specimen' ? [] : [ALLERGY_MARKS[view.allergies.state]];
  return [name, ...known, bandNumber(view), bornWords(view, zone), labelMark(outage), ...mark];
}

/** What must stand on it besides, in this order. */
function restOn(kind: LabelKind, view: PatientView): string[] {
  switch (kind) {
    case 'band':
      return [...view.allergies.listed.map(a => a.substance), 'Visit', view.encounter.visit ?? '', view.encounter.unit];
    case 'chart':
      return [];
    case 'specimen':
      return [...SPECIMEN_LINES];
    default:
      return unreachable(kind);
  }
}

/** All that a label must say that is in one piece. */
export const wordsOn = (kind: LabelKind, view: PatientView, zone: Zone, outage: Outage): string[] => [
  ...identityOn(kind, view, zone, outage),
  ...restOn(kind, view),
];

export const LABEL_NAMES: Record<LabelKind, string> = { band: 'wristband', chart: 'chart labels', specimen: 'specimen labels' };

/** Every part says whose it is and has the right code, and all parts of a label together say the rest. */
export function partFaults(parts: readonly ReadPart[], view: PatientView, zone: Zone, outage: Outage): string[] {
  const faults: string[] = [];
  let rest = '';
  parts.forEach(({ kind, part, of, text, codeIsRight }, i) => {
    const name = `label ${i + 1}, one of ${LABEL_NAMES[kind]},`;
    const own = [...identityOn(kind, view, zone, outage), ...(of > 1 ? [`${part} of ${of}`] : [])];
    const after = endOf(text, own, 0);
    if (after === null) faults.push(`${name} does not say the patient's identity and marks`);
    if (!codeIsRight) faults.push(`the code on ${name} is not the patient's number`);
    rest = (part === 1 ? '' : rest) + text.slice(after ?? 0);
    if (part === of && endOf(rest, restOn(kind, view), 0) === null) faults.push(`${name} does not say all that it must`);
  });
  return faults;
}

/** Where the last of these ends when they stand one after the other; null when they don't. */
function endOf(text: string, wanted: readonly string[], from: number): number | null {
  let end = from;
  for (const each of wanted.map(folded)) {
    const at = text.indexOf(each, end);
    if (at < 0) return null;
    end = at + each.length;
  }
  return end;
}
