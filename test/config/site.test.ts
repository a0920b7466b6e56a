import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSite, rulesFor, SITE_DEFAULTS, unitOf, type Said } from '../../main/config/read-site.ts';
import type { SiteConfiguration } from '../../main/config/site-configuration.ts';
import { shownConfiguration } from '../../main/config/shown.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../resources/examples');
const example = (vendor: string) => join(EXAMPLES, `${vendor}.yml`);
const text = (vendor: string) => readFileSync(example(vendor), 'utf8');
const here = mkdtempSync(join(tmpdir(), 'kiosk-site-'));

function written(site: string): string {
  const path = join(here, 'site.yml');
  writeFileSync(path, site);
  return path;
}

function right(path: string, said: Said = {}): SiteConfiguration {
  const site = readSite(path, said);
  if (!site.ok) throw new Error(site.error.why);
  return site.value;
}

/** The problems of a site file as "line field: sentence". */
function problems(site: string): string[] {
  const read = readSite(written(site));
  return read.ok ? [] : read.error.problems.map(({ line, field, why }) => `${line} ${field}: ${why}`);
}

const small = `institution: Lakeside
store: /var/lib/kiosk
ehr:
  baseUrl: https://ehr.example.org/r4
units:
  - name: 4 West
`;

describe('a site file', () => {
  test('of six lines is enough: everything else is the defaults', () => {
    const site = right(written(small));
    expect(site).toMatchObject({
      folders: { store: resolve('/var/lib/kiosk'), key: resolve('/var/lib/kiosk/kiosk.key'), log: resolve('/var/lib/kiosk/log') },
      refreshMinutes: 15,
      probeSeconds: 60,
      goneHours: 48,
      outage: { declareByItself: false },
      ehr: { vendor: 'generic', authentication: { kind: 'none' }, limits: { perPage: 200, parallel: 6 } },
      units: [{ name: '4 West', census: { kind: 'encounter-location' } }],
      rules: { institution: 'Lakeside', kiosk: 'K1', freshness: { ageingMinutes: 30, staleMinutes: 120 } },
    });
    expect(unitOf(site)).toMatchObject({ ok: true, value: { name: '4 West' } });
  });

  test('says which units a pharmacy desk keeps: some by any spelling, or all; none when it says nothing', () => {
    const two = `${small}  - name: 5 East\n`;
    expect(right(written(two)).desk).toEqual([]);
    expect(right(written(`${two}desk: { units: all }\n`)).desk).toEqual(['4 West', '5 East']);
    expect(right(written(`${two}desk: { units: [5  EAST] }\n`)).desk).toEqual(['5 East']);
    expect(problems(`${two}desk:\n  units:\n    - 7 North\n`)).toEqual([
      '10 desk.units[1]: "7 North" is not among the units: write one of 4 West, 5 East, or all',
    ]);
  });

  test('has its own words for the systems that can fail, and keeps the other settings of an outage', () => {
    const { outage } = right(written(`${small}outage: { systems: [Cardiac monitors, Dictation] }\n`));
    expect(outage).toEqual({ declareByItself: false, afterMinutes: 10, systems: ['Cardiac monitors', 'Dictation'] });
  });

  test('crosses to a worker as plain JSON', () => {
    for (const vendor of ['epic', 'oracle', 'meditech', 'generic']) {
      const site = right(example(vendor));
      expect(JSON.parse(JSON.stringify(site))).toEqual(site);
    }
  });

  test('names files from where it stands itself', () => {
    const site = right(written(small.replace('store: /var/lib/kiosk', 'store: copies\nkey: ../secret/kiosk.key')));
    expect(site.folders).toMatchObject({ store: join(here, 'copies'), key: resolve(here, '../secret/kiosk.key') });
  });

  test('has shifts of its own when they cover the day without overlap; otherwise the line says which of them does not fit', () => {
    const shifts = (...starts: [string, string][]): string =>
      `${small}shifts:\n${starts.map(([name, from]) => `  - { name: ${name}, from: '${from}' }\n`).join('')}`;
    expect(right(written(shifts(['Night', '19:00'], ['Day', '07:00']))).rules.shifts).toHaveLength(2);
    expect(problems(shifts(['Day', '07:00'], ['Night', '07:00']))).toEqual([
      expect.stringMatching(/^9 shifts\[2\]\.from: shift 1 begins at 07:00 too/),
    ]);
    expect(problems(shifts(['Day', '07:00'], ['Night', '23:00'], ['Evening', '15:00']))).toEqual([
      expect.stringMatching(/^10 shifts\[3\]\.from: .*before the one above it \(23:00\)/),
    ]);
    expect(problems(shifts(['Day', '07:00'], ['day', '19:00']))).toEqual([
      expect.stringMatching(/^9 shifts\[2\]\.name: .*own name/),
    ]);
    expect(problems(shifts(['Day', '7:00']))).toEqual([expect.stringMatching(/HH:MM/)]);
  });

  test('keeps the leading zeros of bed names', () => {
    const site = right(written(`${small}    bedMap:\n      0412: 412-A\n      1e3: 413-A\n`));
    expect(site.units[0]!.bedMap).toEqual({ '0412': '412-A', '1e3': '413-A' });
    expect(problems(`${small}    bedMap:\n      0412: 0412\n`)).toEqual([
      expect.stringMatching(/^8 units\[1\]\.bedMap\.0412: .*quotes/),
    ]);
  });
});

