import { describe, expect, test } from 'vitest';
import { readRoster } from '../../main/host/commands/roster-file.ts';

const nora = { user: 'njones', name: 'Jones, Nora', role: 'nurse', badge: 'B-1' };

describe("the hospital's roster", () => {
  test.each([
    ['as it should be', 'user,name,role,badge\nnjones,"Jones, Nora",nurse,B-1\n'],
    ['as a spreadsheet of another country saves it', '\uFEFFuser;name;role;badge\r\nnjones;Jones, Nora;nurse;B-1\r\n\r\n'],
    ['in another order and spelling', ' Badge ,ROLE,Name,User\nB-1,Nurse,"Jones, Nora", njones '],
    ['with columns that are not ours', 'ward,user,name,role,badge\n4 West,njones,"Jones, Nora",nurse,B-1'],
  ])('is read %s', (_, text) => {
    expect(readRoster(text)).toMatchObject({ lines: [{ line: 2, ...nora }], problems: [] });
  });

  test('a quotation mark within a name, and no badge', () => {
    const { lines } = readRoster('user,name,role\nx,"Ann ""Annie"" Lee",clerk\n');
    expect(lines).toEqual([{ line: 2, user: 'x', name: 'Ann "Annie" Lee', role: 'clerk', badge: null }]);
  });

  test('every line that is wrong is named with its number in the file, in order', () => {
    const text =
      'user,name,role,badge\na,A,nurse,1\nb,B,nurs,2\n,C,nurse,3\nd,,clerk,\nA,A2,nurse,9\ne,E,nurse,1\nf,"F\nF",nurse\ng,"G';
    expect(readRoster(text).problems.map(problem => /line \d+/.exec(problem)?.[0])).toEqual(
      [3, 4, 5, 6, 7, 8, 10].map(line => `line ${line}`),
    );
  });

  test.each([
    ['', 'empty'],
    ['njones,Nora,nurse\n', 'not there: user, name, role'],
    ['user,name,role\n', 'nobody'],
    ['user,name,role,User\nx,y,nurse,z\n', 'twice'],
  ])('%j is told what is wrong with it', (text, words) => expect(readRoster(text).problems[0]).toContain(words));
});
