import { ROLES, type Role } from '../../domain/role.ts';
import { plainUser } from '../../domain/staff.ts';

/** A person of the hospital's roster. */
export interface RosterLine {
  /** In the file, from 1. */
  line: number;
  user: string;
  name: string;
  role: Role;
  badge: string | null;
}

const COLUMNS = ['user', 'name', 'role', 'badge'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads a roster: CSV with columns user, name, role and badge in any order, separated by comma or semicolon, quoted or not (RFC 4180), with or
 * without a byte order mark. Every line that is wrong is named with its number: "line 7: …".
 */
export function readRoster(text: string): { lines: RosterLine[]; problems: string[] } {
  const body = text.replace(/^\uFEFF/, '');
  const separator = (body.split(/\r?\n/, 1)[0] ?? '').includes(';') ? ';' : ',';
  const { records, problems } = recordsOf(body, separator);
  const [head, ...rows] = records;
  if (head === undefined) return { lines: [], problems: ['line 1: the file is empty'] };
  const names = head.cells.map(cell => cell.trim().toLowerCase());
  const missing = COLUMNS.filter(column => column !== 'badge' && !names.includes(column));
  if (missing.length > 0)
    return { lines: [], problems: [`line ${head.line}: the first line must name the columns; not there: ${missing.join(', ')}`] };
  if (new Set(names).size < names.length) return { lines: [], problems: [`line ${head.line}: a column is named twice`] };
  const lines: RosterLine[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const cell = (column: Column): string => (cells[names.indexOf(column)] ?? '').normalize('NFC').trim();
    const [user, name, role, badge] = [cell('user'), cell('name'), cell('role').toLowerCase(), cell('badge') || null];
    const wrong = [
      ...(cells.length === names.length ? [] : [`${cells.length} cells instead of ${names.length}`]),
      ...(plainUser(user) === '' ? ['no user'] : []),
      ...(name === '' ? ['no name'] : []),
      ...(isRole(role) ? [] : [`the role “${role}” is none of ${ROLES.join(', ')}`]),
      ...[user, badge ?? ''].flatMap(said => {
        const other = said === '' ? undefined : seen.get(plainUser(said));
        return other === undefined ? [] : [`“${said}” is already in line ${other}`];
      }),
    ];
    for (const said of [user, badge]) if (said) seen.set(plainUser(said), line);
    if (wrong.length > 0) problems.push(`line ${line}: ${wrong.join('; ')}`);
    else if (isRole(role)) lines.push({ line, user, name, role, badge });
  }
  if (lines.length === 0 && problems.length === 0) problems.push(`line ${head.line}: nobody is in it`);
  return { lines, problems: problems.sort((a, b) => parseInt(a.slice(5)) - parseInt(b.slice(5))) };
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Records of a CSV with the line on which each begins; blank lines are none. */
function recordsOf(text: string, separator: string): { records: { line: number; cells: string[] }[]; problems: string[] } {
  const records: { line: number; cells: string[] }[] = [];
  const problems: string[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endRecord = (): void => {
    cells.push(cell);
    if (cells.some(each => each.trim() !== '')) records.push({ line: begun, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\n') line++;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at]!;
      else quoted = false;
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (letter === separator) {
      cells.push(cell);
      cell = '';
    } else if (letter === '\n') {
      endRecord();
      begun = line;
    } else if (letter !== '\r') cell += letter;
  }
  if (quoted) problems.push(`line ${begun}: a quotation mark is opened and not closed`);
  else if (cell !== '' || cells.length > 0) endRecord();
  return { records, problems };
}
