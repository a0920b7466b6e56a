import { targetOf } from './fhir-resource.ts';

/** First and last+1 millisecond that a FHIR date, dateTime, instant or Period covers. */
export interface Span {
  from: number;
  to: number;
}

/** Reads a FHIR date at its own precision; a date without an offset is UTC. Null when it is none. */
export function spanOf(value: unknown): Span | null {
  if (typeof value === 'object' && value !== null) {
    const { start, end } = value as { start?: unknown; end?: unknown };
    const from = spanOf(start);
    const to = spanOf(end);
    return from || to ? { from: from?.from ?? -Infinity, to: to?.to ?? Infinity } : null;
  }
  if (typeof value !== 'string') return null;
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(value);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const full = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}${fraction ?? ''}${zone ?? 'Z'}`;
  const from = Date.parse(full);
  if (Number.isNaN(from)) return null;
  if (fraction) return { from, to: from + 1 };
  if (second) return { from, to: from + 1000 };
  if (hour) return { from, to: from + 60_000 };
  if (day) return { from, to: from + 86_400_000 };
  const to = new Date(from);
  if (month) to.setUTCMonth(to.getUTCMonth() + 1);
  else to.setUTCFullYear(to.getUTCFullYear() + 1);
  return { from, to: to.getTime() };
}

const PREFIX = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)$/;

/** A date test such as "ge2026-11-20"; null when the value is no date (FHIR R4 search, 3.1.1.4.5). */
export function dateTest(text: string): ((value: unknown) => boolean) | null {
  const [, prefix = 'eq', rest = ''] = PREFIX.exec(text) ?? [];
  const asked = spanOf(rest);
  if (!asked) return null;
  const slack = (asked.to - asked.from) * 0.5 + 60_000;
  const compare = (s: Span): boolean => {
    switch (prefix) {
      case 'ne':
        return !(s.from >= asked.from && s.to <= asked.to);
      case 'gt':
        return s.to > asked.to;
      case 'lt':
        return s.from < asked.from;
      case 'ge':
        return s.to > asked.from;
      case 'le':
        return s.from < asked.to;
      case 'sa':
        return s.from >= asked.to;
      case 'eb':
        return s.to <= asked.from;
      case 'ap':
        return s.from < asked.to + slack && s.to > asked.from - slack;
      default:
        return s.from >= asked.from && s.to <= asked.to;
    }
  };
  return value => {
    const span = spanOf(value);
    return span !== null && compare(span);
  };
}

interface Coded {
  system: string | undefined;
  code: string | undefined;
}

function codesOf(value: unknown): Coded[] {
  if (typeof value === 'string' || typeof value === 'boolean') return [{ system: undefined, code: String(value) }];
  if (typeof value !== 'object' || value === null) return [];
  const { coding, system, code, value: identifier } = value as Record<string, unknown>;
  if (Array.isArray(coding)) return (coding as unknown[]).flatMap(codesOf);
  const own = typeof code === 'string' ? code : typeof identifier === 'string' ? identifier : undefined;
  return [{ system: typeof system === 'string' ? system : undefined, code: own }];
}

/** A token test: "code", "system|code", "|code" (no system) or "system|". */
export function tokenTest(text: string): (value: unknown) => boolean {
  const bar = text.indexOf('|');
  const system = bar < 0 ? null : text.slice(0, bar);
  const code = text.slice(bar + 1);
  return value =>
    codesOf(value).some(
      c =>
        (code === '' || c.code === code) && (system === null || (system === '' ? c.system === undefined : c.system === system)),
    );
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A string test: a prefix regardless of case and accents, or as the modifier says. */
export function stringTest(text: string, modifier: string): (value: unknown) => boolean {
  const asked = plain(text);
  return value => {
    if (typeof value !== 'string') return false;
    if (modifier === 'exact') return value === text;
    return modifier === 'contains' ? plain(value).includes(asked) : plain(value).startsWith(asked);
  };
}

/** A reference test: "id", "Type/id" or an absolute URL; `type` narrows a bare id. */
export function referenceTest(text: string, type: string | undefined): (value: unknown) => boolean {
  const asked = referenceKey(text, type);
  return value => {
    const target = targetOf(value);
    return target !== null && (target === asked || (!asked.includes('/') && target.endsWith(`/${asked}`)));
  };
}

/** How a searched reference is spelled in an index: "Type/id", or the bare id where the type isn't said. */
export function referenceKey(text: string, type: string | undefined): string {
  const target = targetOf(text) ?? text;
  return target.includes('/') || !type ? target : `${type}/${target}`;
}
