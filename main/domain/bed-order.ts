/** Beds as a ward counts them: 402 before 411, 9-A before 10-A; a patient without a bed comes last, then by name. */
export function bedOrder(a: { bed: string | null; name: string }, b: { bed: string | null; name: string }): number {
  if ((a.bed === null) !== (b.bed === null)) return a.bed === null ? 1 : -1;
  return (a.bed ?? '').localeCompare(b.bed ?? '', 'en', { numeric: true }) || a.name.localeCompare(b.name);
}
