import type { FhirResource } from 'fhir/r4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEMO_INSTITUTION, DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { all, marOrders, NOW, otherOrders, PATIENTS, placesOfWard, staysNow, WARD, ZONE } from './support/demo-ward.ts';

/** Every string in a value, with the key it stands under. */
function strings(value: unknown, key = ''): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([k, v]) => strings(v, Array.isArray(value) ? key : k));
}

describe('the demo ward is the same again', () => {
  test('for the same seed, moment and zone', () => {
    expect(demoWard({ seed: 1, now: NOW, zone: ZONE })).toEqual(WARD);
  });

  test('and another for another seed or another moment', () => {
    const idsOf = (seed: number, now: string) => demoWard({ seed, now, zone: ZONE }).map(r => r.id);
    expect(idsOf(2, NOW)).not.toEqual(WARD.map(r => r.id));
    expect(demoWard({ seed: 1, now: '2026-11-22T19:30:00Z', zone: ZONE })).not.toEqual(WARD);
  });
});

describe('the census', () => {
  test(`32 people lie on ${DEMO_UNIT}, each in a bed of their own`, () => {
    const stays = staysNow();
    expect(stays).toHaveLength(32);
    expect(new Set(stays.map(e => e.subject?.reference)).size).toBe(32);
    const bedOf = (e: (typeof stays)[number]) => {
      const last = e.location?.at(-1)?.location;
      return last?.display ?? (e.contained?.[0] as { name?: string } | undefined)?.name;
    };
    const beds = stays.map(bedOf);
    expect(new Set(beds).size).toBe(32);
    expect(beds.every(bed => /^4(0[1-9]|1[0-6])-[AB]$/.test(bed ?? ''))).toBe(true);
  });

  test('some are found only through their bed, which is part of the ward', () => {
    const ward = all('Location').find(l => l.name === DEMO_UNIT)!;
    const bedOnly = staysNow().filter(e => !e.location?.some(l => l.location.reference === `Location/${ward.id}`));
    expect(bedOnly).toHaveLength(4);
    expect(placesOfWard().size).toBe(1 + 16 * 3 + 1);
  });

  test('beds are said in five ways: by reference, with the room, in words, contained', () => {
    const ways = staysNow().map(e =>
      e
        .location!.filter(l => l.status === 'active')
        .map(l => (l.location.reference?.startsWith('#') ? 'contained' : l.location.reference ? 'reference' : 'words'))
        .join('+'),
    );
    expect(new Set(ways)).toEqual(
      new Set(['reference+reference', 'reference', 'reference+reference+reference', 'reference+words', 'reference+contained']),
    );
  });

  test('one is on leave and counts', () => expect(staysNow().filter(e => e.status === 'onleave')).toHaveLength(1));

  test('others have been on the ward or will be, and do not lie there', () => {
    const places = placesOfWard();
    const others = all('Encounter').filter(
      e => !staysNow().includes(e) && e.location?.some(l => places.has(l.location.reference ?? '')),
    );
    const kinds = others.map(e => (e.partOf ? 'nested' : e.status)).sort();
    // Two moved to 5 East and one was never closed (in-progress), two discharged, one planned, two nested in a present stay.
    expect(kinds).toEqual(['finished', 'finished', 'in-progress', 'in-progress', 'in-progress', 'nested', 'nested', 'planned']);
  });

  test('another unit has four people of its own', () => {
    const east = all('Location').find(l => l.name === '5 East')!;
    const there = all('Encounter').filter(
      e =>
        e.status === 'in-progress' &&
        e.location?.some(l => l.status === 'active' && l.location.reference === `Location/${east.id}`),
    );
    expect(there).toHaveLength(4);
    expect(there.some(e => PATIENTS.has(e.subject!.reference!))).toBe(false);
  });

  test('every stay has a visit number, an attending physician and a patient with one MRN', () => {
    for (const stay of staysNow()) {
      expect(stay.identifier?.[0]?.type?.coding?.[0]?.code).toBe('VN');
      expect(stay.participant?.[0]?.individual?.display).toMatch(/, (MD|DO)$/);
      const patient = all('Patient').find(p => `Patient/${p.id}` === stay.subject?.reference)!;
      expect(patient.identifier?.filter(i => i.type?.coding?.[0]?.code === 'MR')).toHaveLength(1);
    }
    const mrns = all('Patient').flatMap(
      p => p.identifier?.filter(i => i.type?.coding?.[0]?.code === 'MR').map(i => i.value) ?? [],
    );
    expect(new Set(mrns).size).toBe(mrns.length);
  });

  test('the hospital has its name', () => expect(all('Organization').map(o => o.name)).toEqual([DEMO_INSTITUTION]));
});

