import { expect, test } from 'vitest';
import { contract } from '../../main/contract.ts';
import { may, RIGHTS, type Right } from '../../main/domain/right.ts';
import { ROLES } from '../../main/domain/role.ts';

const rights = Object.keys(RIGHTS) as Right[];
const methodsOf = (right: Right | null): string[] =>
  Object.entries(contract).flatMap(([name, method]) => (method.right === right ? [name] : []));

/** The one table, as people read it. */
function page(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Who may see and do what',
    '',
    'Made from the table in `main/domain/right.ts`, which the one door (`main/dispatch.ts`) asks at every call; `npm test` compares the two.',
    'Whoever breaks the glass chooses one of the roles but `administrator`, and is marked in everything.',
    '',
    row(['Right', ...ROLES]),
    row(['---', ...ROLES.map(() => ':-:')]),
    ...rights.map(right => row([RIGHTS[right].words, ...ROLES.map(role => (may(role, right) ? 'yes' : ''))])),
    '',
    '## Calls by right',
    '',
    ...rights.map(right => `- **${right}**: ${methodsOf(right).join(', ')}`),
    `- **nobody has to be signed in**: ${methodsOf(null).join(', ')}`,
    '',
  ].join('\n');
}

test('the documentation says of every right who has it, and which calls take it', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/rights.md');
});

test('every right is taken by a call, and every call says its right', () => {
  expect(rights.filter(right => right !== 'read the audit' && methodsOf(right).length === 0)).toEqual([]);
  expect(Object.values(contract).every(({ right }) => right === null || Object.hasOwn(RIGHTS, right))).toBe(true);
});

test('IT sees no patient, and only pharmacists and supervisors see other units', () => {
  const open = rights.filter(right => may('administrator', right));
  expect(open).toEqual(['see this kiosk', 'refresh the copy', 'read the audit']);
  expect(ROLES.filter(role => may(role, 'see other units'))).toEqual(['pharmacist', 'supervisor']);
});
