import { z } from 'zod';
import type { Administration, OnPaper } from './administration.ts';
import type { Allergy } from './allergy.ts';
import type { Chart, CodeStatusStatement, Entry, Gone, Sections, Unmapped } from './chart.ts';
import type { Observation } from './observation.ts';
import type { Amount, Dosage, DoseLimit, Drug, MedicationOrder, Timing } from './order.ts';
import type { Encounter, Identity } from './patient.ts';
import { err, ok, type Result } from './result.ts';
import { missing, type Section } from './section.ts';

const text = z.string();
const textOrNull = z.string().nullable();
const texts = z.array(z.string());
const numberOrNull = z.number().nullable();

const identity = z.object({
  id: text,
  name: text,
  mrn: textOrNull,
  birthDate: textOrNull,
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  deceased: z.boolean(),
  language: textOrNull,
  interpreterNeeded: z.boolean().nullable(),
}) satisfies z.ZodType<Identity>;

const encounter = z.object({
  id: text,
  visit: textOrNull,
  status: text,
  admitted: textOrNull,
  onUnitSince: textOrNull,
  unit: text,
  bed: textOrNull,
  attending: textOrNull,
  service: textOrNull,
  reason: textOrNull,
}) satisfies z.ZodType<Encounter>;

const section = <T>(item: z.ZodType<T>) =>
  z.object({
    status: z.enum(['ok', 'partial', 'unauthorised', 'failed', 'not-supported', 'registered-here']),
    asOf: textOrNull,
    reason: textOrNull,
    items: z.array(item),
    emptied: z.number(),
  }) satisfies z.ZodType<Section<T>>;

const codes = z.array(z.object({ system: textOrNull, code: textOrNull, display: textOrNull }));

const allergy = z.object({
  id: text,
  substance: text,
  codes: codes.exactOptional(),
  reactions: texts,
  severity: textOrNull,
  criticality: textOrNull,
  category: textOrNull,
  qualifier: textOrNull,
  recorded: textOrNull,
  negates: z.enum(['none-known', 'not-asked']).nullable(),
}) satisfies z.ZodType<Allergy>;

const drug = z.object({
  name: text,
  resolved: z.boolean(),
  codes,
  ingredients: texts,
}) satisfies z.ZodType<Drug>;

const amount = z.object({ value: z.number(), unit: textOrNull }) satisfies z.ZodType<Amount>;
const limit = z.object({ amount, hours: numberOrNull, words: text }) satisfies z.ZodType<DoseLimit>;

const timing = z.object({
  events: texts,
  timeOfDay: texts,
  dayOfWeek: texts,
  when: texts,
  offsetMinutes: numberOrNull,
  frequency: numberOrNull,
  frequencyMax: numberOrNull,
  period: numberOrNull,
  periodMax: numberOrNull,
  periodUnit: textOrNull,
  count: numberOrNull,
  duration: numberOrNull,
  durationUnit: textOrNull,
  boundsStart: textOrNull,
  boundsEnd: textOrNull,
  boundsDuration: textOrNull,
  boundsLength: z.object({ value: z.number(), unit: text }).nullable().exactOptional(),
  code: textOrNull,
  codeText: textOrNull,
}) satisfies z.ZodType<Timing>;

const dosage = z.object({
  text: textOrNull,
  instructions: texts,
  timing: timing.nullable(),
  asNeeded: z.boolean(),
  asNeededReason: textOrNull,
  route: textOrNull,
  site: textOrNull,
  method: textOrNull,
  dose: textOrNull,
  amount: textOrNull,
  rate: textOrNull,
  maxPerPeriod: textOrNull,
  doseAmount: amount.nullable().exactOptional(),
  limits: z.array(limit).exactOptional(),
}) satisfies z.ZodType<Dosage>;

/** A medication order, as stored. */
export const orderSchema = z.object({
  id: text,
  number: text,
  status: text,
  drug,
  dosages: z.array(dosage),
  authored: textOrNull,
  start: textOrNull,
  stop: textOrNull,
  prescriber: textOrNull,
  indication: textOrNull,
  notes: texts,
  categories: texts,
  pending: z.boolean(),
  unread: texts,
}) satisfies z.ZodType<MedicationOrder>;