describe('each vendor’s example', () => {
  test.each([
    ['epic', 'smart-jwt', ['epic-list', 'epic-list']],
    ['oracle', 'client-secret', ['hl7v2-adt', 'id-list']],
    ['meditech', 'smart-jwt', ['id-list']],
    ['generic', 'none', ['encounter-location']],
  ])('%s is right', (vendor, signIn, census) => {
    const site = right(example(vendor));
    expect(site.ehr).toMatchObject({ vendor, authentication: { kind: signIn } });
    expect(site.units.map(unit => unit.census.kind)).toEqual(census);
    expect(unitOf(site, site.units[0]!.name).ok).toBe(true);
  });

  test('there is no example besides', () =>
    expect(readdirSync(EXAMPLES).sort()).toEqual(['epic.yml', 'generic.yml', 'meditech.yml', 'oracle.yml']));

  test('what a vendor is known not to offer is said in its profile, and a site may want it all the same', () => {
    expect(right(example('oracle')).ehr!.sections).toEqual({ flags: 'not-offered', coverage: 'not-wanted' });
    const wanted = text('oracle').replace('coverage: not-wanted', 'flags: wanted');
    expect(right(written(wanted)).ehr!.sections).toEqual({ flags: 'wanted' });
  });
});

describe('administration times', () => {
  const rows = (site: SiteConfiguration, unit: string, code: string) =>
    rulesFor(site, unit)
      .administrationTimes.rows.filter(row => row.codes.includes(code))
      .map(row => row.times);

  test('a site’s row replaces its codes and no others; a unit’s replaces the site’s', () => {
    const site = right(example('epic'));
    expect(rows(site, '4 West', 'HS')).toEqual([['22:00']]);
    expect(rows(site, '4 West', 'BID')).toEqual([['09:00', '21:00']]);
    expect(rows(site, '5 East ICU', 'BID')).toEqual([['08:00', '20:00']]);
    expect(rows(site, '5 East ICU', 'TID')).toEqual([['09:00', '14:00', '21:00']]);
  });

  test('a row of one code takes this code from the row that it shared', () => {
    const own = '{ codes: [QAM], frequency: 1, period: 1, periodUnit: d, times: ["06:00"], words: every morning }';
    const site = right(written(`${small}administrationTimes:\n  rows:\n    - ${own}\n`));
    expect(rows(site, '4 West', 'QAM')).toEqual([['06:00']]);
    expect(rows(site, '4 West', 'DAILY')).toEqual([['09:00']]);
  });

  test('a row without times takes the times of its codes away', () => {
    expect(rows(right(example('epic')), '4 West', 'QPM')).toEqual([]);
    expect(rows(right(SITE_DEFAULTS), '4 West', 'QPM')).toEqual([['21:00']]);
  });

  test('a code in two rows is refused with the line of the second', () => {
    const row = '{ codes: [BID], frequency: 2, period: 1, periodUnit: d, times: ["09:00", "21:00"], words: twice a day }';
    expect(problems(`${small}administrationTimes:\n  rows:\n    - ${row}\n    - ${row}\n`)).toEqual([
      '10 administrationTimes.rows[2].codes[1]: "BID" stands in row 1 too: leave it in one row',
    ]);
  });
});

