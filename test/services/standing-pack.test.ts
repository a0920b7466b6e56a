import { expect, test } from 'vitest';
import { makeStandingPack } from '../../main/services/standing-pack.ts';
import { copyOf } from '../support/copy.ts';
import { chartOf, paperPatient } from '../support/paper-patient.ts';

test('a patient with whom the kiosk itself fails is named on the standing pack, and everybody else is in it', async () => {
  const patient = paperPatient();
  const charts = ['SCHMIDT, Ana', 'LEE, Kai'].map((name, i) => {
    const chart = chartOf({ ...patient, name });
    const admitted = i === 0 ? chart.encounter.admitted : (5 as never);
    return { ...chart, identity: { ...chart.identity, id: `p${i}` }, encounter: { ...chart.encounter, admitted } };
  });
  const told: unknown[] = [];
  const made = await makeStandingPack(
    {
      copy: copyOf(charts, patient.asOf),
      outage: { state: 'normal' },
      now: patient.now,
      run: '7F3QXH',
      pack: 7,
      passwords: { user: 'user', owner: 'owner' },
    },
    new AbortController().signal,
    () => Promise.resolve(),
    cause => told.push(cause),
  );
  expect(made).toMatchObject({
    ok: true,
    value: { patients: 1, refused: [{ patient: 'LEE, Kai', why: expect.stringContaining('the kiosk itself failed') }] },
  });
  expect(told).toEqual([expect.any(TypeError)]);
});
