import type { Allergy } from './allergy.ts';
import type { FormDefinition } from './form.ts';
import { ageWords, durationWords, type Freshness } from './freshness.ts';
import type { Span } from './medication-day.ts';
import { isDrill, type Outage } from './outage.ts';
import { unreachable } from './result.ts';
import type { Band, EmptyHead, Foot, UnitHead, WardHead } from './sheet.ts';
import type { SectionName, Snapshot } from './chart.ts';
import { doubtWords, silenceWords } from './silence.ts';
import type { Site } from './site.ts';
import { epochMs, isInstant, paperDate, paperDateTime, paperFhirDate, type Instant, type Zone } from './time.ts';
import type { CodeStatusView, Measure, PatientView } from './view.ts';
import { bandWords } from './ward/registration.ts';
import { countWords, wardCounts } from './ward/ward-counts.ts';
import type { WholeUnit } from './ward/whole-unit.ts';

/** What is known when paper is made, besides the patient: the same for every sheet of a pack. */
export interface Printing {
  site: Site;
  unit: string;
  institution: string;
  outage: Outage;
  now: Instant;
  by: string;
  /** Code of the ledger's run and running number of this pack in it: together never reused. */
  run: string;
  pack: number;
  /** What a column of the MARs is. */
  span: Span;
  /** Patients of the unit whose chart could not be had: a list of the unit names them. */
  unread: Snapshot['unread'];
  /** The audit's newest entry, for the foot of every page: "1234·9F3A2C7B". Absent or null where there is none. */
  auditHead?: string | null;
}

/** Words for what the EHR didn't send: never an empty field on paper. */
export const NOT_RECEIVED = 'not received';

/** The same of a patient who was registered here, of whom nothing could be received. */
export const silentField = ({ registered }: Pick<PatientView, 'registered'>): string =>
  registered === null ? NOT_RECEIVED : 'not known here';

/** The head of every page: two identifiers, safety facts, age of the data. */
export function bandOf(view: PatientView, printing: Printing, timed: boolean): Band {
  const { zone } = printing.site;
  const { identity, encounter } = view;
  const silent = silentField(view);
  const when = (date: string | null): string => (date === null ? silent : paperFhirDate(date, zone));
  return {
    kind: 'patient',
    placeAlarm: view.stay.alarm,
    ...houseOf(printing),
    period: timed ? periodWords(view.window, zone) : null,
    name: identity.name,
    mrn: identity.mrn ?? silent,
    mrnCode: identity.mrn,
    visit: encounter.visit ?? silent,
    born: when(identity.birthDate),
    ageSex: `${view.age ?? 'age unknown'} ${identity.sex}`,
    weight: measure(view.weight, zone, silent),
    height: measure(view.height, zone, silent),
    bed: encounter.bed ?? silent,
    admitted: when(encounter.admitted),
    attending: encounter.attending ?? silent,
    ...allergyWords(view, zone),
    codeStatus: codeStatusWords(view, zone),
    ...isolationWords(view, zone),
    ...ageOf(view, printing.site),
    code: identity.mrn ?? identity.id,
  };
}

/** The head of a form about several patients, who are named on its lines. */
export function unitHead(views: readonly PatientView[], printing: Printing, timed: boolean): UnitHead {
  const { zone } = printing.site;
  const [oldest] = views.filter(v => v.registered === null).toSorted((a, b) => epochMs(a.asOf) - epochMs(b.asOf));
  const beds = views.map(v => v.encounter.bed ?? 'no bed');
  return {
    kind: 'unit',
    ...houseOf(printing),
    period: timed && views[0] ? periodWords(views[0].window, zone) : null,
    ...(oldest ? ageOf(oldest, printing.site) : NO_DATA),
    whom: `${views.length} ${views.length === 1 ? 'patient' : 'patients'}, in beds ${beds.join(', ')}`,
    code: printing.unit,
  };
}

/** Number of the copy that a sheet is drawn from; null when nothing on it comes from the EHR. */
export const copyOf = (views: readonly PatientView[]): number | null =>
  views.find(({ registered }) => registered === null)?.generation ?? null;
/** The head of a form about the whole unit, in numbers. */
export function wholeUnitHead({ views }: WholeUnit, printing: Printing): UnitHead {
  const { now, site } = printing;
  const present = views.filter(view => view.gone === null);
  const whom = countWords(wardCounts(views, now, site.zone));
  return { ...unitHead(present.length > 0 ? present : views, printing, false), whom };
}

/** The head of a form about the whole unit that is written by hand from its first line on. */
export const blankUnitHead = (printing: Printing): UnitHead => ({
  ...emptyHead(printing),
  kind: 'unit',
  whom: 'To be written by hand. Number the pages.',
});

/** The head of a form about nobody yet. */
export const emptyHead = (printing: Printing): EmptyHead => ({
  kind: 'empty',
  ...houseOf(printing),
  ...(isDrill(printing.outage) ? {} : { mark: 'BLANK DOWNTIME FORM' }),
  period: null,
  ...NO_DATA,
  instruction: 'Write the identity on every page, or put a label here',
  code: 'BLANK',
});

