import type { LabelKind, LabelStock } from '../domain/label.ts';
import type { Outage } from '../domain/outage.ts';
import type { Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { isEncodable } from './label-layout.ts';
import { folded } from './read-text.ts';
import { readZpl, type ReadZplLabel } from './read-zpl.ts';
import { partFaults, type ReadPart } from './verify-label-words.ts';
import { dotsOf } from './zpl.ts';

/** What was to be made: which kinds, in how many parts, how often. */
export interface MadeLabel {
  kind: LabelKind;
  parts: number;
  copies: number;
}

/** What is wrong with ZPL that was made for a patient, read back as a printer reads it; empty when all of it is on the labels, readable and whole. */
export function zplFaults(
  zpl: string,
  made: readonly MadeLabel[],
  stock: LabelStock,
  view: PatientView,
  zone: Zone,
  outage: Outage,
): string[] {
  const labels = readZpl(zpl);
  const wanted = made.flatMap(({ kind, parts, copies }) => {
    const each = Array.from({ length: parts }, (_, i) => ({ kind, part: i + 1, of: parts, copies: parts === 1 ? copies : 1 }));
    return parts === 1 ? each : Array.from({ length: copies }, () => each).flat();
  });
  if (labels.length !== wanted.length) return [`${labels.length} labels where ${wanted.length} are due`];
  const parts = labels.map((label, i): ReadPart => {
    const { kind, part, of } = wanted[i]!;
    const text = folded(label.texts.map(t => t.text).join(''));
    return { kind, part, of, text, codeIsRight: codeIsRight(label, view.identity.mrn) };
  });
  return [
    ...labels.flatMap((label, i) => [
      ...label.faults,
      ...(label.copies === wanted[i]!.copies ? [] : [`${label.copies} copies where ${wanted[i]!.copies} are due`]),
      ...placeFaults(label, stock),
    ]),
    ...partFaults(parts, view, zone, outage),
  ];
}

/** A number that can't be a code has none. */
function codeIsRight({ codes }: ReadZplLabel, mrn: string | null): boolean {
  if (mrn === null || !isEncodable(mrn)) return codes.length === 0;
  return codes.length === 1 && codes[0]!.content === mrn;
}

/** Words and codes lie on the label and not on each other. */
function placeFaults({ across, along, texts, codes }: ReadZplLabel, stock: LabelStock): string[] {
  const due = dotsOf(stock);
  const faults = across === due.across && along === due.along ? [] : ['the label has another size than the printer’s'];
  const all = [
    ...texts.map(({ text, box }) => ({ what: `"${text}"`, box })),
    ...codes.map(({ box }) => ({ what: 'the code', box })),
  ];
  for (const { what, box } of all)
    if (box.left < 0 || box.top < 0 || box.right > across || box.bottom > along) faults.push(`${what} is over the label's edge`);
  for (const { box: code } of codes)
    for (const { what, box } of all)
      if (box !== code && box.left < code.right && box.right > code.left && box.top < code.bottom && box.bottom > code.top)
        faults.push(`${what} lies over the code`);
  return faults;
}