const onPaper = z.object({
  event: text,
  typedAt: text,
  typedBy: text,
  corrected: z.object({ at: text, by: text, reason: text }).nullable(),
}) satisfies z.ZodType<OnPaper>;

const administration = z.object({
  id: text,
  orderId: textOrNull,
  drug: text,
  at: text,
  until: textOrNull,
  outcome: z.enum(['given', 'not-given', 'refused', 'held', 'in-progress', 'unknown']),
  reason: textOrNull,
  dose: textOrNull,
  doseAmount: amount.nullable().exactOptional(),
  rate: textOrNull,
  route: textOrNull,
  method: textOrNull,
  by: textOrNull,
  onPaper: onPaper.exactOptional(),
}) satisfies z.ZodType<Administration>;

const observation = z.object({
  id: text,
  code: text,
  name: text,
  value: textOrNull,
  unit: textOrNull,
  flag: textOrNull,
  range: textOrNull,
  at: textOrNull,
  status: text,
  absent: textOrNull,
  components: z.array(z.object({ name: text, value: textOrNull, unit: textOrNull })),
}) satisfies z.ZodType<Observation>;

const entry = z.object({
  id: text,
  text,
  detail: textOrNull,
  status: textOrNull,
  at: textOrNull,
}) satisfies z.ZodType<Entry>;

const codeStatus = z.object({ id: text, text, source: text, at: textOrNull }) satisfies z.ZodType<CodeStatusStatement>;

/** A part that copies made by earlier versions don't have: said to be missing, never empty. */
const added = section(entry).default(missing('failed', 'this copy was made by an earlier version of the app'));

const sections = z.object({
  allergies: section(allergy),
  orders: section(orderSchema),
  homeMedicines: section(orderSchema),
  administrations: section(administration),
  infusions: added,
  problems: section(entry),
  vitals: section(observation),
  labs: section(observation),
  codeStatus: section(codeStatus),
  flags: section(entry),
  diet: section(entry),
  serviceOrders: section(entry),
  pendingTests: added,
  lines: added,
  carePlans: section(entry),
  goals: section(entry),
  reports: section(entry),
  contacts: section(entry),
  coverage: section(entry),
}) satisfies z.ZodType<Sections>;

const unmapped = z.object({ resource: text, id: textOrNull, why: text, raw: text }) satisfies z.ZodType<Unmapped>;

const gone = z.object({
  since: text,
  why: z.enum(['not in the census any more', 'transferred', 'discharged', 'died']),
}) satisfies z.ZodType<Gone>;

/** The shape of a stored chart; a test has the compiler prove that it is exactly the type `Chart`. */
export const chartSchema = z.object({
  identity,
  encounter,
  asOf: text,
  sections,
  unmapped: z.array(unmapped),
  warnings: texts,
  gone: gone.nullable().default(null),
}) satisfies z.ZodType<Chart>;

/**
 * Reads a stored chart back, refusing one that lacks anything this version needs: a missing list must not read as an empty one.
 * The value is the text's own content, so nothing the schema doesn't know is lost. Copies from before `gone` was kept open as charts of
 * patients who are here; parts that came later are said to be missing from older copies.
 */
export function readChart(json: string): Result<Chart, { kind: 'not-a-chart'; why: string }> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return err({ kind: 'not-a-chart', why: 'its record is not whole' });
  }
  const parsed = chartSchema.safeParse(value);
  if (parsed.success) {
    const stored = value as Chart;
    const { infusions, pendingTests, lines } = parsed.data.sections;
    const later = Object.entries({ infusions, pendingTests, lines }).filter(([name]) => !(name in stored.sections));
    const sections: Sections = { ...stored.sections, ...Object.fromEntries(later) };
    return ok({ ...stored, sections, gone: parsed.data.gone });
  }
  const issue = parsed.error.issues[0];
  return err({ kind: 'not-a-chart', why: `its record does not fit this version of the app (${issue?.path.join('.') ?? ''})` });
}
