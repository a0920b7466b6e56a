import type { Problem } from './problem.ts';
import type { SiteRules } from './site-rules.ts';
import type { SiteLimits, VendorProfile, WrittenSite } from './site-schema.ts';
import { tableProblems } from './times-checks.ts';

export interface Checked {
  written: WrittenSite;
  rules: SiteRules;
  refreshMinutes: number;
  limits: SiteLimits;
  profile: VendorProfile;
  problem(path: readonly PropertyKey[], why: string): Problem;
  /** Forms of the site's own folder, also those with a mistake. */
  declaredForms: readonly string[];
}

/** Names compared as people mean them. */
export const sameName = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** What is wrong between settings that are each right by themselves. */
export function contradictions(checked: Checked): Problem[] {
  return [
    ...timeProblems(checked),
    ...shiftProblems(checked),
    ...ehrProblems(checked),
    ...unitProblems(checked),
    ...printerProblems(checked),
    ...labelSheetProblems(checked),
    ...aheadProblems(checked),
    ...tableProblems(checked),
  ];
}

function timeProblems({ rules, refreshMinutes, limits, problem }: Checked): Problem[] {
  const { ageingMinutes, staleMinutes } = rules.freshness;
  const problems: Problem[] = [];
  if (ageingMinutes >= staleMinutes)
    problems.push(
      problem(
        ['freshness', 'ageingMinutes'],
        `a copy must be called ageing (${ageingMinutes} min) before it is called stale (${staleMinutes} min): make ageingMinutes smaller`,
      ),
    );
  if (ageingMinutes < refreshMinutes)
    problems.push(
      problem(
        ['refreshMinutes'],
        `a copy would be called ageing (${ageingMinutes} min) before the next refresh is due (${refreshMinutes} min): refresh more often, or raise freshness.ageingMinutes`,
      ),
    );
  if (limits.cycleSeconds > refreshMinutes * 60)
    problems.push(
      problem(
        ['ehr', 'limits', 'cycleSeconds'],
        `one refresh may take ${limits.cycleSeconds} s, longer than the ${refreshMinutes} min between two: make cycleSeconds smaller, or refreshMinutes larger`,
      ),
    );
  if (limits.requestSeconds > limits.cycleSeconds)
    problems.push(
      problem(
        ['ehr', 'limits', 'requestSeconds'],
        `one request may not take longer (${limits.requestSeconds} s) than a whole refresh (${limits.cycleSeconds} s): make requestSeconds smaller`,
      ),
    );
  return problems;
}

/** Shifts written in the order of a day, each beginning at a time of its own, cover the day without a gap and without overlap. */
function shiftProblems({ written, problem }: Checked): Problem[] {
  const shifts = written.shifts ?? [];
  const later = (from: string): number => (minutesOf(from) - minutesOf(shifts[0]!.from) + DAY) % DAY;
  return shifts.flatMap(({ name, from }, i) => {
    const before = shifts[i - 1];
    const same = shifts.findIndex(other => other.from === from);
    if (same < i)
      return [
        problem(['shifts', i, 'from'], `shift ${same + 1} begins at ${from} too: each shift lasts until the next one begins`),
      ];
    const twin = shifts.findIndex(other => sameName(other.name, name));
    if (twin < i)
      return [problem(['shifts', i, 'name'], `"${name}" is already the name of shift ${twin + 1}: give each shift its own name`)];
    if (before && later(from) < later(before.from))
      return [
        problem(
          ['shifts', i, 'from'],
          `this shift begins before the one above it (${before.from}): write the shifts in the order of a day`,
        ),
      ];
    return [];
  });
}

