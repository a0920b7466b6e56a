import { describe, expect, test } from 'vitest';
import { findPatients, scannedPatient } from '../../renderer/frame/find-patient.ts';
import { ward } from './support/ward-fixture.ts';

const { rows } = ward();
const found = (query: string) => findPatients(rows, query).map(r => r.name);

describe('finding a patient', () => {
  test('letters without marks find names with marks', () => {
    expect(found('nguyen khai')).toEqual(['NGUYỄN, Thị Minh Khai']);
    expect(found('dang')).toEqual(['ĐẶNG, Văn Hòa']);
    expect(found('ostergard')).toEqual(['ØSTERGÅRD, Åse']);
    expect(found('lukasz')).toEqual(['BRZĘCZYSZCZYKIEWICZ, Grzegorz Łukasz']);
  });

  test('Arabic and Han names are found by their own letters', () => {
    expect(found('الزهراوي')).toHaveLength(1);
    expect(found('欧阳')).toHaveLength(1);
  });

  test('two patients of one name are both offered', () => {
    expect(found('smith')).toEqual(['SMITH, John', 'SMITH, Joan']);
  });

  test('an exact bed comes before beds that only hold its letters', () => {
    expect(findPatients(rows, '401-a')[0]?.bed).toBe('401-A');
  });

  test('nothing typed finds nobody', () => {
    expect(found('   ')).toEqual([]);
  });
});

describe('a scanned code', () => {
  const { mrn, patientId } = rows[3]!;

  test('opens the patient whose MRN it is, alone as on a band or in the code of a sheet', () => {
    expect(scannedPatient(rows, mrn!)?.patientId).toBe(patientId);
    expect(scannedPatient(rows, `4W-K1-7-01-S|1|2|${mrn}|12`)?.patientId).toBe(patientId);
  });

  test('on a sheet of a patient without MRN is the EHR’s own id', () => {
    const unnumbered = { ...rows[5]!, mrn: null };
    expect(scannedPatient([rows[3]!, unnumbered], `4W-K1-7-01-S|1|2|${unnumbered.patientId}|12`)).toBe(unnumbered);
  });

  test('never takes a sheet’s page or generation for the MRN of somebody else', () => {
    const short = { ...rows[4]!, mrn: '12' };
    expect(scannedPatient([short], '4W-K1-7-01-S|1|2|99999999|12')).toBeNull();
    expect(scannedPatient([rows[3]!, short], `4W-K1-7-01-S|1|12|${mrn}|12`)?.patientId).toBe(patientId);
  });

  test('never opens a patient by a piece of an MRN', () => {
    expect(scannedPatient(rows, mrn!.slice(0, -1))).toBeNull();
    expect(scannedPatient(rows, `9${mrn}`)).toBeNull();
  });

  test('opens nobody when two patients carry the same MRN', () => {
    const twins = [rows[3]!, { ...rows[4]!, mrn }];
    expect(scannedPatient(twins, mrn!)).toBeNull();
  });
});
