import { med, once, prn, type OrderPlan } from './ward-plan.ts';

/** Orders that are over and must not be on any MAR: stopped, completed, cancelled, entered in error, or only a draft. */
export const PAST_ORDERS: readonly OrderPlan[] = [
  med('cefepime 2 g in 100 mL piggyback', '2 g', 'IV', 'Q8H', {
    status: 'stopped',
    sinceHours: 70,
    untilHours: -30,
    charted: 'never',
  }),
  once('furosemide 10 mg/mL injection', '40 mg', 'IV', -2000, { status: 'completed', charted: 'never' }),
  med('metoprolol tartrate 100 mg tablet', '100 mg', 'PO', 'BID', {
    status: 'entered-in-error',
    sinceHours: 20,
    charted: 'never',
  }),
  prn('zolpidem 5 mg tablet', '5 mg', 'PO', 24, 'sleep', { status: 'cancelled', sinceHours: 30, charted: 'never' }),
  med('rivaroxaban 20 mg tablet', '20 mg', 'PO', 'DAILY', { status: 'draft', sinceHours: 1, charted: 'never' }),
];

/** Medicines taken at home: intent plan, category community (Epic and others send them so). */
export const HOME_MEDICINES: readonly OrderPlan[] = [
  med('omeprazole 20 mg capsule', '20 mg', 'PO', 'DAILY', {
    intent: 'plan',
    setting: 'community',
    sinceHours: 4000,
    charted: 'never',
  }),
  med('ramipril 5 mg capsule', '5 mg', 'PO', 'DAILY', {
    intent: 'proposal',
    setting: 'community',
    sinceHours: 3000,
    charted: 'never',
  }),
  med('glucosamine 500 mg tablet', '500 mg', 'PO', 'BID', {
    intent: 'order',
    setting: 'community',
    sinceHours: 3000,
    charted: 'never',
  }),
];

/** Prescriptions for the way home. */
export const DISCHARGE_PRESCRIPTIONS: readonly OrderPlan[] = [
  med('amoxicillin-clavulanate 875 mg tablet', '875 mg', 'PO', 'BID', {
    setting: 'discharge',
    sinceHours: 3,
    untilHours: 168,
    charted: 'never',
  }),
];