describe('lists of drugs', () => {
  const { rules } = right(SITE_DEFAULTS);

  test('have their source, and more names than a ward can remember', () => {
    for (const list of [rules.highAlert, rules.hazardous, rules.controlled, rules.twoInitials, rules.tallMan, rules.allergyCheck])
      expect(list.source).toMatch(/\b(ISMP|NIOSH|DEA|FDA)\b/);
    expect(rules.tallMan.names).toContain('hydrOXYzine');
    expect(rules.allergyCheck.classes.map(c => c.name)).toContain('penicillins');
  });

  test('a site adds tall man names, spells one its own way, and takes others away', () => {
    const { names } = right(written(`${small}tallMan: { add: [proPRANolol, HydrOXYzine], remove: [prednisone] }\n`)).rules
      .tallMan;
    expect(names).toEqual(expect.arrayContaining(['proPRANolol', 'HydrOXYzine', 'prednisoLONE']));
    expect(names).not.toContain('hydrOXYzine');
    expect(names).not.toContain('predniSONE');
  });

  test('a site adds classes and names to what the allergy check knows, and replaces a class of the same name', () => {
    const own = `allergyCheck:
  classes:
    - { name: gliptins, called: [], drugs: [sitagliptin] }
    - { name: house mixtures, called: [house mixture], drugs: [mixture seven] }
  synonyms: { acetaminophen: [perfalgan] }
`;
    const { classes, synonyms } = right(written(`${small}${own}`)).rules.allergyCheck;
    expect(classes.filter(c => c.name === 'gliptins')).toEqual([{ name: 'gliptins', called: [], drugs: ['sitagliptin'] }]);
    expect(classes.map(c => c.name)).toEqual(expect.arrayContaining(['penicillins', 'house mixtures']));
    expect(synonyms['acetaminophen']).toEqual(expect.arrayContaining(['tylenol', 'perfalgan']));
  });

  test('a site’s own list of marks replaces the default’s stems', () => {
    const { twoInitials } = right(written(`${small}twoInitials: { stems: [insulin] }\n`)).rules;
    expect(twoInitials.stems).toEqual(['insulin']);
    expect(twoInitials.fromPump).toEqual(rules.twoInitials.fromPump);
  });
});