/** The head of a form about no patient. A notice of what is over may be of a drill although none is on. */
export const wardHead = (printing: Printing, drill: boolean): WardHead => ({
  kind: 'ward',
  ...houseOf(printing, drill),
  ...(drill ? {} : { mark: 'DOWNTIME WARD FORM' }),
  period: null,
  ...NO_DATA,
  situation: situationWords(printing),
  code: printing.unit,
});

/** "4 West, 11/22/2026 15:30: downtime since 11/22/2026 15:05". */
function situationWords({ unit, outage, now, site: { zone } }: Printing): string {
  const time = (instant: Instant): string => paperDateTime(instant, zone);
  const how = (): string => {
    switch (outage.state) {
      case 'normal':
        return 'no downtime is declared';
      case 'suspected':
        return `EHR not answering since ${time(outage.since)}`;
      case 'declared':
        return `${outage.drill ? 'drill' : 'downtime'}${outage.degraded ? ` of ${outage.degraded.join(', ')}` : ''} since ${time(outage.since)}`;
      case 'recovery':
        return `${outage.drill ? 'drill, ' : ''}EHR back since ${time(outage.since)}${outage.suspicion ? `, NOT ANSWERING AGAIN since ${time(outage.suspicion.since)}` : ''}`;
      default:
        return unreachable(outage);
    }
  };
  return `${unit}, ${time(now)}: ${how()}`;
}

function houseOf(
  { institution, unit, outage }: Printing,
  drill = isDrill(outage),
): Pick<Band, 'institution' | 'unit' | 'mark' | 'drill'> {
  return { institution, unit, mark: drill ? 'DRILL: NOT FOR PATIENT CARE' : 'READ-ONLY DOWNTIME COPY', drill };
}

const periodWords = ({ from, to }: PatientView['window'], zone: Zone): string =>
  `${paperDateTime(from, zone)} to ${paperDateTime(to, zone)}`;

const NO_DATA = { asOf: null, age: null, ageAlarm: null };

/** When the data were received, how old that is, and a warning when it is too old. Only `age` changes from minute to minute. */
function ageOf(
  { asOf, freshness, registered }: PatientView,
  { zone, freshness: limits }: Site,
): Pick<Band, 'asOf' | 'age' | 'ageAlarm'> {
  if (freshness.state === 'no-ehr-data')
    return {
      asOf: `REGISTERED ${paperDateTime(asOf, zone)}, NO DATA FROM THE EHR`,
      age: null,
      ageAlarm: registered && registered.identified.length > 0 ? bandWords(registered.registration) : null,
    };
  return {
    asOf: `DATA AS OF ${paperDateTime(asOf, zone)}`,
    age: ageAtPrinting(freshness),
    ageAlarm: ageAlarm(freshness, limits),
  };
}

/** "(42 min old when printed)". Why an age is not known stands in the alarm, which has the page's width. */
export const ageAtPrinting = (freshness: Freshness): string =>
  freshness.state === 'unknown' ? '(AGE UNKNOWN)' : `(${ageWords(freshness)} when printed)`;

const measure = (m: Measure | null, zone: Zone, silent: string): string =>
  m === null ? silent : `${m.value}${m.at === null ? '' : ` (${dateOnly(m.at, zone)})`}`;

const dateOnly = (date: string, zone: Zone): string => (isInstant(date) ? paperDate(date, zone) : paperFhirDate(date, zone));

function ageAlarm(freshness: Freshness, limits: Site['freshness']): string | null {
  switch (freshness.state) {
    case 'fresh':
    case 'ageing':
    case 'no-ehr-data':
      return null;
    case 'stale':
      return `STALE COPY: MORE THAN ${durationWords(limits.staleMinutes).toUpperCase()} OLD WHEN PRINTED. VERIFY EVERY ORDER.`;
    case 'unknown':
      return `${ageWords(freshness)}. VERIFY EVERY ORDER.`;
  }
}

/** Which kind of silence, in words that can't be confused (practice.md section 4). */
export function allergyWords(view: PatientView, zone: Zone): { allergyHeading: string; allergies: string[] } {
  const { state, conflict, listed, silence } = view.allergies;
  const here = (words: string): string => doubted(words, view, 'allergies', zone);
  switch (state) {
    case 'listed':
      return {
        allergyHeading: here(conflict ? 'ALLERGIES (RECORD ALSO SAYS "NONE KNOWN" OR "NOT ASKED": VERIFY)' : 'ALLERGIES'),
        allergies: listed.map(allergyLine),
      };
    case 'none-known':
      return { allergyHeading: here(`NO KNOWN ALLERGIES (${silence ?? 'stated in the EHR'})`), allergies: [] };
    case 'not-asked':
      return {
        allergyHeading: here(`ALLERGIES NOT ASSESSED: ASK THE PATIENT${silence === null ? '' : ` (${silence})`}`),
        allergies: [],
      };
    case 'not-received':
      return { allergyHeading: `ALLERGIES NOT RECEIVED FROM THE EHR: VERIFY (${silence ?? 'nothing received'})`, allergies: [] };
  }
}