const DAY = 24 * 60;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const isLoopback = (url: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/** Credentials travel over TLS only; this computer itself is the exception. */
function ehrProblems({ written, problem }: Checked): Problem[] {
  const { ehr } = written;
  if (!ehr?.authentication || ehr.authentication.kind === 'none') return [];
  const open = (url: string | undefined): boolean => url !== undefined && url.startsWith('http:') && !isLoopback(url);
  const why = 'the kiosk’s credentials would travel unprotected: write an https address';
  return [
    ...(open(ehr.baseUrl) ? [problem(['ehr', 'baseUrl'], why)] : []),
    ...(open(ehr.authentication.tokenUrl) ? [problem(['ehr', 'authentication', 'tokenUrl'], why)] : []),
  ];
}

function unitProblems({ written, profile, problem }: Checked): Problem[] {
  const problems: Problem[] = [];
  const units = written.units ?? [];
  const names = units.map(u => u.name).join(', ') || 'them under units first';
  const choice = `write ${profile.census.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  units.forEach((unit, i) => {
    const say = (path: PropertyKey[], why: string): number => problems.push(problem(['units', i, ...path], why));
    const first = units.findIndex(other => sameName(other.name, unit.name));
    if (first < i) say(['name'], `"${unit.name}" is already the name of unit ${first + 1}: give each unit its own name`);
    if (!unit.census) {
      if (profile.census[0] !== 'encounter-location')
        say(['census'], `${profile.name} needs to be told how to find this unit’s patients: add census with its kind, ${choice}`);
    } else if (!profile.census.includes(unit.census.kind))
      say(['census', 'kind'], `${profile.name} cannot find a unit’s patients by ${unit.census.kind}: ${choice}`);
    const { census } = unit;
    if (census?.kind === 'hl7v2-adt') {
      const feeds = units.map(u => (u.census?.kind === 'hl7v2-adt' ? u.census : null));
      const other = feeds.findIndex(feed => feed?.port === census.port);
      const door = ({ host, tls, allowFrom }: typeof census): string => JSON.stringify([host, tls, allowFrom]);
      if (other < i && door(feeds[other]!) !== door(census))
        say(
          ['census', 'port'],
          `unit ${other + 1} listens at port ${census.port} with another host, tls or allowFrom: make them equal, or choose another port`,
        );
    }
    const beds = Object.entries(unit.bedMap ?? {});
    beds.forEach(([bed, ward], n) => {
      const twin = beds.findIndex(([, w]) => sameName(w, ward));
      if (twin < n)
        say(['bedMap', bed], `"${ward}" is already the ward’s name of bed ${beds[twin]![0]}: two beds must not become one`);
    });
  });
  if (written.unit !== undefined && !units.some(u => sameName(u.name, written.unit!)))
    problems.push(problem(['unit'], `"${written.unit}" is not among the units: write one of ${names}`));
  const desk = written.desk?.units ?? [];
  if (desk !== 'all')
    desk.forEach((name, i) => {
      if (!units.some(unit => sameName(unit.name, name)))
        problems.push(problem(['desk', 'units', i], `"${name}" is not among the units: write one of ${names}, or all`));
    });
  return problems;
}

/** Paper by itself needs an occasion, a printer, and forms that are about somebody. */
function aheadProblems({ written: { printAhead, printers = [] }, rules, problem, declaredForms }: Checked): Problem[] {
  if (!printAhead?.on) return [];
  const { at = [], beforeMinutes, downMinutes, forms = [] } = printAhead;
  const never = at.length === 0 && beforeMinutes === undefined && downMinutes === undefined;
  const wrong = (id: string): string | null => {
    const form = rules.forms.find(known => known.id === id);
    if (!form)
      return declaredForms.includes(id)
        ? null
        : `there is no form called ${id}: write one of ${rules.forms.map(known => known.id).join(', ')}`;
    const byHand = BY_HAND.has(form.about) || id === 'standing-envelope';
    return byHand ? `${id} is not printed by itself: it is made when somebody asks for it` : null;
  };
  return [
    ...(never
      ? [
          problem(
            ['printAhead'],
            'nothing says when to print: write at: ["05:30"], beforeMinutes or downMinutes, or remove printAhead',
          ),
        ]
      : []),
    ...(printers.every(({ label }) => label !== undefined)
      ? [problem(['printAhead'], 'there is no printer of pages to print on by itself: list one under printers')]
      : []),
    ...forms.flatMap((id, i) => {
      const why = wrong(id);
      return why === null ? [] : [problem(['printAhead', 'forms', i], why)];
    }),
  ];
}
const BY_HAND: ReadonlySet<string> = new Set(['whoever', 'standing']);

/** Each printer has a name and an address of its own, and units that exist. */
function printerProblems({ written, problem }: Checked): Problem[] {
  const printers = written.printers ?? [];
  const units = written.units ?? [];
  return printers.flatMap(({ name, uri, units: own = [], certificate, label, duplex, tray }, i) => {
    const say = (path: PropertyKey[], why: string): Problem => problem(['printers', i, ...path], why);
    const twin = printers.findIndex(other => sameName(other.name, name));
    const same = printers.findIndex(other => other.uri === uri);
    return [
      ...(twin < i
        ? [say(['name'], `"${name}" is already the name of printer ${twin + 1}: give each printer its own name`)]
        : []),
      ...(same < i
        ? [
            say(
              ['uri'],
              `printer ${same + 1} (${printers[same]!.name}) has this address too: list a printer once, with all its units`,
            ),
          ]
        : []),
      ...own.flatMap((unit, n) =>
        units.some(known => sameName(known.name, unit))
          ? []
          : [
              say(
                ['units', n],
                `"${unit}" is not among the units: write one of ${units.map(u => u.name).join(', ') || 'them under units first'}`,
              ),
            ],
      ),
      ...(uri.startsWith('socket:') && label === undefined
        ? [
            say(
              ['uri'],
              'a printer at a socket is a label printer: add label with what it is loaded with, or write its ipp:// address',
            ),
          ]
        : []),
      ...(!uri.startsWith('socket:') && label !== undefined
        ? [say(['label'], 'labels are printed at a socket: write socket://host:9100 as its address, or remove label')]
        : []),
      ...(label !== undefined && (duplex !== undefined || tray !== undefined)
        ? [
            say(
              [duplex === undefined ? 'tray' : 'duplex'],
              'a label printer has neither trays nor second sides: remove this line',
            ),
          ]
        : []),
      ...(certificate !== undefined && !uri.startsWith('ipps:')
        ? [
            say(
              ['certificate'],
              'this address is not encrypted, so a certificate proves nothing: write ipps://, or remove this line',
            ),
          ]
        : []),
    ];
  });
}

const PAPER_MM = { letter: { width: 215.9, height: 279.4 }, a4: { width: 210, height: 297 } } as const;

/** Labels lie on their sheet and not on each other. */
function labelSheetProblems({ written, rules, problem }: Checked): Problem[] {
  return Object.keys(written.labelSheets ?? {}).flatMap(name => {
    const { paper, columns, rows, leftMm, topMm, widthMm, heightMm, acrossMm, downMm } = rules.labelSheets[name]!;
    const say = (field: string, why: string): Problem => problem(['labelSheets', name, field], why);
    const right = leftMm + (columns - 1) * acrossMm + widthMm;
    const bottom = topMm + (rows - 1) * downMm + heightMm;
    const { width, height } = PAPER_MM[paper];
    const beyond = (end: number, edge: number): string =>
      `the last label would end at ${Math.round(end * 10) / 10} mm of ${edge} mm of ${paper} paper: measure the sheet again`;
    return [
      ...(columns > 1 && acrossMm < widthMm
        ? [
            say(
              'acrossMm',
              `labels of ${widthMm} mm would lie over each other: write the distance from one label’s left edge to the next one’s`,
            ),
          ]
        : []),
      ...(rows > 1 && downMm < heightMm
        ? [
            say(
              'downMm',
              `labels of ${heightMm} mm would lie over each other: write the distance from one label’s top edge to the next one’s`,
            ),
          ]
        : []),
      ...(right > width + 0.2 ? [say('acrossMm', beyond(right, width))] : []),
      ...(bottom > height + 0.2 ? [say('downMm', beyond(bottom, height))] : []),
    ];
  });
}
