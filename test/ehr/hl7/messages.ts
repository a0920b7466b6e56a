import { readAdt, READING_RULES, type AdtReadingRules } from '../../../main/ehr/hl7/read-adt.ts';
import type { AdtMessage } from '../../../main/domain/adt.ts';

export const ZONE = 'America/New_York';
/** When the tests receive messages, unless they say otherwise: after all of the ward's day. */
export const RECEIVED = '2026-11-23T06:00:00.000Z';
export const RULES: AdtReadingRules = { ...READING_RULES, zone: ZONE };

/** What a test wants to say in a message; the rest is usual. */
export interface Said {
  event: string;
  id?: string;
  /** HL7 time of EVN-2 and MSH-7. */
  at?: string;
  mrn?: string;
  name?: string;
  visit?: string;
  place?: string;
  prior?: string;
  attending?: string;
  merges?: string;
  /** Replaces whole segments by name; null leaves one out. */
  segments?: Record<string, string | null>;
}

let serial = 0;

/** An ADT message as an interface engine sends it. */
export function adt(said: Said): string {
  const { event, at = '20261122080000', mrn = '00123', name = 'NGUYEN^KAI', visit = 'V100', place = '4W^512^A' } = said;
  const id = said.id ?? `C${++serial}`;
  const pv1: string[] = Array.from({ length: 46 }, () => '');
  Object.assign(pv1, { 0: 'PV1', 1: '1', 2: 'I', 3: place, 6: said.prior ?? '', 7: said.attending ?? '1001^SMITH^JANE^^^DR' });
  Object.assign(pv1, { 19: `${visit}^^^HOSP^VN`, 44: '20261120081500' });
  const segments: Record<string, string | null> = {
    MSH: `MSH|^~\\&|ADT1|GENERAL|KIOSK|WARD|${at}||ADT^${event}^ADT_A01|${id}|P|2.5.1|||||USA|UNICODE UTF-8`,
    EVN: `EVN|${event}|${at}`,
    PID: `PID|1||${mrn}^^^HOSP^MR~999-99-9999^^^USA^SS||${name}||19610302|F`,
    ...(said.merges === undefined ? { PV1: pv1.join('|') } : { MRG: `MRG|${said.merges}^^^HOSP^MR` }),
    ...said.segments,
  };
  return Object.values(segments)
    .filter(segment => segment !== null)
    .map(segment => `${segment}\r`)
    .join('');
}

export const read = (text: string | Buffer, receivedAt = RECEIVED, rules: Partial<AdtReadingRules> = {}) =>
  readAdt(Buffer.from(text as string), receivedAt, { ...RULES, ...rules });

/** The message of a text that must be understood. */
export function understood(text: string | Buffer, receivedAt = RECEIVED): AdtMessage {
  const { message, complaint } = read(text, receivedAt);
  if (!message) throw new Error(complaint?.why);
  return message;
}