describe('the resources hang together', () => {
  test('no two have the same type and id', () => {
    expect(new Set(WARD.map(r => `${r.resourceType}/${r.id}`)).size).toBe(WARD.length);
  });

  test('ids are FHIR ids: up to 64 letters, digits, hyphens and dots', () => {
    expect(WARD.filter(r => !/^[A-Za-z0-9.-]{1,64}$/.test(r.id ?? ''))).toEqual([]);
  });

  test('every reference leads somewhere but the one that is meant not to', () => {
    const known = new Set(WARD.map(r => `${r.resourceType}/${r.id}`));
    const lost = WARD.flatMap(r => {
      const inside = new Set(((r as { contained?: FhirResource[] }).contained ?? []).map(c => `#${c.id}`));
      return strings(r)
        .filter(([key, text]) => key === 'reference' && !known.has(text) && !inside.has(text))
        .map(([, text]) => text);
    });
    expect(lost).toEqual(['Medication/eNoLongerInTheFormulary']);
  });

  test.each([
    ['America/New_York', '2026-11-22T19:00:00Z'],
    ['America/New_York', '2026-11-01T06:30:00Z'],
    ['Asia/Kathmandu', '2026-03-01T00:05:00Z'],
    ['-05:00', '2026-01-01T05:00:01Z'],
    ['UTC', '2028-02-29T12:00:00.123Z'],
  ])('in %s at %s nothing was charted or measured later than now, and every time can be read', (zone, now) => {
    const ward = demoWard({ seed: 3, now, zone }) as FhirResource[];
    const late = ward.filter(r => {
      if (r.resourceType === 'MedicationAdministration')
        return Date.parse(r.effectiveDateTime ?? r.effectivePeriod!.start!) > Date.parse(now);
      return r.resourceType === 'Observation' && Date.parse(r.effectiveDateTime!) > Date.parse(now);
    });
    expect(late).toEqual([]);
    const moments = ward.flatMap(r => strings(r)).filter(([, text]) => /^\d{4}-\d\d-\d\dT/.test(text));
    expect(moments.length).toBeGreaterThan(1000);
    expect(moments.filter(([, text]) => Number.isNaN(Date.parse(text)) || !/(Z|[+-]\d\d:\d\d)$/.test(text))).toEqual([]);
  });

  test('at any moment and for any seed the ward has its 32 people and 8 or more orders each', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (seed, date) => {
          const ward = demoWard({ seed, now: date.toISOString(), zone: ZONE }) as FhirResource[];
          const orders = new Map<string, number>();
          for (const r of ward)
            if (
              r.resourceType === 'MedicationRequest' &&
              ['active', 'on-hold'].includes(r.status) &&
              r.category?.[0]?.coding?.[0]?.code === 'inpatient'
            )
              orders.set(r.subject.reference!, (orders.get(r.subject.reference!) ?? 0) + 1);
          expect(
            ward.filter(r => r.resourceType === 'Encounter' && ['in-progress', 'onleave'].includes(r.status) && !r.partOf),
          ).toHaveLength(37);
          expect(Math.min(...orders.values())).toBeGreaterThanOrEqual(8);
          expect(new Set(ward.map(r => `${r.resourceType}/${r.id}`)).size).toBe(ward.length);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('what belongs on a MAR and what does not', () => {
  test('everybody has between 8 and 16 orders on the MAR', () => {
    const counts = [...PATIENTS].map(p => marOrders().filter(r => r.subject.reference === p).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...counts)).toBeLessThanOrEqual(16);
  });

  test('beside them stand orders that are over, home medicines and prescriptions for discharge', () => {
    const kinds = new Set(otherOrders().map(r => [r.status, r.intent, r.category?.[0]?.coding?.[0]?.code].join(' ')));
    expect(kinds).toEqual(
      new Set([
        'stopped order inpatient',
        'completed order inpatient',
        'entered-in-error order inpatient',
        'cancelled order inpatient',
        'draft order inpatient',
        'active plan community',
        'active proposal community',
        'active order community',
        'active order discharge',
      ]),
    );
  });

  test('order numbers are different, but for one pair that shares one and one order without', () => {
    const numbers = marOrders().map(r => r.identifier?.[0]?.value);
    expect(numbers.filter(n => n === undefined)).toHaveLength(1);
    const given = numbers.filter(n => n !== undefined);
    expect(given.filter((n, i) => given.indexOf(n) !== i)).toEqual(['480000777']);
  });
});