function isolationWords(view: PatientView, zone: Zone): Pick<Band, 'isolation' | 'isolationDoubt'> {
  const { listed, silence } = view.isolation;
  return listed.length > 0
    ? { isolation: listed.map(({ text }) => text), isolationDoubt: doubtAbout(view, 'flags', zone) }
    : { isolation: [silence ?? NOT_RECEIVED], isolationDoubt: null };
}

/** That a part may not be all or is older. */
const doubtAbout = (view: PatientView, name: SectionName, zone: Zone): string | null =>
  doubtWords(
    view.sections.find(s => s.name === name)!,
    view.asOf,
    zone,
  );

/** Words about a part, with the doubt about it. */
function doubted(words: string, view: PatientView, name: SectionName, zone: Zone): string {
  const doubt = doubtAbout(view, name, zone);
  return doubt === null ? words : `${words} (${doubt})`;
}

/** "penicillin: anaphylaxis, severe". */
export function allergyLine(allergy: Allergy): string {
  const details = [
    allergy.reactions.join(', '),
    allergy.severity,
    allergy.criticality && `criticality ${allergy.criticality}`,
    allergy.qualifier,
  ].filter(Boolean);
  return details.length > 0 ? `${allergy.substance}: ${details.join(', ')}` : `${allergy.substance}: reaction not recorded`;
}

/** The status as a list has room for it; nothing but an explicit value, and never a default. */
export function codeStatusBrief(view: PatientView): string {
  const { codeStatus } = view;
  switch (codeStatus.kind) {
    case 'stated':
      return codeStatus.text;
    case 'conflicting':
      return `CONFLICTING, VERIFY: ${codeStatus.statements.map(({ text }) => text).join(' / ')}`;
    case 'not-in-feed':
      return view.registered ? 'NOT KNOWN, VERIFY' : NOT_IN_FEED;
  }
}

/** The status in a few words, as the ward list says it: an explicit value, all of several, or words that say it isn't there; never a default. */
export function codeStatusWords(view: PatientView, zone: Zone): string {
  const row = view.sections.find(s => s.name === 'codeStatus')!;
  if (view.codeStatus.kind !== 'not-in-feed') return doubted(statementWords(view.codeStatus, zone), view, 'codeStatus', zone);
  if (row.status === 'registered-here') return 'NOT KNOWN, VERIFY';
  return row.status === 'ok' ? NOT_IN_FEED : `${NOT_IN_FEED} (${silenceWords(row)})`;
}

const NOT_IN_FEED = 'NOT IN FEED, VERIFY';

/** What was stated, each with its source and date. */
function statementWords(status: Exclude<CodeStatusView, { kind: 'not-in-feed' }>, zone: Zone): string {
  const stated = (s: { text: string; source: string; at: string | null }): string =>
    `${s.text} (${s.source}${s.at === null ? '' : `, ${paperFhirDate(s.at, zone)}`})`;
  switch (status.kind) {
    case 'stated':
      return stated(status);
    case 'conflicting':
      return `CONFLICTING, VERIFY: ${status.statements.map(stated).join(' / ')}`;
  }
}

/** "Printed 11/22/2026 15:02 by R. Alvarez from 4W-K1. Audit 1234·9F3A2C7B". */
export const printedWords = ({ now, by, site, auditHead }: Pick<Printing, 'now' | 'by' | 'site' | 'auditHead'>): string =>
  `Printed ${paperDateTime(now, site.zone)} by ${by} from ${site.kiosk}${auditHead == null ? '' : `. ${auditWords(auditHead)}`}`;

/** What a sheet shows later: that so many entries, and no others, were there when it was printed. */
export const auditWords = (head: string): string => `Audit ${head}`;

/** The foot of every page: who printed what from where, and what the letters mean. */
export function footOf(
  generation: number | null,
  { charting, timed, sedation }: Pick<FormDefinition, 'charting' | 'timed' | 'sedation'>,
  printing: Printing,
): Foot {
  const { site, now, unit } = printing;
  const list = (codes: { code: string; meaning: string }[]): string[] => codes.map(c => `${c.code} ${c.meaning}`);
  return {
    printed: printedWords(printing),
    printedAt: now,
    source: `${generation === null ? 'No data from the EHR' : `Copy ${generation} of ${unit}`}. Times are ${site.zone}.`,
    legends: charting
      ? [
          { title: 'Dose not given', items: list(site.omittedDoseCodes) },
          { title: 'Injection site', items: list(site.injectionSites) },
          ...(sedation ? [{ title: 'Sedation', items: list(site.sedationScale) }] : []),
          ...(timed
            ? [{ title: 'Times', items: ['~ computed by the kiosk', 'no mark: sent by the EHR', 'hatched: not to be given'] }]
            : []),
        ]
      : [],
    signatures: charting,
    generation,
  };
}
