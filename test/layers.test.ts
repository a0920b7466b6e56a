import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { preProcessFile } from 'typescript';
import { describe, expect, test } from 'vitest';

/** Who may import whom; a room may always import itself. Read it top-down: the top knows nothing, the host knows all. */
const ROOMS: Record<string, { may: string[]; packages: string[] }> = {
  'main/domain': { may: [], packages: ['zod', 'temporal-polyfill'] },
  'main/ports.ts': { may: ['main/domain'], packages: [] },
  'main/contract.ts': { may: ['main/domain'], packages: ['zod'] },
  'main/config': { may: ['main/domain'], packages: ['node:', 'yaml', 'zod'] },
  'main/ehr-of-site.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/config', 'main/ehr', 'main/store', 'main/vault'],
    packages: [],
  },
  'main/exchange-of-site.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/config', 'main/services', 'main/store', 'main/vault'],
    packages: [],
  },
  'main/plain-json.ts': { may: [], packages: [] },
  'main/bug-place.ts': { may: [], packages: [] },
  'main/dispatch.ts': {
    may: ['main/domain', 'main/contract.ts', 'main/plain-json.ts', 'main/bug-place.ts', 'main/ports.ts'],
    packages: [],
  },
  'main/vault': { may: ['main/domain', 'main/ports.ts', 'main/store'], packages: ['node:', 'zod', 'hash-wasm'] },
  'main/store': { may: ['main/domain', 'main/ports.ts'], packages: ['node:', 'better-sqlite3', 'zod'] },
  'main/ehr': { may: ['main/domain', 'main/ports.ts'], packages: ['node:', 'zod', 'fhir', 'jose'] },
  'main/paper': {
    may: ['main/domain'],
    packages: ['node:', 'pdfkit', 'fontkit', 'bidi-js', 'bwip-js', '@zxing/library', 'pdfjs-dist', '@expo-google-fonts'],
  },
  'main/printing': { may: ['main/domain', 'main/ports.ts'], packages: ['node:', 'ipp', 'zod'] },
  'main/demo': { may: ['main/domain'], packages: ['node:', 'fhir', 'temporal-polyfill'] },
  'main/services': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/store', 'main/ehr', 'main/paper'],
    packages: ['node:'],
  },
  'main/handlers.ts': { may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/services'], packages: [] },
  'main/census-feed.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/config', 'main/ehr', 'main/store', 'main/vault'],
    packages: [],
  },
  'main/kept-unit.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/config', 'main/services', 'main/store', 'main/watch.ts'],
    packages: [],
  },
  'main/work.ts': { may: ['main/domain', 'main/ports.ts', 'main/config', 'main/services', 'main/vault'], packages: [] },
  'main/workbench.ts': { may: ['main/domain', 'main/ports.ts', 'main/services', 'main/work.ts'], packages: ['node:'] },
  'main/worker.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/bug-place.ts', 'main/ehr-of-site.ts', 'main/services'].concat([
      'main/store',
      'main/vault',
      'main/work.ts',
    ]),
    packages: ['node:'],
  },
  'main/watch.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/census-feed.ts', 'main/ehr-of-site.ts'].concat(
      ['main/services', 'main/store', 'main/vault', 'main/work.ts', 'main/workbench.ts'],
    ),
    packages: [],
  },
  'main/app.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/handlers.ts'].concat([
      'main/exchange-of-site.ts',
      'main/kept-unit.ts',
      'main/printing',
      'main/services',
      'main/standing.ts',
      'main/store',
      'main/watch.ts',
    ]),
    packages: [],
  },
  'main/standing.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/services', 'main/store', 'main/watch.ts'],
    packages: [],
  },
  'main/door.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/store', 'main/vault', 'main/watch.ts'],
    packages: [],
  },
  'main/kiosk.ts': {
    may: ['main/domain', 'main/ports.ts', 'main/contract.ts', 'main/config', 'main/dispatch.ts', 'main/handlers.ts'].concat([
      'main/app.ts',
      'main/door.ts',
      'main/gate.ts',
      'main/services',
      'main/standing.ts',
      'main/store',
      'main/vault',
      'main/watch.ts',
      'main/work.ts',
    ]),
    packages: ['node:'],
  },
  'main/gate.ts': {
    may: ['main/domain', 'main/config', 'main/store', 'main/vault'],
    packages: [],
  },
  // The last two for the benchmark alone: what it measures the paper against.
  'main/host': { may: ['main'], packages: ['node:', 'electron', 'commander', 'yaml', 'zod', 'playwright-core', 'pdfkit'] },
  renderer: {
    may: ['main/contract.ts', 'main/domain'],
    packages: ['react', 'react-dom', 'react-aria-components', 'pdfjs-dist'],
  },
};

