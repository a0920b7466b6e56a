import { join } from 'node:path';
import type { CodeableConcept, Medication, MedicationAdministration, MedicationDispense, MedicationRequest } from 'fhir/r4';
import { mergedTimes } from '../../main/config/merge.ts';
import { writtenTimes } from '../../main/config/site-rules.ts';
import { readYaml } from '../../main/config/yaml-file.ts';
import { dueTimes } from '../../main/domain/due-times.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { scheduleOf } from '../../main/domain/schedule.ts';
import type { AdministrationTimes } from '../../main/domain/site.ts';
import { epochMs, plusMinutes, type Instant } from '../../main/domain/time.ts';
import { drugBook } from '../../main/ehr/drug-names.ts';
import { mapAdministration } from '../../main/ehr/map-administration.ts';
import { mapOrder } from '../../main/ehr/map-order.ts';
import { CORPUS_ZONE, resourcesIn } from '../support/corpus-orders.ts';
import { needs } from '../support/needs.ts';
import type { Measured } from './measured.ts';

const FOLDER = 'mimic-medicine';
const DAY_MINUTES = 1440;

/** A dose really given, and how many minutes it lies from the nearest time that the kiosk computes for its order. */
interface Dose {
  code: string;
  minutes: number;
}

/**
 * How well computed times fit a real ward: the share of its given doses that lie near one, with that ward's own table. Left out are doses
 * before their order's start, where a MAR has no grid, and flushes of lines, which are given at each use of a line besides.
 */
export function benchDueTimes(): Measured[] {
  if (needs.corpus.missing) {
    process.stderr.write(`due times against a real ward: skipped, ${needs.corpus.remedy}\n`);
    return [];
  }
  const whole = wardTable();
  const plain = { ...whole, exceptions: [] };
  const sent = requests(false);
  const coded = requests(true);
  return [
    share('orders as the EHR sent them', dosesNear(sent, plain), 60),
    share('with the pharmacy’s code where the order has none', dosesNear(coded, plain), 60),
    share('and six drugs at hours of their own', dosesNear(coded, whole), 60),
    share('and six drugs at hours of their own', dosesNear(coded, whole), 120),
    share('by hindsight: the best that any times could', dosesNear(coded, plain, true), 60),
  ];
}

function wardTable(): AdministrationTimes {
  const file = readYaml(join(import.meta.dirname, 'medicine-times.yml'), writtenTimes);
  if (!file.ok) throw new Error(file.error.why);
  return mergedTimes({ rows: [], exceptions: [], when: {} }, file.value.written);
}

/** The ward's orders, as if they were still active; the data keeps most of their frequencies only with the pharmacy's dispensing. */
function requests(withPharmacy: boolean): MedicationOrder[] {
  const resources = resourcesIn(FOLDER);
  const book = drugBook();
  const codes = new Map<string, CodeableConcept>();
  for (const resource of resources) {
    if (resource.resourceType === 'Medication') book.add(resource as Medication);
    if (resource.resourceType !== 'MedicationDispense' || !withPharmacy) continue;
    const { authorizingPrescription, dosageInstruction } = resource as MedicationDispense;
    const code = dosageInstruction?.[0]?.timing?.code;
    for (const { reference } of authorizingPrescription ?? []) if (code && reference) codes.set(reference, code);
  }
  return resources
    .filter(r => r.resourceType === 'MedicationRequest')
    .map(resource => {
      const request = resource as MedicationRequest;
      const [line, ...more] = request.dosageInstruction ?? [];
      const code = codes.get(`MedicationRequest/${request.id}`);
      const timing = line?.timing ?? (code && { code });
      const dosageInstruction = line ? [{ ...line, ...(timing && { timing }) }, ...more] : [];
      return { ...mapOrder({ ...request, dosageInstruction }, book, CORPUS_ZONE), status: 'active' };
    });
}

/**
 * Every dose given for an order whose times are computed; records of the same order and minute are one dose. By hindsight each order's times
 * are shifted as a whole so that most of its doses fit: no table can do better.
 */
function dosesNear(orders: readonly MedicationOrder[], table: AdministrationTimes, hindsight = false): Dose[] {
  const given = givenByOrder();
  return orders.flatMap(order => {
    const schedule = scheduleOf(order, table);
    if (schedule.kind !== 'times' || schedule.source === 'sent' || /flush/i.test(order.drug.name)) return [];
    const doses = [...(given.get(order.id) ?? [])].filter(at => order.start === null || epochMs(at) >= epochMs(order.start));
    const shifted = (shift: number): Dose[] =>
      doses.map(at => {
        const moment = plusMinutes(at, -shift);
        const around = { from: plusMinutes(moment, -DAY_MINUTES), to: plusMinutes(moment, DAY_MINUTES) };
        const bounded = hindsight ? { ...order, start: null, stop: null } : order;
        const distances = dueTimes(bounded, schedule, around, CORPUS_ZONE).map(due =>
          Math.abs(epochMs(due.at) - epochMs(moment)),
        );
        return { code: order.dosages[0]!.timing!.code ?? '?', minutes: Math.min(...distances, Infinity) / 60_000 };
      });
    if (!hindsight) return shifted(0);
    const fits = (some: readonly Dose[]): number => some.filter(d => d.minutes <= 60).length;
    return SHIFTS.map(shifted).reduce((best, some) => (fits(some) > fits(best) ? some : best));
  });
}

/** Half hours up to half a day either way. */
const SHIFTS = Array.from({ length: 49 }, (_, i) => (i - 24) * 30);

function givenByOrder(): Map<string, Set<Instant>> {
  const given = new Map<string, Set<Instant>>();
  for (const resource of resourcesIn(FOLDER)) {
    if (resource.resourceType !== 'MedicationAdministration') continue;
    const read = mapAdministration(
      resource as MedicationAdministration,
      drugBook(),
      new Map(),
      '1900-01-01T00:00:00Z',
      CORPUS_ZONE,
    );
    if (!('item' in read) || read.item.outcome !== 'given' || read.item.orderId === null) continue;
    const { orderId, at } = read.item;
    given.set(orderId, (given.get(orderId) ?? new Set()).add(at));
  }
  return given;
}

function share(which: string, doses: readonly Dose[], within: number): Measured {
  const near = (some: readonly Dose[]): number => some.filter(d => d.minutes <= within).length;
  const value = near(doses) / doses.length;
  const worst = [...Map.groupBy(doses, d => d.code.replace(/\s/g, ''))]
    .map(([code, some]) => ({ code, missed: some.length - near(some), of: some.length }))
    .filter(({ missed }) => missed > 0)
    .sort((a, b) => b.missed - a.missed)
    .slice(0, 5)
    .map(({ code, missed, of }) => `${code} ${missed} of ${of}`);
  return {
    name: `due times: given within ${within} min of one, ${which}`,
    value: value * 100,
    unit: '%',
    ratio: value,
    against: `${doses.length} doses that a real ward charted; missed most: ${worst.join(', ') || 'none'}`,
    aim: 0.9,
    better: 'higher',
  };
}
