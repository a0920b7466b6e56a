import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { actSchema } from '../../main/domain/act-schema.ts';
import { chartSchema, readChart } from '../../main/domain/chart-schema.ts';
import type { Chart } from '../../main/domain/chart.ts';
import type { Act } from '../../main/domain/event.ts';
import { chart } from './support/ward.ts';

test('the stored shapes are exactly the types: the compiler says when one gains a field and the other does not', () => {
  expectTypeOf<z.infer<typeof chartSchema>>().toEqualTypeOf<Chart>();
  expectTypeOf<z.infer<typeof actSchema>>().toEqualTypeOf<Act>();
});

test('a chart comes back as it was stored, with what a newer app may have added', () => {
  const stored = { ...chart(1, 'x', 3), added: 'later' };
  expect(readChart(JSON.stringify(stored))).toEqual({ ok: true, value: stored });
});

/** Parts of the chart that copies of earlier versions don't have. */
const ADDED_LATER = ['infusions', 'pendingTests', 'lines'] as const;

test.each(ADDED_LATER)('a copy from before charts had %s says that it has none of its own, not that there were none', name => {
  const older = structuredClone(chart(1, 'x', 2)) as { sections: Partial<Chart['sections']> };
  Reflect.deleteProperty(older.sections, name);
  const read = readChart(JSON.stringify(older));
  expect(read.ok && read.value.sections[name]).toMatchObject({ status: 'failed', asOf: null, items: [] });
});

test('a chart that lacks anything is refused: a missing list never reads as an empty one', () => {
  const whole = chart(1, 'x', 2);
  const places: (string | number)[][] = [];
  const walk = (value: unknown, at: (string | number)[]): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) places.push([...at, name]);
      walk(inner, [...at, Array.isArray(value) ? Number(name) : name]);
    }
  };
  walk(whole, []);
  const required = places.filter(place => !['gone', ...ADDED_LATER.map(name => `sections.${name}`)].includes(place.join('.')));
  expect(places.length).toBeGreaterThan(200);
  for (const place of required) {
    const lacking = structuredClone(whole);
    const holder = place.slice(0, -1).reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], lacking);
    Reflect.deleteProperty(holder as object, place.at(-1)!);
    expect(readChart(JSON.stringify(lacking)), place.join('.')).toMatchObject({ ok: false });
  }
});

test('a copy from before patients could be gone opens as patients who are here', () => {
  const { gone: _, ...before } = chart(1, 'x', 2);
  expect(readChart(JSON.stringify(before))).toEqual({ ok: true, value: chart(1, 'x', 2) });
});

test('a number that JSON turned into null is refused, and the reason holds no patient data', () => {
  const broken = chart(1, 'SECRET', 1);
  broken.sections.orders.emptied = NaN;
  const read = readChart(JSON.stringify(broken));
  expect(read.ok ? '' : read.error.why).toContain('sections.orders.emptied');
  expect(read.ok ? '' : read.error.why).not.toContain('SECRET');
});