const root = resolve(import.meta.dirname, '..');
const files = ['main', 'renderer'].flatMap(folder =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter(path => /\.(ts|tsx|mjs|js)$/.test(path)),
);
const within = (path: string, room: string) => path === room || path.startsWith(`${room}/`);
const roomOf = (path: string) =>
  Object.keys(ROOMS)
    .filter(room => within(path, room))
    .sort((a, b) => b.length - a.length)[0];

/** Each import of the file (of a type too, and `import()`) that its room may not have: "main/ehr/x.ts → pdfkit: …". */
function refused(file: string, source: string): string[] {
  const room = roomOf(file);
  if (room === undefined) return [`${file} belongs to no room: add it to the table, with what it may import`];
  const { may, packages } = ROOMS[room]!;
  return preProcessFile(source, true, true).importedFiles.flatMap(({ fileName }) => {
    const said = `${file} → ${fileName}`;
    if (!fileName.startsWith('.')) {
      const listed = packages.some(name => (name === 'node:' ? fileName.startsWith(name) : within(fileName, name)));
      return listed ? [] : [`${said}: ${room} may import no package but ${packages.join(', ') || 'none'}`];
    }
    const target = posix.join(dirname(file).replaceAll('\\', '/'), fileName);
    return [room, ...may].some(allowed => within(target, allowed))
      ? []
      : [`${said}: ${room} may import ${may.join(', ') || 'nothing'} only`];
  });
}

test.each(files)('%s imports only what its room may', file => {
  expect(refused(file, readFileSync(resolve(root, file), 'utf8'))).toEqual([]);
});

test.each(Object.keys(ROOMS))('the room %s exists', room => expect(files.some(file => within(file, room))).toBe(true));

describe('a planted import is refused', () => {
  test.each([
    ['a package that is not listed', 'main/domain/x.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['a package that begins like a listed one', 'main/ehr/x.ts', "import z from 'zod-extra';", 'zod-extra'],
    ['an upward import', 'main/store/x.ts', "import { sync } from '../services/sync.ts';", '../services/sync.ts'],
    ['a type', 'main/domain/x.ts', "import type { Log } from '../ports.ts';", '../ports.ts'],
    ['a re-export', 'main/domain/x.ts', "export * from '../ehr/client.ts';", '../ehr/client.ts'],
    ['import()', 'renderer/x.tsx', "const f = () => import('../main/host/browser.ts');", '../main/host/browser.ts'],
    ['import for its effect', 'main/paper/x.ts', "import '../store/schema.ts';", '../store/schema.ts'],
    ['a type within import()', 'main/domain/x.ts', "let log: import('../ports.ts').Log;", '../ports.ts'],
    ['a neighbour whose name begins alike', 'main/domain/x.ts', "import x from '../domain-extra/x.ts';", '../domain-extra/x.ts'],
  ])('%s', (_, file, source, target) => {
    expect(refused(file, source)).toEqual([expect.stringContaining(`${file} → ${target}: `)]);
  });

  test('a file in no room', () =>
    expect(refused('main/utils/x.ts', '')).toEqual([expect.stringContaining('belongs to no room')]));

  test('and what is allowed, or only said in a comment or a string, is not', () => {
    const source =
      "import type { Ehr } from '../ports.ts'; import './y.ts'; // import '../store/x.ts'\nconst s = \"from '../store/x.ts'\";";
    expect(refused('main/ehr/x.ts', source)).toEqual([]);
  });
});
