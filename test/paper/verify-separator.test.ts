import { expect, test } from 'vitest';
import { unitSheet } from '../../main/domain/forms.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { renderPatient } from '../../main/paper/render.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { viewFor, fullPatient } from '../support/forms.ts';
import { paperPatient, printingOf } from '../support/paper-patient.ts';

const ANA = viewFor(fullPatient(), 'hours');
const ZANETA = viewFor(paperPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' }), 'hours');

/** What read-back says of a separator that was made for some patients and should be for others. */
async function findings(made: PatientView[], wanted: PatientView[]): Promise<string[]> {
  const printing = printingOf(ANA);
  const sheet = unitSheet('separator', made, printing)!;
  const rendered = renderPatient([sheet], 'letter');
  if (!rendered.ok) throw new Error(rendered.error.why);
  const found = await verifySheets(rendered.value.pdf, [sheet], { kind: 'unit', views: wanted }, printing);
  return found.map(({ what }) => what);
}

test('a separator names everybody whose sheets follow, by bed', async () => {
  expect(await findings([ANA, ZANETA], [ANA, ZANETA])).toEqual([]);
});

test.each<[string, PatientView[], PatientView[]]>([
  ['somebody is missing', [ANA], [ANA, ZANETA]],
  ['somebody is there twice', [ANA, ZANETA, ZANETA], [ANA, ZANETA]],
  ['two have changed places', [ZANETA, ANA], [ANA, ZANETA]],
  ['a name is another', [ANA, { ...ZANETA, identity: { ...ZANETA.identity, name: 'NOWAK, Zofia' } }], [ANA, ZANETA]],
])('read-back finds that %s', async (_, made, wanted) => {
  expect((await findings(made, wanted)).join()).toMatch(/the row of/);
});
