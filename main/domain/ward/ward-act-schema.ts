import { z } from 'zod';
import { orderSchema } from '../chart-schema.ts';
import type { ActCorrected, Registration, WardAct, WrittenOrder } from './ward-act.ts';

const text = z.string();
const textOrNull = z.string().nullable();
const sex = z.enum(['male', 'female', 'other', 'unknown']);

export const registrationSchema = z.object({
  mrn: text,
  temporary: z.boolean(),
  visit: textOrNull,
  alias: textOrNull,
  name: textOrNull,
  birthDate: textOrNull,
  estimatedAge: z.number().nullable(),
  sex,
  reason: textOrNull,
  broughtBy: textOrNull,
  contact: textOrNull,
  insurance: textOrNull,
  consent: textOrNull,
  service: textOrNull,
  attending: textOrNull,
  bed: textOrNull,
  allergies: z.object({ state: z.enum(['listed', 'none-known', 'not-asked']), listed: z.array(text) }),
  weightKg: z.number().nullable(),
  from: textOrNull,
}) satisfies z.ZodType<Registration>;

const drugCode = z.object({ system: textOrNull, code: textOrNull, display: textOrNull });

export const writtenOrderSchema = z.object({
  drug: z.object({ name: text, codes: z.array(drugCode) }),
  notInFormulary: z.literal(true).exactOptional(),
  dose: textOrNull,
  route: text,
  frequency: textOrNull,
  once: z.boolean(),
  prn: z.object({ reason: text, minimumHours: z.number().nullable(), mostPerDay: z.number().nullable() }).nullable(),
  rate: textOrNull,
  start: text,
  stop: textOrNull,
  indication: textOrNull,
  instructions: textOrNull,
  prescriber: text,
}) satisfies z.ZodType<WrittenOrder>;

const about = { outage: text, patient: text, happenedAt: text, after: z.array(text) };
const order = { ...about, order: text };
const content = writtenOrderSchema;
const upon = { ...order, ehr: orderSchema.nullable() };

const wardActSchemas = [
  z.object({
    ...about,
    kind: z.literal('patient-admitted'),
    registration: registrationSchema,
    form: text.exactOptional(),
    notSame: z.array(text).exactOptional(),
  }),
  z.object({
    ...about,
    kind: z.literal('patient-identified'),
    name: text,
    mrn: textOrNull,
    birthDate: textOrNull,
    sex,
    how: text,
  }),
  z.object({ ...about, kind: z.literal('patient-moved'), from: textOrNull, bed: textOrNull }),
  z.object({ ...about, kind: z.literal('beds-swapped'), other: text, bed: textOrNull, otherBed: textOrNull }),
  z.object({
    ...about,
    kind: z.literal('patient-transferred'),
    from: textOrNull,
    unit: text,
    bed: textOrNull,
    acceptedBy: textOrNull,
  }),
  z.object({ ...about, kind: z.literal('patient-returned'), origin: text, bed: textOrNull }),
  z.object({ ...about, kind: z.literal('leave-began'), from: textOrNull, where: text, backBy: textOrNull }),
  z.object({ ...about, kind: z.literal('leave-ended') }),
  z.object({ ...about, kind: z.literal('patient-discharged'), from: textOrNull, where: text }),
  z.object({ ...about, kind: z.literal('patient-died'), from: textOrNull, pronouncedBy: text }),
  z.object({ ...order, kind: z.literal('order-written'), content, readBack: z.boolean() }),
  z.object({ ...upon, kind: z.literal('order-changed'), content, readBack: z.boolean(), reason: textOrNull }),
  z.object({ ...upon, kind: z.literal('order-held'), prescriber: text, reason: text }),
  z.object({ ...upon, kind: z.literal('order-resumed'), prescriber: text, reason: textOrNull }),
  z.object({ ...upon, kind: z.literal('order-stopped'), prescriber: text, reason: textOrNull, stops: text }),
  z.object({ ...order, kind: z.literal('order-verified'), verifies: text }),
  z.object({
    ...about,
    kind: z.literal('dose-charted'),
    order: textOrNull,
    drug: text,
    outcome: z.enum(['given', 'refused', 'held', 'not-given']),
    dose: textOrNull,
    doseAmount: z.object({ value: z.number(), unit: textOrNull }).nullable(),
    reason: textOrNull,
    givenBy: text,
  }),
] as const;

export const wardActSchema = z.discriminatedUnion('kind', wardActSchemas) satisfies z.ZodType<WardAct>;

export const actCorrectedSchema = z.object({
  kind: z.literal('act-corrected'),
  event: text,
  after: z.array(text),
  becomes: wardActSchema.nullable(),
  reason: text,
}) satisfies z.ZodType<ActCorrected>;

/** What happens on the ward, and corrections of it, as stored. */
export const wardActs = [...wardActSchemas, actCorrectedSchema] as const;
