import type { Drug } from './order.ts';

/** A drug that the hospital has, as its pharmacy lists it. */
export interface FormularyDrug extends Pick<Drug, 'name' | 'codes'> {
  /** How it is usually given: "by mouth". */
  routes: string[];
  /** In what it is usually dosed: "mg". */
  units: string[];
}

/** A drug that can be ordered, and where its name comes from. */
export interface KnownDrug extends FormularyDrug {
  from: 'formulary' | 'orders';
}

/** Is it the same name, however it is capitalised and spaced? */
export const sameDrugName = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** The formulary's drugs and those of orders that are known here, each name once, by name. */
export function knownDrugs(formulary: readonly FormularyDrug[], ordered: readonly Drug[]): KnownDrug[] {
  const drugs = new Map<string, KnownDrug>();
  for (const drug of formulary) if (!drugs.has(plain(drug.name))) drugs.set(plain(drug.name), { ...drug, from: 'formulary' });
  for (const { name, codes, resolved } of ordered)
    if (resolved && !drugs.has(plain(name))) drugs.set(plain(name), { name, codes, routes: [], units: [], from: 'orders' });
  return [...drugs.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));
}
