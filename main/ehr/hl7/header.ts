import { segmentsOf, separatorsOf, USUAL, type Separators } from './segments.ts';

/** What an answer needs of the message it answers, as bytes read as Latin-1, so that it is echoed unchanged. */
export interface Header {
  separators: Separators;
  /** MSH-3 to MSH-6. */
  sendingApplication: string;
  sendingFacility: string;
  receivingApplication: string;
  receivingFacility: string;
  sentAt: string;
  type: string;
  event: string;
  controlId: string;
  processing: string;
  version: string;
  sequence: string;
  charset: string;
}

const MSH = new Set(['MSH']);
/** A header field longer than that is not echoed. */
const LONGEST = 227;

/** The MSH segment of a message; null when the message doesn't begin with one that can be taken apart. */
export function headerOf(latin1: string): Header | null {
  const separators = separatorsOf(latin1);
  if (!separators) return null;
  const line = latin1.slice(0, latin1.search(/[\r\n]|$/));
  const fields = segmentsOf(line, separators, MSH)[0]?.fields ?? [];
  const field = (n: number): string => (fields[n] ?? '').slice(0, LONGEST);
  const [type = '', event = ''] = field(9).split(separators.component);
  return {
    separators,
    sendingApplication: field(3),
    sendingFacility: field(4),
    receivingApplication: field(5),
    receivingFacility: field(6),
    sentAt: field(7),
    type,
    event,
    controlId: field(10).trim(),
    processing: field(11).split(separators.component)[0]!.trim(),
    version: field(12),
    sequence: field(13),
    charset: field(18).split(separators.repetition)[0]!,
  };
}

/** For answering what has no header. */
export const NO_HEADER: Header = {
  separators: USUAL,
  sendingApplication: '',
  sendingFacility: '',
  receivingApplication: '',
  receivingFacility: '',
  sentAt: '',
  type: '',
  event: '',
  controlId: '',
  processing: 'P',
  version: '2.5.1',
  sequence: '',
  charset: '',
};
