import type { WardRow } from '../../main/domain/view.ts';

/** Letters without marks and case, so that "nguyen" finds "NGUYỄN" and "lodz" finds "ŁÓDŹ". */
export const folded = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase();

/** Rows whose bed, name or MRN holds every word of the query; an exact bed or MRN comes first. */
export function findPatients(rows: readonly WardRow[], query: string): WardRow[] {
  const parts = folded(query)
    .split(/[\s,]+/)
    .filter(Boolean);
  if (parts.length === 0) return [];
  const whole = folded(query).trim();
  const hit = (row: WardRow) => {
    const all = folded([row.bed ?? '', row.name, row.mrn ?? ''].join(' '));
    return parts.every(part => all.includes(part));
  };
  const exact = (row: WardRow) => folded(row.bed ?? '') === whole || folded(row.mrn ?? '') === whole;
  return rows.filter(hit).toSorted((a, b) => Number(exact(b)) - Number(exact(a)));
}

/** What a sheet's DataMatrix says: sheet id, page, pages, patient, generation. The patient is the MRN, or the EHR's id where there is none. */
const SHEET_CODE = /^(?<sheet>[^|]+)\|\d+\|\d+\|(?<patient>.+)\|\d+$/;

/** The one patient a scanned code names: a sheet's code by its patient part alone, any other by the MRN as the whole or a part. Two hits are none. */
export function scannedPatient(rows: readonly WardRow[], code: string): WardRow | null {
  const onSheet = SHEET_CODE.exec(code)?.groups?.['patient'];
  const parts = onSheet === undefined ? [code, ...code.split(/[^\p{L}\p{N}.-]+/u)] : [onSheet];
  const named = new Set(parts.map(part => part.toUpperCase()));
  const hits = rows.filter(row => (row.mrn === null ? onSheet === row.patientId : named.has(row.mrn.toUpperCase())));
  return hits.length === 1 ? hits[0]! : null;
}

/** The sheet that a scanned code names, if it is a sheet's. */
export const scannedSheet = (code: string): string | null => SHEET_CODE.exec(code)?.groups?.['sheet'] ?? sheetIdIn(code);

/** A sheet's id: kiosk, run, pack, place and a letter, "4W-K1-7F3QXH-0012-03S"; null for what looks like none. */
export const sheetIdIn = (typed: string): string | null =>
  /^\S+-\d{4,}-\d{2,}[A-Za-z]$/.test(typed.trim()) ? typed.trim() : null;
