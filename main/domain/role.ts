/** What people on a ward are, for what they may do and what they have to do. */
export const ROLES = ['nurse', 'pharmacist', 'clerk', 'prescriber', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];
