import { describe, expect, test } from 'vitest';
import { pinOf } from '../../main/domain/pin.ts';
import { staffMember } from '../../main/domain/staff.ts';

const nora = { user: 'njones4471', badge: 'B-771203' };

describe('a PIN', () => {
  test.each(['482913', '0071940288', '112233', '135791', '246802'])('%s is good', typed =>
    expect(pinOf(typed, nora)).toEqual({ ok: true, value: typed }),
  );
  test.each([
    ['too short', '48291'],
    ['too long', '4829134829134'],
    ['not digits', '48291a'],
    ['digits of another script', '٤٨٢٩١٣'],
    ['nothing', ''],
    ['all the same', '777777'],
    ['a run upwards', '234567'],
    ['a run over nine', '789012'],
    ['a run downwards', '987654'],
    ['on the badge', '771203'],
    ['with the badge in it', '99771203'],
    ['with the user name’s number in it', '994471'],
  ])('that is %s is refused', (_, typed) => expect(pinOf(typed, nora).ok).toBe(false));
});

describe('a scan of a badge', () => {
  const people = [
    { user: 'njones', badge: 'B-771203' },
    { user: 'Avery.Stone', badge: null },
  ];
  test.each(['B-771203', 'b-771203\r\n', '  B-771203 ', '\u001dB-771203'])('%j is its person', said =>
    expect(staffMember(people, said)?.user).toBe('njones'),
  );
  test('a typed name counts whatever its capitals', () => expect(staffMember(people, ' avery.stone ')?.user).toBe('Avery.Stone'));
  test('nobody and nothing is nobody', () => {
    for (const said of ['', ' ', 'B-77120', 'null']) expect(staffMember(people, said)).toBeNull();
  });
});
