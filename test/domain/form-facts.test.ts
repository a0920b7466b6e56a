import { describe, expect, test } from 'vitest';
import type { Entry } from '../../main/domain/chart.ts';
import { FACTS, factOf, type FactName } from '../../main/domain/form-facts.ts';
import { linesOf } from '../../main/domain/form-blocks.ts';
import { missing, received } from '../../main/domain/section.ts';
import type { ListName } from '../../main/domain/form-lists.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { fullChart, fullPatient, viewFor } from '../support/forms.ts';
import { allergy, order, paperPatient, printingOf } from '../support/paper-patient.ts';
import { timing } from '../support/orders.ts';
import { walkInView } from '../support/walk-in-paper.ts';

const said = (name: FactName, view: PatientView) => factOf(name, view, printingOf(view));
const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  id: text,
  text,
  detail: null,
  status: null,
  at: null,
  ...more,
});
const lines = (prefill: ListName, view: PatientView) =>
  linesOf({ kind: 'table', columns: [], prefill, rows: [], empty: 0, height: 20 }, { kind: 'patient', view }, printingOf(view));

const patient = fullPatient();
const view = viewFor(patient, 'hours');
const charted = (
  change: (chart: ReturnType<typeof fullChart>) => Partial<ReturnType<typeof fullChart>['sections']>,
): PatientView => {
  const chart = fullChart(patient);
  return viewFor(patient, 'hours', { ...chart, sections: { ...chart.sections, ...change(chart) } });
};

describe('a silence keeps its own word in a box', () => {
  test('nothing received, not sent, refused and failed are told apart', () => {
    expect(
      said(
        'diet',
        charted(({ asOf }) => ({ diet: received(asOf, []) })),
      ),
    ).toEqual({ text: 'none received', known: false });
    expect(
      said(
        'diet',
        charted(() => ({ diet: missing('not-supported', 'Diet is no part of its FHIR server') })),
      ).text,
    ).toMatch(/^not sent by this EHR/);
    expect(
      said(
        'diet',
        charted(() => ({ diet: missing('unauthorised', 'HTTP 403') })),
      ).text,
    ).toMatch(/^NOT RECEIVED, the EHR refused/);
    expect(
      said(
        'diet',
        charted(() => ({ diet: missing('failed', 'HTTP 500') })),
      ).text,
    ).toMatch(/^NOT RECEIVED, reading them failed/);
  });
  test('no known allergies are known; not asked and not received are not', () => {
    const of = (negates: 'none-known' | 'not-asked' | null) =>
      said(
        'allergies',
        charted(({ asOf }) => ({
          allergies:
            negates === null
              ? missing('failed', 'HTTP 500')
              : received(asOf, [{ ...allergy('No known allergies', []), negates }]),
        })),
      );
    expect(of('none-known')).toMatchObject({ known: true, text: expect.stringMatching(/^NO KNOWN ALLERGIES/) as string });
    expect(of('not-asked')).toMatchObject({ known: false, text: expect.stringMatching(/^ALLERGIES NOT ASSESSED/) as string });
    expect(of(null)).toMatchObject({ known: false, text: expect.stringMatching(/^ALLERGIES NOT RECEIVED/) as string });
  });
  test('of somebody registered here nothing is invented: what was asked stands there, the rest says so', () => {
    const walkIn = walkInView();
    for (const name of Object.keys(FACTS) as FactName[]) expect(said(name, walkIn).text, name).not.toBe('');
    expect(said('renal-function', walkIn)).toMatchObject({
      known: false,
      text: expect.stringMatching(/NOTHING RECEIVED/) as string,
    });
    expect(said('number', walkIn)).toEqual({ text: 'DM-07Q-0042-A', known: true });
    expect(said('arrival', walkIn).known).toBe(true);
    expect(said('consent', walkIn)).toMatchObject({ known: false, text: 'not asked at registration' });
    expect(said('consent', view)).toMatchObject({ known: false });
  });
});