describe('a mistake is named with its line, its field and what to change', () => {
  test.each<[string, string, RegExp[]]>([
    ['an unknown setting', `${small}refreshMinute: 5\n`, [/^7 refreshMinute: .*did you mean refreshMinutes\?$/]],
    [
      'a setting in the wrong place',
      small.replace('baseUrl', 'fhirBaseUrl'),
      [/^3 ehr\.baseUrl: baseUrl is missing/, /^4 ehr\.fhirBaseUrl: .*baseUrl/],
    ],
    ['an address that is none', small.replace('https://', ''), [/^4 ehr\.baseUrl: write a whole address/]],
    ['an address with a password', small.replace('//', '//kiosk:pw@'), [/^4 ehr\.baseUrl: take the user name and password out/]],
    ['an address of a file', small.replace('https://', 'file:///'), [/^4 ehr\.baseUrl: write a whole address/]],
    ['no such time zone', `${small}zone: Mars/Olympus\n`, [/^7 zone: .*America\/New_York/]],
    ['a word for a number', `${small}refreshMinutes: often\n`, [/^7 refreshMinutes: write a number/]],
    ['a number for a word', small.replace('4 West', '4'), [/^6 units\[1\]\.name: .*quotes/]],
    ['nothing after a name', small.replace(' Lakeside', ''), [/^1 institution: nothing is written here/]],
    [
      'a time that is none',
      `${small}administrationTimes: { when: { HS: ["9pm"] } }\n`,
      [/^7 administrationTimes\.when\.HS\[1\]: .*HH:MM/],
    ],
    [
      'an unknown census',
      `${small}    census: { kind: epic_list, system: s, id: i }\n`,
      [/^7 units\[1\]\.census\.kind: "epic_list" is not known.*did you mean epic-list\?/],
    ],
    [
      'a census without its parts',
      `${small}    census: { kind: epic-list }\n`,
      [/^7 units\[1\]\.census\.system: system is missing/, /^7 units\[1\]\.census\.id: id is missing/],
    ],
    ['a tall man name without capitals', `${small}tallMan: { add: [prednisone] }\n`, [/^7 tallMan\.add\[1\]: .*capitals/]],
    ['a class without drugs', `${small}allergyCheck: { classes: [{ name: x1 }] }\n`, [/^7 .*called/, /^7 .*drugs/]],
    ['two units of one name', `${small}  - name: 4  WEST\n`, [/^7 units\[2\]\.name: .*already the name of unit 1/]],
    ['a unit that isn’t there', `${small}unit: 5 East\n`, [/^7 unit: .*4 West/]],
    [
      'two beds made one',
      `${small}    bedMap: { a: 412-A, b: 412-a }\n`,
      [/^7 units\[1\]\.bedMap\.b: .*two beds must not become one/],
    ],
    ['ageing after stale', `${small}freshness: { ageingMinutes: 200 }\n`, [/^7 freshness\.ageingMinutes: .*smaller/]],
    ['refreshing too rarely', `${small}refreshMinutes: 60\n`, [/^7 refreshMinutes: .*refresh more often/]],
    [
      'a refresh longer than the time between two',
      `${small}refreshMinutes: 5\n`,
      [/^3 ehr\.limits\.cycleSeconds: .*make cycleSeconds smaller/],
    ],
    [
      'a way that the vendor doesn’t have',
      small.replace('ehr:', 'ehr:\n  vendor: oracle'),
      [/^7 units\[1\]\.census: Oracle Health needs to be told/],
    ],
    [
      'allergies left out',
      small.replace('ehr:', 'ehr:\n  sections: { allergies: not-wanted }'),
      [/^4 ehr\.sections\.allergies: the kiosk knows no such setting/],
    ],
    ['a long kiosk name', `${small}kiosk: four west number one\n`, [/^7 kiosk: .*up to 12/]],
    ['a list', '- ehr\n', [/^1 : write a group of settings/]],
    ['half a file', 'ehr: {\n', [/^\d+ : this is not proper YAML/]],
    ['a setting said twice', `${small}store: /s\n`, [/^7 : this is not proper YAML.*unique/]],
  ])('%s', (_, site, expected) => {
    const found = problems(site);
    expect(found).toHaveLength(expected.length);
    expected.forEach((wanted, i) => expect(found[i]).toMatch(wanted));
  });

  test('all of them at once, in the order of the file', () => {
    const found = problems(`kiosk: "??"\npaper: A5\nstor: /x\nehr: { baseUrl: nowhere }\nunits: []\nprobeSeconds: 1\n`);
    expect(found.map(problem => problem.split(':')[0])).toEqual([
      '1 kiosk',
      '2 paper',
      '3 stor',
      '4 ehr.baseUrl',
      '5 units',
      '6 probeSeconds',
    ]);
  });

  test('a secret that stands in the file is refused and not repeated', () => {
    const secret = 'hunter2-hunter2';
    for (const key of ['secret', 'clientSecret', 'password', 'privateKey', 'client_secret']) {
      const site = small.replace(
        'units:',
        `  authentication: { kind: client-secret, clientId: c, scopes: [s], secretFile: f, ${key}: ${secret} }\nunits:`,
      );
      const read = readSite(written(site));
      expect(read).toMatchObject({ ok: false, error: { problems: [{ line: 5, field: `ehr.authentication.${key}` }] } });
      expect(JSON.stringify(read)).toMatch(/must not stand in this file/);
      expect(JSON.stringify(read)).not.toContain(secret);
    }
    const key = small.replace(
      'units:',
      `  authentication: { kind: smart-jwt, clientId: c, scopes: [s], privateKeyFile: "-----BEGIN PRIVATE KEY----- MIIabc" }\nunits:`,
    );
    expect(problems(key)).toEqual([expect.stringMatching(/^5 ehr\.authentication\.privateKeyFile: write the name of a file/)]);
    expect(problems(key).join()).not.toContain('MIIabc');
  });

  test('credentials over plain http are refused, but for this computer itself', () => {
    const signIn = '  authentication: { kind: client-secret, clientId: c, scopes: [s], secretFile: f }\nunits:';
    const open = small.replace('units:', signIn).replace('https:', 'http:');
    expect(problems(open)).toEqual([expect.stringMatching(/^4 ehr\.baseUrl: .*https/)]);
    expect(problems(open.replace('ehr.example.org', '127.0.0.1:8080'))).toEqual([]);
  });

  test('a file that is not there, or is a folder', () => {
    expect(readSite(join(here, 'none.yml'))).toMatchObject({
      ok: false,
      error: { kind: 'bad-config', why: expect.stringContaining('none.yml') },
    });
    mkdirSync(join(here, 'folder.yml'), { recursive: true });
    expect(readSite(join(here, 'folder.yml'))).toMatchObject({ ok: false, error: { why: expect.stringContaining('EISDIR') } });
  });
});

