import type { OrderView } from './view.ts';

const REMOVED = ['Old patch off, date', 'time', 'from site', 'discarded by', 'witness', 'new patch, site'];

/** Lines on which the removal of the old patch is written, as many as patches are due; none for other orders (practice.md section 4). */
export const patchFields = ({ flags }: OrderView, patches: number): string[][] =>
  flags.includes('patch') ? Array.from({ length: Math.max(1, patches) }, () => REMOVED) : [];
