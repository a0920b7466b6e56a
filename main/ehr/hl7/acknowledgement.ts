import type { Instant } from '../../domain/time.ts';
import type { Complaint } from './complaint.ts';
import type { Header } from './header.ts';
import { escaped } from './segments.ts';

/**
 * The answer to a message, unframed: AA when `complaint` is null, otherwise AE or AR with the one sentence in MSA-3 and ERR. It echoes of
 * the message only header fields (addresses, control id, processing id, version), never anything about a patient.
 */
export function acknowledgement(header: Header, complaint: Complaint | null, now: Instant, ownId: string): Buffer {
  const { separators } = header;
  const { field, component, repetition, escape, subcomponent } = separators;
  const parts = (...values: string[]): string => values.map(value => escaped(value, separators)).join(component);
  const event = /^[A-Z][0-9A-Z]{2}$/.test(header.event) ? header.event : '';
  const msh = [
    `MSH${field}${component}${repetition}${escape}${subcomponent}`,
    header.receivingApplication,
    header.receivingFacility,
    header.sendingApplication,
    header.sendingFacility,
    `${new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)}+0000`,
    '',
    event === '' ? 'ACK' : parts('ACK', event, 'ACK'),
    ownId,
    header.processing || 'P',
    header.version || '2.5.1',
  ];
  const segments = [msh, ['MSA', complaint?.answer ?? 'AA', header.controlId, ...(complaint ? [parts(complaint.why)] : [])]];
  if (complaint) {
    const where = complaint.where.split('^').join(component);
    segments.push(['ERR', '', where, parts(String(complaint.code), '', 'HL70357'), 'E', '', '', '', parts(complaint.why)]);
  }
  return Buffer.from(segments.map(segment => `${segment.join(field)}\r`).join(''), 'latin1');
}
