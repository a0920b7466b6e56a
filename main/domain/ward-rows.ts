import type { AllergyState } from './allergy.ts';
import { allergyWords, codeStatusWords } from './band.ts';
import { marWindow } from './medication-day.ts';
import { wardOrder } from './bed-order.ts';
import type { SectionRow } from './chart.ts';
import type { Site } from './site.ts';
import { clockTime, epochMs, paperDate, paperDateTime, paperFhirDate, type FhirDate, type Instant, type Zone } from './time.ts';
import type { Observation } from './observation.ts';
import { valueWords } from './trends.ts';
import { explainedDoses } from './unconfirmed.ts';
import type { PatientView, WardRow } from './view.ts';
import { awayTag } from './ward/stay-words.ts';

/** The ward list, by bed; a patient without a bed comes last, and after them those who have left. */
export const wardRows = (views: readonly PatientView[], site: Site): WardRow[] =>
  views.map(view => wardRow(view, site)).sort(wardOrder);

function wardRow(view: PatientView, site: Site): WardRow {
  const { identity, encounter } = view;
  const hour = marWindow(view.now, 1, site.zone);
  return {
    patientId: identity.id,
    bed: encounter.bed,
    name: identity.name,
    mrn: identity.mrn,
    age: view.age,
    sex: identity.sex,
    tags: tagsOf(view, site),
    dueThisHour: countDue(view, hour.from, hour.to),
    dueNextHour: countDue(view, hour.to, marWindow(hour.to, 1, site.zone).to),
    timesNotKnown: view.orders.filter(o => o.group === 'times-not-known').length,
    lastVitals: lastVitals(view, site.zone),
    gone: view.gone,
    stay: view.stay,
    asOf: view.asOf,
    freshness: view.freshness,
  };
}

/** Doses due that no charted record explains; of a patient who was transferred they are due elsewhere. */
const countDue = (view: PatientView, from: Instant, to: Instant): number =>
  view.stay.presence.kind === 'transferred'
    ? 0
    : view.orders
        .flatMap(explainedDoses)
        .filter(({ due, charted }) => charted === null && epochMs(due.at) >= epochMs(from) && epochMs(due.at) < epochMs(to))
        .length;

/** A silence about allergies is no danger sign and no all-clear: it is marked as what it is. */
const ALLERGY_TAGS = {
  listed: 'allergy',
  'none-known': 'no-known-allergies',
  'not-asked': 'allergies-unknown',
  'not-received': 'allergies-unknown',
} as const satisfies Record<AllergyState, WardRow['tags'][number]['kind']>;

function tagsOf(view: PatientView, site: Site): WardRow['tags'] {
  const { allergyHeading } = allergyWords(view, site.zone);
  const infusions = view.orders.filter(o => o.group === 'infusion').length;
  const allergyMatches = view.orders.filter(o => o.allergyMatches.length > 0).length;
  const highAlert = view.orders.filter(o => o.flags.includes('high-alert')).length;
  const problems = view.sections.filter(s => s.status === 'failed' || s.status === 'unauthorised' || s.status === 'partial');
  const listed = view.allergies.listed.map(a => a.substance);
  return [
    ...placeTags(view, site.zone),
    ...(view.registered ? [{ kind: 'registered' as const, text: registeredAt(view, site.zone) }] : []),
    {
      kind: ALLERGY_TAGS[view.allergies.state],
      text:
        view.allergies.state === 'listed'
          ? `Allergies: ${listed.slice(0, 3).join(', ')}${listed.length > 3 ? ` and ${listed.length - 3} more` : ''}`
          : allergyHeading,
    },
    ...(allergyMatches > 0
      ? [
          {
            kind: 'allergy-match' as const,
            text: `${allergyMatches} ${allergyMatches === 1 ? 'order' : 'orders'} to check against allergies`,
          },
        ]
      : []),
    ...view.isolation.listed.map(e => ({ kind: 'isolation' as const, text: e.text })),
    {
      kind: 'code-status',
      text: view.codeStatus.kind === 'stated' ? view.codeStatus.text : `Code status ${codeStatusWords(view, site.zone)}`,
    },
    ...(infusions > 0 ? [{ kind: 'infusion' as const, text: `${infusions} continuous` }] : []),
    ...(highAlert > 0 ? [{ kind: 'high-alert' as const, text: `${highAlert} high alert` }] : []),
    ...problems.map(s => ({
      kind: 'section' as const,
      text: partWords(s, site.zone),
    })),
  ];
}