describe('units that share an ADT feed', () => {
  const feed = (second: string) =>
    `${small}    census: { kind: hl7v2-adt, port: 2575, pointsOfCare: [4W] }\n  - name: 5 East\n    census: { kind: hl7v2-adt, port: 2575${second} }\n`;
  test('may each have their own name in it', () => expect(problems(feed(', pointsOfCare: [5E]'))).toEqual([]));
  test('share its door: allowing others is a contradiction', () =>
    expect(problems(feed(', allowFrom: [10.0.0.1]'))).toEqual([
      expect.stringMatching(/^9 units\[2\]\.census\.port: unit 1 listens at port 2575/),
    ]));
});

describe('the command line', () => {
  test('with another EHR takes nothing of the file’s: its credentials must not go there', () => {
    const site = right(example('epic'), { fhir: 'http://127.0.0.1:9/r4', unit: '5 East ICU' });
    expect(site.ehr).toMatchObject({
      vendor: 'generic',
      baseUrl: 'http://127.0.0.1:9/r4',
      authentication: { kind: 'none' },
      sections: {},
    });
    expect(unitOf(site)).toMatchObject({ ok: true, value: { name: '5 East ICU', census: { kind: 'encounter-location' } } });
    expect(JSON.stringify(site)).not.toContain('epic-private-key');
    expect(rulesFor(site, '5 East ICU').administrationTimes.rows.find(row => row.codes.includes('BID'))!.times).toEqual([
      '08:00',
      '20:00',
    ]);
  });

  test('with another store keeps the key there, too', () => {
    const site = right(written(`${small}key: /etc/kiosk.key\n`), { store: '/elsewhere' });
    expect(site.folders).toMatchObject({
      store: '/elsewhere',
      key: join('/elsewhere', 'kiosk.key'),
      print: join('/elsewhere', 'print'),
    });
  });

  test('asks for a unit that the file doesn’t have: the ones it has are named', () => {
    const site = right(example('epic'), { unit: '9 South' });
    expect(unitOf(site)).toMatchObject({ ok: false, error: { why: expect.stringMatching(/9 South.*4 West, 5 East ICU/) } });
  });

  test('has the last word on the zone', () => {
    expect(right(example('epic'), { zone: 'Asia/Tokyo' }).zone).toBe('Asia/Tokyo');
    expect(right(example('epic'), { zoneElse: '-05:00' }).zone).toBe('America/New_York');
    expect(right(written(small), { zoneElse: '-05:00' }).zone).toBe('-05:00');
  });
});

