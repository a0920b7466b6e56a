import fc from 'fast-check';
import ipp from 'ipp';
import { expect, test } from 'vitest';
import { isWhole } from '../../main/printing/framing.ts';
import { answerOf, requestBytes } from '../../main/printing/ipp-message.ts';

/** A printer's answer with everything that can stand in one: lists, a collection in a collection, numbers. */
const answer = ipp.serialize({
  version: '2.0',
  statusCode: 'successful-ok',
  id: 7,
  'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en', 'status-message': 'Łódź ✓' },
  'job-attributes-tag': {
    'job-name': 'K1-7F3QXH-42-1.3.1',
    'job-state': 'processing',
    'job-impressions-completed': 3,
    'job-state-reasons': ['job-printing', 'printer-stopped-partly'],
    'media-col': { 'media-size': { 'x-dimension': 21000, 'y-dimension': 29700 }, 'media-source': 'tray-2' },
  },
});

test('a printer’s answer is read with its lists, collections and letters', () => {
  expect(answerOf(answer)).toEqual({
    status: 'successful-ok',
    message: 'Łódź ✓',
    printer: {},
    unsupported: [],
    jobs: [
      {
        'job-name': 'K1-7F3QXH-42-1.3.1',
        'job-state': 'processing',
        'job-impressions-completed': 3,
        'job-state-reasons': ['job-printing', 'printer-stopped-partly'],
        'media-col': { 'media-size': { 'x-dimension': 21000, 'y-dimension': 29700 }, 'media-source': 'tray-2' },
      },
    ],
  });
});

test('an answer that is cut anywhere is no answer', () => {
  for (let length = 0; length < answer.length; length++) expect(answerOf(answer.subarray(0, length))).toBeNull();
});

test('whatever bytes are altered or come, reading them ends and never throws', () => {
  const altered = fc.array(fc.tuple(fc.nat(answer.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }).map(changes => {
    const bytes = Buffer.from(answer);
    for (const [at, to] of changes) bytes[at] = to;
    return bytes;
  });
  const random = fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(altered, random), bytes => {
      answerOf(bytes);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['HTML', Buffer.from('<!doctype html><title>HP LaserJet</title>')],
  ['a name that is longer than the message', Buffer.from('020000000000000101470fff', 'hex')],
  ['a negative length, on which the package would run in circles', Buffer.from('0200000000000001014700017fffff03', 'hex')],
  [
    'a collection that is never closed',
    Buffer.from('0200000000000001023400016d00004a0000000161210000000400000001 03'.replace(' ', ''), 'hex'),
  ],
  ['a member of no collection', Buffer.from('0200000000000001024a0000000161 03'.replace(' ', ''), 'hex')],
  ['a number of two bytes', Buffer.from('02000000000000010221000161000200ff03', 'hex')],
])('%s is no IPP message', (_, bytes) => expect(isWhole(bytes)).toBe(false));

test('a request carries what it asks, and no two have the same number', () => {
  const asked = { operation: 'Get-Printer-Attributes', uri: 'ipp://prn/ipp/print' } as const;
  const [first, second] = [requestBytes(asked), requestBytes(asked)].map(bytes => ipp.parse(bytes));
  expect(first).toMatchObject({
    operation: 'Get-Printer-Attributes',
    'operation-attributes-tag': { 'printer-uri': 'ipp://prn/ipp/print' },
  });
  expect(first!.id).not.toBe(second!.id);
});