/** A part that failed but is still there from before is not "not received". */
function partWords({ title, status, asOf }: SectionRow, zone: Zone): string {
  if (status === 'partial') return `${title} incomplete`;
  return asOf === null ? `${title} not received` : `${title}: older copy of ${paperDateTime(asOf, zone)}`;
}

const registeredAt = ({ registered, now }: PatientView, zone: Zone): string =>
  `${registered!.identified.length > 0 ? 'Identified, old band stays on; registered' : 'Registered'} ${shortTime(registered!.at, now, zone)}, no data from the EHR`;

/** The clock time; with its date when that is another day. */
function shortTime(since: Instant, now: Instant, zone: Zone): string {
  return paperDate(since, zone) === paperDate(now, zone) ? clockTime(since, zone) : paperDateTime(since, zone);
}

/** Where the patient is if that is anything but where the copy says. */
function placeTags({ stay, gone, now }: PatientView, zone: Zone): WardRow['tags'] {
  const { presence, overdue, conflicts, arrived, bedInEhr } = stay;
  const away = awayTag(presence, overdue, now, zone);
  return [
    ...(conflicts.length > 0 ? [{ kind: 'place-conflict' as const, text: 'CONFLICT ABOUT THE PLACE' }] : []),
    ...(away === null ? [] : [{ kind: gone ? ('gone' as const) : ('on-leave' as const), text: away }]),
    ...(arrived?.from != null && gone === null ? [{ kind: 'moved' as const, text: `Transferred in from ${arrived.from}` }] : []),
    ...(bedInEhr !== null && gone === null ? [{ kind: 'moved' as const, text: `Moved; EHR: ${bedInEhr}` }] : []),
  ];
}

const NBSP = '\u00a0';

/** A vital sign in one unbreakable piece. The unit that its label or shape already says is left out; any other unit stays. */
function vitalWords(label: string, value: Observation): string {
  const words = valueWords(value);
  const pressure = /^(\d+\/\d+) mm(Hg|\[Hg\])$/.exec(words)?.[1];
  const rate = /^(\d+) (\/min|\{beats\}\/min|beats\/min|bpm)$/.exec(words)?.[1];
  if (label === 'BP' && pressure) return pressure;
  if (label === 'T' && /^\d+(\.\d+)? °[CF]$/.test(words)) return words.replaceAll(' ', NBSP);
  return `${label} ${label === 'HR' && rate ? rate : words}`.replaceAll(' ', NBSP);
}

/** Blood pressure, pulse, saturation and temperature as last measured; a value older than the newest carries its own time. */
function lastVitals(view: PatientView, zone: Zone): WardRow['lastVitals'] {
  const find = (codes: string[], name: RegExp) => view.vitals.find(t => codes.includes(t.code) || name.test(t.name))?.values[0];
  const shown = [
    { label: 'BP', value: find(['85354-9', '55284-4'], /blood pressure/i) },
    { label: 'HR', value: find(['8867-4'], /heart rate|pulse/i) },
    { label: 'SpO2', value: find(['59408-5', '2708-6'], /sp\s?o2|oxygen saturation/i) },
    { label: 'T', value: find(['8310-5'], /temperature/i) },
  ].flatMap(({ label, value }) =>
    value && (value.value !== null || value.components.some(c => c.value !== null))
      ? [{ words: vitalWords(label, value), at: value.at }]
      : [],
  );
  if (shown.length === 0) return null;
  const newest = shown.map(v => v.at).reduce((a, b) => (a === null || (b !== null && epochMs(b) > epochMs(a)) ? b : a));
  const own = (at: FhirDate | null): string =>
    at === newest ? '' : at === null ? ' (time not received)' : ` (${paperFhirDate(at, zone)})`;
  return { text: shown.map(v => `${v.words}${own(v.at)}`).join(' · '), at: newest };
}
