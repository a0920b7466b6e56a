import type { Act, KioskEvent } from '../../main/domain/event.ts';
import type { Registration, WardAct } from '../../main/domain/ward/ward-act.ts';

/** A moment of the afternoon of 11/22/2026 in New York: so many minutes after 15:00. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 20, minute)).toISOString();

/** An event of A. Clerk on 4 West. */
export const event = (id: string, minute: number, act: Act, by = 'A. Clerk'): KioskEvent => ({
  id,
  at: at(minute),
  by,
  unit: '4 West',
  act,
});

/** The downtime of these tests, declared at 15:00 as K1:1. */
export const declared = event('K1:1', 0, {
  kind: 'outage-declared',
  reason: 'EHR down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
});

/** An unknown man of about 45, of whom nothing was asked. */
export const registration = (part: Partial<Registration> = {}): Registration => ({
  mrn: 'DM-07Q-0042-A',
  temporary: true,
  visit: 'DV-07Q-0042-5',
  alias: 'Lighthouse DA-07Q-0042-8',
  name: null,
  birthDate: null,
  estimatedAge: 45,
  sex: 'male',
  reason: null,
  broughtBy: null,
  contact: null,
  insurance: null,
  consent: null,
  service: null,
  attending: null,
  bed: '409-A',
  allergies: { state: 'not-asked', listed: [] },
  weightKg: null,
  from: null,
  ...part,
});

/** Admits a patient who came at 15:10. */
export const admitted = (part: Partial<Registration> = {}, after: string[] = []): WardAct & { kind: 'patient-admitted' } => ({
  kind: 'patient-admitted',
  outage: 'K1:1',
  patient: part.mrn ?? 'DM-07Q-0042-A',
  happenedAt: at(10),
  after,
  registration: registration(part),
  form: 'form-1',
  notSame: [],
});

/** Says what was recorded as K1:2 otherwise. */
export const corrected = (becomes: WardAct | null, after: string[] = []): Act => ({
  kind: 'act-corrected',
  event: 'K1:2',
  after,
  becomes,
  reason: 'typed wrongly',
});

/** Says at 15:30 who the unknown man is. */
export const identified = (name = 'SMITH, John', mrn: string | null = 'E100', after: string[] = ['K1:2']): WardAct => ({
  kind: 'patient-identified',
  outage: 'K1:1',
  patient: 'DM-07Q-0042-A',
  happenedAt: at(30),
  after,
  name,
  mrn,
  birthDate: '1980-02-01',
  sex: 'male',
  how: 'driving licence',
});
