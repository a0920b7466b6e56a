import { expect, test } from 'vitest';
import type { Printing } from '../../main/domain/band.ts';
import type { PaperSize } from '../../main/paper/page.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { packPatients, type PackJob } from '../../main/services/pack.ts';
import { copyOf } from '../support/copy.ts';
import { chartOf, paperPatient, printingOf, sheetsOf, viewOf } from '../support/paper-patient.ts';
import { pdfOf } from '../support/read-paper.ts';

const patient = paperPatient();
const view = viewOf(patient);
const printing = (auditHead: string | null): Printing => ({ ...printingOf(view), auditHead });
const HEAD = '1234567·9F3A2C7B';

const all = [
  'mar-scheduled',
  'mar-prn',
  'summary',
  'infusion',
  'insulin',
  'nursing-flowsheet',
  'laboratory-requisition',
  'worksheet',
  'registration',
  'role-cards',
];

test.each([
  ['letter', 'R. Alvarez'],
  ['a4', 'R. Alvarez'],
  ['letter', 'Maria-Magdalena Hohenlohe-Schillingsfürst, RN, BSN, CCRN, charge nurse of the night'],
  ['a4', 'Maria-Magdalena Hohenlohe-Schillingsfürst, RN, BSN, CCRN, charge nurse of the night'],
] satisfies [PaperSize, string][])(
  'every page of every sheet, upright or turned, on %s says which entries the audit had, also printed by %s',
  { timeout: 60_000 },
  async (paper, by) => {
    const copy = copyOf([chartOf(patient)], patient.asOf);
    const forms = all.filter(form => copy.rules.forms.some(({ id }) => id === form));
    expect(forms.length).toBeGreaterThan(6);
    const job: PackJob = {
      copy: { ...copy, rules: { ...copy.rules, paper } },
      selection: { patients: 'all', forms, from: null, span: 'hours', hours: 24 },
      outage: { state: 'normal' },
      now: patient.now,
      by,
      run: '7F3QXH',
      pack: 4,
      auditHead: HEAD,
    };
    let pages = 0;
    for await (const step of packPatients(job, () => Promise.resolve(null))) {
      expect(step.refused).toEqual([]);
      for (const page of await readBack(step.pdf!)) {
        expect(pageText(page)).toContain(folded(`by ${by} from K1. Audit ${HEAD}`));
        pages++;
      }
    }
    expect(pages).toBeGreaterThan(8);
  },
);

test('a page that says another head, or none, is not released', async () => {
  const sheets = sheetsOf(view).map(sheet => ({
    ...sheet,
    foot: { ...sheet.foot, printed: `${sheet.foot.printed}. Audit 1234·9F3A2C7B` },
  }));
  const said = pdfOf(sheets);
  const found = async (pdf: Uint8Array, head: string | null) =>
    (await verifySheets(pdf, sheets, { kind: 'patient', view }, printing(head))).map(({ what }) => what);
  expect(await found(said, '1234·9F3A2C7B')).toEqual([]);
  expect(new Set(await found(said, '1234·9F3A2C7C'))).toEqual(new Set(['what it says of the audit is missing or wrong']));
  expect(await found(pdfOf(sheetsOf(view)), '1234·9F3A2C7B')).toContain('what it says of the audit is missing or wrong');
});
