import type { AskedSearch } from './probe-recorder.ts';
import type { ProbeReport, SectionOutlook } from './probe-report.ts';
import { skewWords } from './smart-clock.ts';

/** A part of a report as it is read, on a terminal and on paper. */
export interface Chapter {
  title: string;
  lines: string[];
  table: { columns: string[]; rows: string[][] } | null;
}

const OUTLOOK_WORDS: Record<SectionOutlook['outlook'], string> = {
  complete: 'complete',
  partial: 'PARTIAL',
  unauthorised: 'NOT GRANTED',
  'not-supported': 'NOT OFFERED',
  failed: 'FAILED',
  'not-tried': 'not tried',
  'not-wanted': 'not asked for',
};

/** The report in words and tables: what to ask for comes first. */
export function chaptersOf(report: ProbeReport): Chapter[] {
  const { server, signIn, looks, census, sample, sections, searches, offered, asks } = report;
  return [
    {
      title: 'What to ask for',
      lines:
        asks.length > 0 ? asks.map((ask, i) => `${i + 1}. ${ask}`) : ['Nothing: every section of the chart came completely.'],
      table: null,
    },
    {
      title: 'What a ward will get',
      lines: [
        census.fault === null
          ? `${census.patients} patients found on ${report.unit} in ${seconds(census.milliseconds)}; the charts of ${sample.read} were read for this report${sample.failed > 0 ? `, ${sample.failed} more could not be` : ''}.`
          : `The patients of ${report.unit} could not be found: ${census.fault}.`,
        ...(census.unread > 0 ? [`${census.unread} more could not be read or found, or may be missing from the census.`] : []),
        ...(sample.unmapped > 0 ? [`${sample.unmapped} resources could not be read and would be kept as they came.`] : []),
      ],
      table: {
        columns: ['Section', 'Outlook', 'With content', 'Why'],
        rows: sections.map(s => [s.title, OUTLOOK_WORDS[s.outlook], `${s.withContent} of ${s.tried}`, s.why.join('; ')]),
      },
    },
    {
      title: 'Server and sign-in',
      lines: [
        `${report.fhirUrl}: ${server.software ?? 'software not said'}, FHIR ${server.fhirVersion ?? 'version not said'}${server.declares ? '' : '; it declares no resource types'}.`,
        ...(server.fault === null ? [] : [`Its CapabilityStatement could not be read: ${server.fault}.`]),
        ...looks.map(
          look =>
            `${LOOK_WORDS[look.at]}: ${look.fault === null ? `answered in ${seconds(look.milliseconds)}` : look.fault.why}.`,
        ),
        ...signInLines(signIn),
      ],
      table: null,
    },
    {
      title: 'Searches tried',
      lines: [
        'Milliseconds include waiting for a busy EHR. Values that could name a patient are left out.',
        'Ignored are the parameters that the self links of the answers leave out; the kiosk applies every filter by itself.',
      ],
      table: {
        columns: [
          'Search',
          'Times',
          'Answered',
          'Faults',
          'Ignored',
          'ms: fastest',
          'median',
          'slowest',
          'Entries',
          'Largest page',
        ],
        rows: searches.map(searchRow),
      },
    },
    {
      title: 'What the server declares',
      lines: server.declares ? ['Undeclared parameters may be ignored by the server; the kiosk filters by itself.'] : [],
      table: {
        columns: ['Type', 'Offered', 'Interactions', 'Used, not declared', 'Includes'],
        rows: offered.map(o => [
          o.type,
          o.offered ? 'yes' : 'NO',
          o.interactions.join(', '),
          o.undeclared.join(', '),
          o.includes.length > 6 ? `${o.includes.length} of them` : o.includes.join(', '),
        ]),
      },
    },
  ];
}

const LOOK_WORDS = { metadata: 'Its page about itself', 'sign-in': 'Signing in', read: 'A small read' } as const;
const seconds = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

function signInLines(signIn: ProbeReport['signIn']): string[] {
  if (signIn === null) return ['No sign-in is configured.'];
  const { granted, missing, lacks, clockSkewSeconds: skew, tokenUrl, found } = signIn;
  return [
    ...(tokenUrl === null ? [] : [`Token address: ${tokenUrl} (${found ?? 'configured'}).`]),
    ...(granted === null
      ? []
      : [`${granted.length} scopes granted; missing: ${missing.length > 0 ? missing.join(' ') : 'none'}.`]),
    ...lacks,
    ...(skew === null ? [] : [`This computer's clock is ${Math.abs(skew) < 5 ? "the EHR's within 5 s" : skewWords(skew)}.`]),
  ];
}

function searchRow(search: AskedSearch): string[] {
  const faults = search.faults.map(f => `${f.times}× ${f.status === null ? f.kind : `HTTP ${f.status}`}`);
  const page = search.pageAskedFor === null ? String(search.largestPage) : `${search.largestPage} of ${search.pageAskedFor}`;
  return [
    search.question,
    String(search.times),
    String(search.answered),
    [...faults, ...(search.notices > 0 ? [`${search.notices}× may be incomplete`] : [])].join(', '),
    search.ignored === null ? 'not said' : search.ignored.join(', ') || 'none',
    ...[search.fastest, search.median, search.slowest, search.entries].map(String),
    page,
  ];
}
