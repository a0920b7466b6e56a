import type { Administration } from '../../main/domain/administration.ts';
import type { Allergy } from '../../main/domain/allergy.ts';
import { SECTION_TITLES, type Chart, type Sections } from '../../main/domain/chart.ts';
import { received } from '../../main/domain/section.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';

/** When the charts of these tests were received, and a moment later. */
export const AS_OF = '2026-11-22T19:45:00Z';
export const NOW = '2026-11-22T20:20:00Z';

const empty = (asOf: string): Sections =>
  Object.fromEntries(Object.keys(SECTION_TITLES).map(name => [name, received(asOf, [])])) as unknown as Sections;

/** A chart of Ana Schmidt with everything received and nothing in it but what a test puts there. */
export const chart = (sections: Partial<Sections> = {}, part: Partial<Chart> = {}): Chart => ({
  identity: {
    id: 'p1',
    name: 'SCHMIDT, Ana',
    mrn: 'E32401945',
    birthDate: '1936-10-28',
    sex: 'female',
    deceased: false,
    language: null,
    interpreterNeeded: null,
  },
  encounter: {
    id: 'e1',
    visit: '701143909',
    status: 'in-progress',
    admitted: '2026-11-16T08:00:00-05:00',
    onUnitSince: null,
    unit: '4 West',
    bed: '512-A',
    attending: 'R. Alvarez MD',
    service: null,
    reason: null,
  },
  asOf: AS_OF,
  sections: { ...empty(part.asOf ?? AS_OF), ...sections },
  unmapped: [],
  warnings: [],
  gone: null,
  ...part,
});

export const orders = (...items: MedicationOrder[]): Partial<Sections> => ({ orders: received(AS_OF, items) });

export const allergy = (part: Partial<Allergy> = {}): Allergy => ({
  id: 'a1',
  substance: 'penicillin',
  reactions: ['hives'],
  severity: null,
  criticality: null,
  category: null,
  qualifier: null,
  recorded: null,
  negates: null,
  ...part,
});

export const given = (part: Partial<Administration> = {}): Administration => ({
  id: 'g1',
  orderId: 'order-1',
  drug: 'metoprolol tartrate 50 mg tablet',
  at: '2026-11-22T14:05:00Z',
  until: null,
  outcome: 'given',
  reason: null,
  dose: '50 mg',
  rate: null,
  route: 'PO',
  method: null,
  by: 'T. Ortiz RN',
  ...part,
});