test('what is shown of a configuration names key files and nothing of where they are', () => {
  const text = JSON.stringify(shownConfiguration(right(example('oracle'))));
  expect(text).toContain('oracle-secret.txt');
  expect(text).not.toContain(join(EXAMPLES, 'oracle-secret.txt'));
  expect(text).not.toContain(join(EXAMPLES, 'mllp-private-key.pem'));
});

describe('whatever happens to a site file, it is a configuration or problems with lines', () => {
  const scraps = [
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '"',
    "'",
    '\t',
    '&a',
    '*a',
    '<<: *a',
    '!!binary x',
    '# ',
    '|',
    '>',
    '\u0000',
    '💥',
    '? ',
    '__proto__: 1',
    'null',
    '-1',
    '1e999',
    '.nan',
    '2026-01-01',
    '%YAML 9',
    '---',
    '...',
  ];
  const lines = (site: string) => site.split('\n').length;
  const check = (site: string): void => {
    const read = readSite(written(site));
    if (read.ok) return expect(read.value.rules.administrationTimes.rows.length).toBeGreaterThan(0);
    expect(read.error.problems.length).toBeGreaterThan(0);
    for (const { line, field, why } of read.error.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines(site));
      expect(typeof field).toBe('string');
      expect(why.length).toBeGreaterThan(10);
      expect(why).not.toMatch(/Invalid input|undefined|\[object/);
    }
  };
  const vendor = fc.constantFrom('epic', 'oracle', 'meditech', 'generic').map(text);

  test('characters cut out, put in or doubled', () =>
    fc.assert(
      fc.property(
        vendor,
        fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 8 }))), {
          minLength: 1,
          maxLength: 4,
        }),
        (site, cuts) => {
          check(
            cuts.reduce(
              (now, [at, length, put]) => now.slice(0, at % now.length) + put + now.slice((at % now.length) + length),
              site,
            ),
          );
        },
      ),
      { numRuns: 400 },
    ));

  test('lines lost, doubled, indented otherwise or exchanged', () =>
    fc.assert(
      fc.property(
        vendor,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('lose', 'double', 'in', 'out', 'swap')), {
          minLength: 1,
          maxLength: 4,
        }),
        (site, changes) => {
          const all = site.split('\n');
          for (const [a, b, how] of changes) {
            const [i, j] = [a % all.length, b % all.length];
            if (how === 'lose') all[i] = '';
            if (how === 'double') all.splice(i, 0, all[i]!);
            if (how === 'in') all[i] = `  ${all[i]}`;
            if (how === 'out') all[i] = all[i]!.replace(/^ {1,2}/, '');
            if (how === 'swap') [all[i], all[j]] = [all[j]!, all[i]!];
          }
          check(all.join('\n'));
        },
      ),
      { numRuns: 400 },
    ));

  test('any value replaced by any other', () =>
    fc.assert(
      fc.property(vendor, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (site, at, value) => {
        const root = parse(site) as unknown;
        const places: [Record<string, unknown>, string][] = [];
        const walk = (node: unknown): void => {
          if (typeof node !== 'object' || node === null) return;
          for (const key of Object.keys(node)) {
            places.push([node as Record<string, unknown>, key]);
            walk((node as Record<string, unknown>)[key]);
          }
        };
        walk(root);
        const [parent, key] = places[at % places.length]!;
        parent[key] = value;
        check(JSON.stringify(root, null, 1));
      }),
      { numRuns: 400 },
    ));
});
