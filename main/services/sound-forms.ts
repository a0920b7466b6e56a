import type { Printing } from '../domain/band.ts';
import type { FormDefinition } from '../domain/form.ts';
import { emptySheet, wardSheet } from '../domain/forms.ts';
import { wardStateOf, type WardState } from '../domain/ward-forms.ts';
import { usualForms, type ReadForm } from '../config/forms.ts';
import type { Problem } from '../config/problem.ts';
import type { SiteConfiguration } from '../config/site-configuration.ts';
import { renderPatient } from '../paper/render.ts';
import { clean } from '../paper/shape.ts';
import { verifySheets } from '../paper/verify.ts';

/**
 * The site with its own forms tried out: each is made blank and read back, since a box that no page has room for shows only then. Letters that no
 * font has would be spelled on every sheet. In place of one that can't be made the usual one holds, and the reason is among the problems.
 */
export async function withSoundForms(site: SiteConfiguration): Promise<SiteConfiguration> {
  if (site.ownForms.length === 0) return site;
  const usual = usualForms();
  const problems: Problem[] = [];
  const unsound = new Set<string>();
  for (const own of site.ownForms) {
    const found = await soundness(own, site);
    if (found.length > 0) unsound.add(own.form.id);
    problems.push(...found);
  }
  const inPlace = (form: FormDefinition): FormDefinition[] =>
    unsound.has(form.id)
      ? (usual.ok ? usual.value : []).filter(({ form: shipped }) => shipped.id === form.id).map(read => read.form)
      : [form];
  const forms = site.rules.forms.flatMap(inPlace);
  return {
    ...site,
    formProblems: [...site.formProblems, ...problems],
    ownForms: site.ownForms.filter(({ form }) => !unsound.has(form.id)),
    rules: { ...site.rules, forms },
    procedures: site.procedures.map(step => ({
      ...step,
      print: step.print.filter(id => forms.some(form => form.id === id)),
    })),
  };
}

/** What keeps a form from being made, with the line of the section where it is; its title where it is none of them. */
export async function soundness({ form, file, line, sections }: ReadForm, site: SiteConfiguration): Promise<Problem[]> {
  const blank = asBlank(form);
  const why = await faultOf(blank, site);
  if (why === null) return [];
  const { content } = blank;
  if (content.kind === 'sections')
    for (const [i, section] of content.sections.entries()) {
      const alone = await faultOf({ ...blank, content: { kind: 'sections', sections: [section] } }, site);
      if (alone !== null) return [{ file, line: sections[i] ?? line, field: `${form.id}.sections[${i + 1}]`, why: alone }];
    }
  return [{ file, line, field: form.id, why }];
}

/** Of a computed form only its title is the site's. */
const asBlank = (form: FormDefinition): FormDefinition =>
  form.content.kind === 'part'
    ? { ...form, about: 'whoever', wholeUnit: false, content: { kind: 'sections', sections: [] } }
    : form;

/** Any moment will do. */
const SOME_DAY = '2026-01-01T12:00:00Z';
const NOBODY: WardState = wardStateOf({ steps: [], notOwn: false, phones: [] }, [], SOME_DAY);

/** The first sign that paper would spell by its number, since no font has it. */
function unprintable(value: unknown): string | null {
  if (typeof value === 'string') {
    const spelled = /\[(U\+[0-9A-F]+)\]/.exec(clean(value));
    return spelled && !value.includes(spelled[0]) ? `no font has ${spelled[1]}, in "${value.slice(0, 60)}"` : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const part of Object.values(value)) {
    const found = unprintable(part);
    if (found !== null) return found;
  }
  return null;
}

async function faultOf(form: FormDefinition, { rules, zone }: SiteConfiguration): Promise<string | null> {
  const sign = unprintable(form);
  if (sign !== null) return sign;
  const printing: Printing = {
    site: { ...rules, zone, unit: 'Ward', forms: [form] },
    unit: 'Ward',
    institution: rules.institution,
    outage: { state: 'normal' },
    now: SOME_DAY,
    by: 'nobody',
    run: '0',
    pack: 0,
    span: 'hours',
    unread: [],
  };
  const sheet = form.about === 'ward' ? wardSheet(form.id, NOBODY, printing) : emptySheet(form.id, printing, 1);
  if (sheet === null) return null;
  const rendered = renderPatient([sheet], rules.paper);
  if (!rendered.ok) return rendered.error.why.replace(`${printing.unit}: `, '');
  const subject = form.about === 'ward' ? ({ kind: 'ward', ward: NOBODY } as const) : ({ kind: 'nobody' } as const);
  const [first] = await verifySheets(rendered.value.pdf, [sheet], subject, printing);
  return first ? `it does not fit on the page: on page ${first.page} ${first.what}` : null;
}
