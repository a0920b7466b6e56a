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

/** The one patient a scanned code names: the code itself, or one of its parts, is the MRN. Two hits are none. */
export function scannedPatient(rows: readonly WardRow[], code: string): WardRow | null {
  const parts = new Set([code, ...code.split(/[^\p{L}\p{N}.-]+/u)].map(part => part.toUpperCase()));
  const hits = rows.filter(row => row.mrn !== null && parts.has(row.mrn.toUpperCase()));
  return hits.length === 1 ? hits[0]! : null;
}
