import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Selection } from '../../contract.ts';
import { readFormFile, withOwn, type ReadForm } from '../../config/forms.ts';
import { problemWords, type Problem } from '../../config/problem.ts';
import { readSite, SITE_DEFAULTS } from '../../config/read-site.ts';
import { planOf, type SiteConfiguration } from '../../config/site-configuration.ts';
import { serveFhir } from '../../demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../demo/ward.ts';
import { bedOrder } from '../../domain/bed-order.ts';
import type { FormDefinition } from '../../domain/form.ts';
import type { Outage } from '../../domain/outage.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { fhirEhr } from '../../ehr/ehr.ts';
import { chartOf, chartsOf, type Copy } from '../../services/charts.ts';
import { packPatients } from '../../services/pack.ts';
import { soundness, withSoundForms } from '../../services/sound-forms.ts';
import { columns, fail, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { clockAt, openCopy, signInOf, type StoreOptions } from './store-options.ts';

/** Says every form of this kiosk: the usual ones and the site's own. */
export async function listForms(options: { site?: string; json: boolean }): Promise<void> {
  const read = readSite(options.site ?? null);
  if (!read.ok) return fail(options.json, read.error);
  const site = await withSoundForms(read.value);
  const own = new Map(site.ownForms.map(({ form, file }) => [form.id, file]));
  const forms = site.rules.forms.map(({ id, name, letters, about, orientation, copies, roles, phases }) => ({
    ...{ id, name, letters, about, orientation, copies, roles, phases },
    from: own.get(id) ?? 'usual',
  }));
  const rows = forms.map(f => [f.id, f.name, f.letters, f.about, f.roles.join(', '), String(f.copies), f.from]);
  const problems = site.formProblems.map(problem => `NOT USED: ${problemWords(problem)}`);
  const table = columns([['Form', 'Name', 'Letters', 'About', 'Used by', 'Copies', 'From'], ...rows]);
  say(options.json, { forms, problems: site.formProblems }, [table, ...problems].join('\n'));
}

export interface PreviewOptions extends StoreOptions {
  out: string;
  patient?: string;
  unit?: string;
  now?: Instant;
}

/** Checks a file of forms, and makes each form blank and filled in, marked so that nobody takes it for a real one. */
export async function previewForm(path: string, options: PreviewOptions): Promise<void> {
  const site = readSite(options.site ?? null, {
    ...(options.store !== undefined && { store: options.store }),
    ...(options.key !== undefined && { key: options.key }),
  });
  if (!site.ok) return fail(options.json, site.error);
  const read = readFormFile(path);
  if (!read.ok) return fail(options.json, read.error);
  // What is previewed takes the place of what the site has of it already.
  const others = site.value.rules.forms.filter(({ id }) => !read.value.declared.includes(id));
  const merged = withOwn(others.map(unplaced), read.value);
  const previewed = merged.forms.filter(({ file }) => file === path);
  const unsound = await Promise.all(previewed.map(own => soundness(own, site.value)));
  const problems: Problem[] = [...read.value.problems, ...merged.problems, ...unsound.flat()];
  const sound = previewed.filter((_, i) => unsound[i]!.length === 0);
  const wrong = problems.map(problemWords);
  if (sound.length === 0) return fail(options.json, { kind: 'bad-form', why: wrong.join('\n') });
  const copy = await copyFor(options, site.value);
  if (!copy.ok) return fail(options.json, copy.error);
  const forms = merged.forms.map(({ form }) => form);
  const made: string[] = [];
  const refused: string[] = [];
  try {
    mkdirSync(options.out, { recursive: true, mode: 0o700 });
    for (const { form } of sound)
      for (const { name, selection } of sheetsOf(form, copy.value.patient)) {
        const file = join(options.out, `${form.id}-${name}.pdf`);
        const job = { ...copy.value, copy: { ...copy.value.copy, rules: { ...copy.value.copy.rules, forms } }, selection };
        for await (const step of packPatients({ ...job, outage: PREVIEW, by: 'form preview', run: 'PREVIEW', pack: 0 })) {
          refused.push(...step.refused.map(({ sheet, why }) => `${sheet}: ${why}`));
          if (step.pdf === null) continue;
          writeFileSync(file, step.pdf, { mode: 0o600 });
          made.push(`${file} (${step.file?.pages ?? 0} ${step.file?.pages === 1 ? 'page' : 'pages'})`);
        }
      }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    return fail(options.json, {
      kind: 'not-written',
      why: `The PDFs could not be written to ${options.out} (${code}): free some space or choose another folder.`,
    });
  }
  say(options.json, { made, problems, refused }, [...made, ...refused.map(why => `NOT MADE: ${why}`)].join('\n'));
  if (wrong.length + refused.length > 0)
    fail(false, { kind: 'bad-form', why: wrong.length > 0 ? wrong.join('\n') : 'Not every sheet could be made whole.' });
}

const unplaced = (form: FormDefinition): ReadForm => ({ form, file: '', line: 1, sections: [] });

/** A preview is paper, too: every page says that it is not for patient care. */
const PREVIEW: Outage = {
  state: 'declared',
  since: new Date().toISOString(),
  by: 'form preview',
  reason: 'preview of a form',
  drill: true,
  planned: true,
  degraded: null,
  noticedAt: null,
  recovering: [],
};

/** Which sheets show a form: blank where it can be, and about whom it is. */
function sheetsOf({ id, about, wholeUnit }: FormDefinition, patient: string): { name: string; selection: Selection }[] {
  const of = (name: string, patients: Selection['patients']) => ({
    name,
    selection: { patients, forms: [id], from: null, span: 'hours', hours: 24 } satisfies Selection,
  });
  switch (about) {
    case 'whoever':
      return [of('blank', { blank: 1 }), ...(wholeUnit ? [] : [of('filled-in', [patient])])];
    case 'patient':
      return [of('filled-in', [patient])];
    case 'unit':
      return [of('filled-in', 'all')];
    case 'ward':
    case 'census':
      return [of('filled-in', 'none')];
    // Made with a standing pack only.
    case 'standing':
      return [];
  }
}

interface Previewed {
  copy: Copy;
  now: Instant;
  patient: string;
}

/** The site's copy where it has one, else the demo ward; the patient who was asked for, else whoever lies in the first bed. */
async function copyFor(
  options: PreviewOptions,
  site: SiteConfiguration,
): Promise<Result<Previewed, { kind: string; why: string }>> {
  const now = clockAt(options.now).now();
  const found = await (site.folders === null ? demoCopy(now) : sitesCopy(options, site, site.folders));
  if (!found.ok) return found;
  const copy = found.value;
  const patient =
    options.patient === undefined
      ? chartsOf(copy).sort((a, b) => bedOrder(placeOf(a), placeOf(b)))[0]
      : chartOf(copy, options.patient);
  return patient
    ? ok({ copy, now, patient: patient.identity.id })
    : err({ kind: 'patient-unknown', why: `No patient ${options.patient ?? ''} is in the copy of ${copy.snapshot.unit}.` });
}

const placeOf = ({ identity, encounter }: ReturnType<typeof chartsOf>[number]) => ({ bed: encounter.bed, name: identity.name });

async function sitesCopy(
  options: PreviewOptions,
  site: SiteConfiguration,
  folders: NonNullable<SiteConfiguration['folders']>,
): Promise<Result<Copy, { kind: string; why: string }>> {
  const opened = await openCopy({ site, folders, signIn: signInOf(options) }, options.unit);
  if (!opened.ok) return opened;
  opened.value.ledger.close();
  const { copy } = opened.value;
  const audit = await commandAudit({ site, folders, signIn: signInOf(options) }, copy.snapshot.unit);
  audit.tell({ what: 'ward-shown', patients: chartsOf(copy).map(({ identity }) => identity.id), details: 'form preview' });
  return ok(copy);
}

/** The synthetic hospital's ward, read over real FHIR. */
async function demoCopy(now: Instant): Promise<Result<Copy, { kind: string; why: string }>> {
  const site = readSite(SITE_DEFAULTS);
  if (!site.ok) return site;
  const { zone } = site.value;
  const server = await serveFhir(demoWard({ seed: 1, now, zone }));
  try {
    const read = await fhirEhr({ baseUrl: server.url, log: { write: () => undefined } }).fetchUnit({
      unit: DEMO_UNIT,
      now,
      zone,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    if (!read.ok) return read;
    const { institution, unit, source, charts, unread } = read.value;
    const snapshot = { institution, unit, source, charts, unread, zone, asOf: now };
    return ok({ generation: 1, snapshot, rules: site.value.rules, events: [], plan: planOf(site.value) });
  } finally {
    await server.close();
  }
}
