/** Why a message can't be taken, with codes for the answer's ERR segment (HL7 tables 0357, 0008). */
export interface Complaint {
  /** AR: this kind of message will never be taken, or can't be now; AE: this message is wrong. */
  answer: 'AE' | 'AR';
  /** HL7 table 0357. */
  code: number;
  /** ERR-2: segment and field. */
  where: string;
  /** One sentence for the interface team saying what to change. No word of it comes from the message. */
  why: string;
}

const COMPLAINTS = {
  empty: ['AE', 100, '', 'The frame is empty: put one HL7 message between the MLLP start byte (0B) and end bytes (1C 0D).'],
  'no-msh': [
    'AE',
    100,
    'MSH',
    'The message does not begin with an MSH segment: put MSH first, directly after the MLLP start byte (0B).',
  ],
  'utf-16': [
    'AE',
    102,
    'MSH^1^18',
    'The message is encoded in UTF-16 or holds zero bytes: send it as UTF-8 and say UNICODE UTF-8 in MSH-18.',
  ],
  batch: ['AR', 200, '', 'The frame holds a batch (FHS or BHS): send each message in a frame of its own.'],
  'bad-separators': [
    'AE',
    102,
    'MSH^1^2',
    'MSH-1 and MSH-2 do not declare separators that differ from each other: send them as MSH|^~\\&| or with other distinct punctuation.',
  ],
  'unsupported-type': ['AR', 200, 'MSH^1^9', 'MSH-9.1 is not ADT: send only ADT messages to this port.'],
  'no-event': ['AE', 101, 'MSH^1^9', 'MSH-9.2 names no trigger event: write it as ADT^A01.'],
  'no-control-id': ['AE', 101, 'MSH^1^10', 'MSH-10 is empty: send a control id that is unique for each message.'],
  'long-control-id': ['AE', 102, 'MSH^1^10', 'MSH-10 is longer than 199 characters: shorten the control id.'],
  'not-production': [
    'AR',
    202,
    'MSH^1^11',
    'MSH-11 does not mark this message as production: send P, and keep test and training messages away from this port.',
  ],
  'no-time': [
    'AE',
    101,
    'EVN^1^2',
    'Neither EVN-2 nor MSH-7 says when this happened: send YYYYMMDDHHMMSS, with an offset like -0500 if you can.',
  ],
  'bad-time': ['AE', 102, 'EVN^1^2', 'EVN-2 is not a time: send YYYYMMDDHHMMSS, with an offset like -0500 if you can.'],
  'no-pid': [
    'AE',
    100,
    'PID',
    'There is no PID segment: send the patient with every admission, transfer, update, discharge and merge.',
  ],
  'no-mrn': [
    'AE',
    101,
    'PID^1^3',
    'PID-3 holds no medical record number: send it with identifier type MR in PID-3.5 and the agreed assigning authority in PID-3.4.',
  ],
  'no-pv1': ['AE', 100, 'PV1', 'There is no PV1 segment: send the visit with every admission, transfer and discharge.'],
  'no-place': [
    'AE',
    101,
    'PV1^1^3',
    'PV1-3 is empty: a transfer must say the point of care, room and bed where the patient now is.',
  ],
  'no-merged': [
    'AE',
    101,
    'MRG^1^1',
    'MRG-1 holds no medical record number: a merge must say which record ends, with type MR like PID-3.',
  ],
  'too-long': [
    'AE',
    207,
    '',
    'The message is larger than this listener takes: leave out documents and images, or have its size limit raised.',
  ],
  'cut-off': [
    'AE',
    100,
    '',
    'The message broke off before its end bytes (1C 0D): send the whole frame at once, and end it before starting the next.',
  ],
  'not-stored': ['AR', 207, '', 'The message could not be stored on this kiosk: keep it and send it again in a minute.'],
} as const satisfies Record<string, readonly ['AE' | 'AR', number, string, string]>;

export type ComplaintKind = keyof typeof COMPLAINTS;
export const COMPLAINT_KINDS = Object.keys(COMPLAINTS) as ComplaintKind[];

/** The complaint of this kind. */
export function complaint(kind: ComplaintKind): Complaint {
  const [answer, code, where, why] = COMPLAINTS[kind];
  return { answer, code, where, why };
}
