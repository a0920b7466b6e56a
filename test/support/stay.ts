import type { Stay } from '../../main/domain/ward/stay.ts';

/** Here, in a bed that nobody disputes, unless a test says otherwise. */
export const stay = (part: Partial<Stay> = {}): Stay => ({
  presence: { kind: 'here' },
  bed: '512-A',
  arrived: null,
  overdue: false,
  bedInEhr: null,
  conflicts: [],
  alarm: null,
  warnings: [],
  possible: ['patient-moved', 'beds-swapped', 'patient-transferred', 'leave-began', 'patient-discharged', 'patient-died'],
  ...part,
});
