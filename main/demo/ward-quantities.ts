import type { Dosage, DosageDoseAndRate, Quantity, Ratio } from 'fhir/r4';
import { UCUM } from './ward-frame.ts';

const UCUM_CODES: Record<string, string> = {
  mg: 'mg',
  g: 'g',
  mcg: 'ug',
  mL: 'mL',
  mEq: 'meq',
  h: 'h',
  'mL/h': 'mL/h',
  'mg/h': 'mg/h',
  'mcg/h': 'ug/h',
};

/** "1,000 mg" as a Quantity: units of UCUM where there is a code for it, else the word alone. */
export function quantity(text: string): Quantity {
  const [, number = '', unit = ''] = /^([\d.,]+)\s*(.*)$/.exec(text) ?? [];
  const value = Number(number.replaceAll(',', ''));
  const code = UCUM_CODES[unit];
  return { value, ...(unit ? { unit } : {}), ...(code ? { system: UCUM, code } : {}) };
}

/** "2.5–5 mg" as a range, "40 mg" as a quantity, "thin layer" as nothing. */
function doseOf(text: string): Pick<DosageDoseAndRate, 'doseQuantity' | 'doseRange'> {
  const range = /^([\d.,]+)–([\d.,]+)\s*(.*)$/.exec(text);
  if (range) return { doseRange: { low: quantity(`${range[1]} ${range[3]}`), high: quantity(`${range[2]} ${range[3]}`) } };
  return /^\d/.test(text) ? { doseQuantity: quantity(text) } : {};
}

const kind = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/dose-rate-type', code, display: code }],
  text: code,
});

/** The ordered dose and rate, and beside them what that is in tablets or mL. */
export function doseAndRate(
  dose: string | undefined,
  amount: string | undefined,
  rate: string | undefined,
): Dosage['doseAndRate'] {
  const ordered = { ...(dose ? doseOf(dose) : {}), ...(rate ? { rateQuantity: quantity(rate) } : {}) };
  if (Object.keys(ordered).length === 0) return undefined;
  return [{ type: kind('ordered'), ...ordered }, ...(amount ? [{ type: { text: 'admin-amount' }, ...doseOf(amount) }] : [])];
}

/** "3 g/24 h" as a ratio. */
export function ratio(text: string): Ratio {
  const [numerator = '', denominator = ''] = text.split('/');
  return { numerator: quantity(numerator), denominator: quantity(denominator) };
}
