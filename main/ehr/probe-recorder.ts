import type { Bundle } from 'fhir/r4';
import type { Result } from '../domain/result.ts';
import type { FhirJson } from './answer-body.ts';
import type { FhirClient } from './client.ts';
import type { HttpFault } from './fault.ts';
import { completenessNotices } from './notices.ts';
import { ignoredParameters } from './self-link.ts';
import { list, words } from './tolerant.ts';

/** One kind of question that was asked, without whom it was about, and how it was answered. */
export interface AskedSearch {
  /** "MedicationRequest?patient=…&status=active,on-hold": values that may name a person are left out. */
  question: string;
  type: string;
  /** Names of its search parameters. */
  params: string[];
  times: number;
  answered: number;
  /** Faults in our words, with how often each came. */
  faults: { kind: HttpFault['kind']; status: number | null; why: string; times: number }[];
  /** Milliseconds, waits for a busy EHR included. */
  fastest: number;
  median: number;
  slowest: number;
  /** Entries received in all, over all pages. */
  entries: number;
  pages: number;
  /** The most entries that one page held, and how many were asked for. */
  largestPage: number;
  pageAskedFor: number | null;
  /** Answers in which the EHR said that something may be missing. */
  notices: number;
  /** Parameters that its `self` links leave out, so that it ignored them; null when they don't say what it searched by. */
  ignored: string[] | null;
}

/** A client that remembers what was asked through it. */
export interface Recorder {
  client: FhirClient;
  asked(): AskedSearch[];
  /** The EHR's own words about incompleteness, as received: they may name people, so no report may repeat them. */
  ownWords: ReadonlySet<string>;
}

/** Parameters whose values are ours and the same for everybody. */
const OPEN_PARAMS = new Set(['status', 'category', 'code', '_include', '_sort', '_count', '_summary']);

interface Heard extends Omit<AskedSearch, 'fastest' | 'median' | 'slowest' | 'faults'> {
  times_: number[];
  faults: Map<string, AskedSearch['faults'][number]>;
}

/** Wraps a client. Pages that follow a search count as part of it. */
export function recorded(client: FhirClient): Recorder {
  const heard = new Map<string, Heard>();
  const continues = new Map<string, Heard>();
  const ownWords = new Set<string>();

  async function get(target: string): Promise<Result<FhirJson, HttpFault>> {
    const earlier = continues.get(target);
    const entry = earlier ?? begin(target);
    const started = performance.now();
    const answer = await client.get(target);
    entry.times++;
    entry.times_.push(Math.round(performance.now() - started));
    if (answer.ok) {
      note(entry, answer.value);
      const ignored = ignoredParameters(target, answer.value);
      if (ignored) entry.ignored = [...new Set([...(entry.ignored ?? []), ...ignored])];
    } else {
      const { kind, status, why } = answer.error;
      const known = entry.faults.get(why) ?? { kind, status, why, times: 0 };
      entry.faults.set(why, { ...known, times: known.times + 1 });
    }
    return answer;
  }

  function begin(target: string): Heard {
    const { question, type, params, pageAskedFor } = questionOf(target);
    const known = heard.get(question);
    if (known) return known;
    const fresh: Heard = {
      ...{ question, type, params, pageAskedFor, times: 0, answered: 0, entries: 0, pages: 0, largestPage: 0, notices: 0 },
      ignored: null,
      times_: [],
      faults: new Map(),
    };
    heard.set(question, fresh);
    return fresh;
  }

  function note(entry: Heard, resource: FhirJson): void {
    entry.answered++;
    const parts = resource.resourceType === 'Bundle' ? list((resource as unknown as Bundle).entry) : [{ resource }];
    let matches = 0;
    for (const part of parts) {
      const inner = part?.resource as FhirJson | undefined;
      if (inner?.resourceType !== 'OperationOutcome') {
        if (inner?.resourceType === entry.type) matches++;
        continue;
      }
      const said = completenessNotices(inner);
      if (said.length > 0) entry.notices++;
      for (const text of said) ownWords.add(text);
    }
    entry.entries += matches;
    entry.pages++;
    entry.largestPage = Math.max(entry.largestPage, matches);
    if (resource.resourceType !== 'Bundle') return;
    const next = words(list((resource as unknown as Bundle).link).find(link => link?.relation === 'next')?.url);
    if (next !== null) continues.set(next, entry);
  }

  const asked = (): AskedSearch[] =>
    [...heard.values()].map(({ times_, faults, ...entry }) => {
      const sorted = [...times_].sort((a, b) => a - b);
      const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
      return { ...entry, faults: [...faults.values()], fastest: at(0), median: at(0.5), slowest: at(1) };
    });
  return { client: { ...client, get }, asked, ownWords };
}

/** A relative address without what may name a person: ids, names, places, moments. */
function questionOf(target: string): Pick<AskedSearch, 'question' | 'type' | 'params' | 'pageAskedFor'> {
  const [path = '', query = ''] = target.split('?', 2);
  const [type = ''] = path.split('/');
  const known = /^[A-Za-z]+$/.test(type) ? type : '(page)';
  if (query === '')
    return { question: path.includes('/') && known === type ? `${known}/…` : known, type: known, params: [], pageAskedFor: null };
  const params = new URLSearchParams(query);
  const shown = [...new Set(params.keys())].map(name => `${name}=${OPEN_PARAMS.has(name) ? params.getAll(name).join(',') : '…'}`);
  const pageAskedFor = Number(params.get('_count')) || null;
  return { question: `${known}?${shown.join('&')}`, type: known, params: [...new Set(params.keys())], pageAskedFor };
}
