/** Beds as a ward counts them: 402 before 411, 9-A before 10-A; a patient without a bed comes last, then by name. */
export function bedOrder(a: { bed: string | null; name: string }, b: { bed: string | null; name: string }): number {
  if ((a.bed === null) !== (b.bed === null)) return a.bed === null ? 1 : -1;
  return (a.bed ?? '').localeCompare(b.bed ?? '', 'en', { numeric: true }) || a.name.localeCompare(b.name);
}

/** The ward list's order: those who are here by bed, then those who have left, whose bed may be another's by now. */
export const wardOrder = (a: Ordered, b: Ordered): number => Number(a.gone !== null) - Number(b.gone !== null) || bedOrder(a, b);

interface Ordered {
  bed: string | null;
  name: string;
  gone: object | null;
}