describe('what the copy knows stands with its date', () => {
  test('weight, kidneys, language', () => {
    expect(said('weight', view)).toEqual({ text: '54.0 kg (11/16/2026 10:00)', known: true });
    expect(said('renal-function', view)).toEqual({ text: 'eGFR ≥ 60 mL/min/1.73 m² (11/22/2026 05:00)', known: true });
  });
  test('an older part says that it may be incomplete', () => {
    const older = charted(({ sections, asOf }) => ({
      problems: {
        ...sections.problems,
        status: 'failed',
        asOf: '2026-11-20T10:00:00-05:00',
        items: [entry('asthma')],
        reason: 'HTTP 500',
      },
      labs: sections.labs && received(asOf, sections.labs.items),
    }));
    expect(said('problems', older).text).toMatch(/^asthma \(MAY BE INCOMPLETE: received 11\/20\/2026 10:00\)$/);
  });
});

describe('the safety questions', () => {
  test('an allergy to contrast is named with its reaction; other allergies leave the question open', () => {
    expect(said('contrast-allergy', view)).toEqual({ text: 'iodinated contrast: hives', known: true });
    const other = viewFor(fullPatient({ allergies: [allergy('penicillin', ['hives'])] }), 'hours');
    expect(said('contrast-allergy', other)).toMatchObject({
      known: false,
      text: expect.stringContaining('penicillin') as string,
    });
  });
  test('an anticoagulant is named with its last dose, also one at home; without any the question stays open', () => {
    expect(said('anticoagulants', view)).toMatchObject({ known: true, text: expect.stringMatching(/^heparin .*last/) as string });
    const none = viewFor(paperPatient({ orders: [], given: [] }), 'hours');
    expect(said('anticoagulants', none)).toEqual({
      text: 'none found among the orders and home medicines received',
      known: false,
    });
    const apixaban = order('apixaban 5 mg tablet', { dose: '5 mg', timing: timing({ code: 'BID' }) });
    expect(said('anticoagulants', { ...none, homeMedicines: [apixaban] }).text).toBe('at home: apixaban 5 mg tablet');
  });
  test('a flag of falling leaves the question of infection open; precautions and an infection answer it', () => {
    const flagged = (text: string) =>
      said('infection', { ...view, isolation: { listed: [entry(text)], silence: null }, problems: [] });
    expect(flagged('Fall risk: high')).toEqual({ text: 'no flag received names an infection (Fall risk: high)', known: false });
    expect(flagged('Droplet precautions')).toEqual({ text: 'Droplet precautions', known: true });
  });
  test('implants come from devices and problems, a pregnancy from its test; else somebody has to ask', () => {
    expect(said('implants', { ...view, problems: [entry('cardiac pacemaker in situ')] }).text).toContain('pacemaker');
    expect(said('implants', view).known).toBe(false);
    expect(said('pregnancy', view)).toMatchObject({ known: false, text: expect.stringContaining('sex female') as string });
    expect(said('pregnancy', { ...view, problems: [entry('pregnancy, 20 weeks')] }).known).toBe(true);
  });
  test('urine creatinine is no renal function', () => {
    const urine = { code: 'x', name: 'Creatinine, urine', unit: 'mg/dL', values: [] };
    expect(said('renal-function', { ...view, labs: [urine] })).toEqual({ text: 'not among the results received', known: false });
  });
});

describe('lines that are filled in beforehand', () => {
  test('home medicines not received are never "none"', () => {
    expect(lines('home-medicines', view).note).toBe('Home medicines: none received');
    const failed = charted(() => ({ homeMedicines: missing('failed', 'HTTP 500') }));
    expect(lines('home-medicines', failed)).toEqual({
      rows: [],
      note: 'Home medicines: NOT RECEIVED, reading them failed (HTTP 500)',
    });
  });
  test('every order of the ward stands on a transfer sheet, with dose, route and last dose', () => {
    const { rows } = lines('medication-orders', view);
    expect(rows.map(([drug]) => drug)).toEqual(view.orders.map(({ order: o }) => o.drug.name));
    for (const row of rows) expect(row).toHaveLength(4);
  });
});
