import { endedOutage } from './all-clear.ts';
import { bandOf, blankUnitHead, copyOf, emptyHead, footOf, unitHead, wardHead, wholeUnitHead, type Printing } from './band.ts';
import { formOf, type FormDefinition } from './form.ts';
import { sectionBlocks, type FormSubject } from './form-blocks.ts';
import { partOf, type Part } from './form-parts.ts';
import { isDrill } from './outage.ts';
import { reprintBlocks, reprintOf, type Coming } from './reprint.ts';
import type { Block, FormKind, Head, Sheet } from './sheet.ts';
import { standingFront, type StandingContents } from './standing-pack.ts';
import type { OrderView, PatientView } from './view.ts';
import type { WholeUnit } from './ward/whole-unit.ts';
import type { WardState } from './ward-forms.ts';

/** The computed part that fills a form; null for a form made of sections. */
export const partIn = ({ content }: FormDefinition): Part | null => (content.kind === 'part' ? partOf(content.part) : null);

/** A patient's sheet; null when there is nothing to print for them or the form is the unit's or the ward's. */
export function patientSheet(kind: FormKind, view: PatientView, printing: Printing, place: number): Sheet | null {
  const form = formOf(printing.site.forms, kind);
  if ((form.about !== 'patient' && form.about !== 'whoever') || form.wholeUnit) return null;
  const blocks = patientBlocks(form, view, printing);
  if (blocks === null) return null;
  const reprint = form.about === 'patient' ? reprintOf(view, comingOf(form, view), printing) : null;
  return sheet(form, bandOf(view, printing, form.timed), [...reprintBlocks(reprint), ...blocks], copyOf([view]), printing, place);
}

function patientBlocks(form: FormDefinition, view: PatientView, printing: Printing): Block[] | null {
  const part = partIn(form);
  if (part?.about === 'patient') return part.content(view, printing);
  if (part?.about === 'whoever') return part.content(printing);
  return sectionsIn(form, { kind: 'patient', view }, printing);
}

const sectionsIn = ({ content }: FormDefinition, subject: FormSubject, printing: Printing): Block[] =>
  content.kind === 'sections' ? sectionBlocks(content.sections, subject, printing) : [];

/** Whether an order of the patient must be found on a form. */
export function carries(form: FormDefinition, order: OrderView): boolean {
  const part = partIn(form);
  return part?.about === 'patient' && part.carries(order);
}

/** What a form of the patient would cover if it were printed now. */
export const comingOf = (form: FormDefinition, view: PatientView): Coming => ({
  form: form.id,
  period: form.timed ? view.window : null,
  carries: order => carries(form, order),
});

/** A sheet about several patients; null when the form isn't the unit's or there is nothing to print. */
export function unitSheet(kind: FormKind, views: readonly PatientView[], printing: Printing): Sheet | null {
  const form = formOf(printing.site.forms, kind);
  const part = partIn(form);
  const blocks = part?.about === 'unit' && views.length > 0 ? part.content(views, printing) : null;
  if (blocks === null) return null;
  return sheet(form, unitHead(views, printing, form.timed), blocks, copyOf(views), printing, 0);
}

/** A sheet about everybody of the unit; null when the form isn't. */
export function censusPaper(kind: FormKind, unit: WholeUnit, printing: Printing): Sheet | null {
  const form = formOf(printing.site.forms, kind);
  const part = partIn(form);
  if (part?.about !== 'census') return null;
  return sheet(form, wholeUnitHead(unit, printing), part.content(unit, printing), copyOf(unit.views), printing, 0);
}

/** The front of a standing pack. */
export const standingSheet = (contents: StandingContents, printing: Printing): Sheet =>
  sheet(
    formOf(printing.site.forms, 'standing-front'),
    wholeUnitHead(contents.unit, printing),
    standingFront(contents, printing),
    copyOf(contents.unit.views),
    printing,
    0,
  );

/** A sheet about nobody yet; null when the form can't be filled in by hand alone. */
export function emptySheet(kind: FormKind, printing: Printing, place: number): Sheet | null {
  const form = formOf(printing.site.forms, kind);
  if (form.about !== 'whoever') return null;
  const head = form.wholeUnit ? blankUnitHead(printing) : emptyHead(printing);
  const part = partIn(form);
  const blocks = part?.about === 'whoever' ? part.content(printing) : sectionsIn(form, { kind: 'nobody' }, printing);
  return sheet(form, head, blocks, null, printing, place);
}

/** A sheet about the ward itself; null when the form isn't, or there is nothing to print. */
export function wardSheet(kind: FormKind, ward: WardState, printing: Printing): Sheet | null {
  const form = formOf(printing.site.forms, kind);
  if (form.about !== 'ward') return null;
  const part = partIn(form);
  const blocks = part?.about === 'ward' ? part.content(ward, printing) : sectionsIn(form, { kind: 'ward', ward }, printing);
  return blocks && sheet(form, wardHead(printing, isOfDrill(kind, ward, printing)), blocks, null, printing, 0);
}

/** Whether a form of the ward is part of a drill: the notice of what is over goes by what is over, and what lies in an envelope is always meant. */
export const isOfDrill = (kind: FormKind, { outages }: WardState, { outage }: Printing): boolean =>
  kind === 'all-clear' ? endedOutage(outages, outage)?.drill === true : kind !== 'standing-envelope' && isDrill(outage);

/** A sheet as often as its form is needed each time, none where there is none; each copy is a sheet of its own, with an id of its own. */
export function copiesOf(sheet: Sheet | null, { site }: Printing): Sheet[] {
  if (sheet === null) return [];
  const { copies } = formOf(site.forms, sheet.form);
  const copy = (number: number): Sheet => (number === 1 ? sheet : { ...sheet, id: `${sheet.id}${number}` });
  return Array.from({ length: copies }, (_, i) => copy(i + 1));
}

function sheet(
  form: FormDefinition,
  head: Head,
  blocks: Block[],
  generation: number | null,
  printing: Printing,
  place: number,
): Sheet {
  const { id, title, orientation } = form;
  return {
    id: sheetId(printing, place, form),
    form: id,
    title: head.drill ? `DRILL: ${title}` : title,
    orientation,
    head,
    blocks,
    foot: footOf(generation, form, printing),
  };
}

/**
 * A sheet's id: kiosk, code of its run, pack, place in it (0 is the unit), the form's letters. Never reused: packs are numbered in the ledger, and
 * after an older ledger was brought back the run is another.
 */
const sheetId = ({ site, run, pack }: Printing, place: number, { letters }: FormDefinition): string =>
  `${site.kiosk}-${run}-${String(pack).padStart(4, '0')}-${String(place).padStart(2, '0')}${letters}`;
