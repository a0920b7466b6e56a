import type { Status } from '../../main/contract.ts';
import { ageWords } from '../../main/domain/freshness.ts';
import { carriedFreshness, momentWords } from '../moment.ts';
import { paperReadiness } from '../paper-ready.ts';
import { text } from '../text.ts';
import { Check } from './check.tsx';

const words = text.system;

interface Props {
  status: Status;
  now: string;
}

/** The copy on show: number, age, source. */
export function CopyCheck({ status: { copy, zone }, now }: Props) {
  if (!copy) return <Check title={words.copy} state="bad" lines={[words.noCopy]} />;
  const freshness = carriedFreshness(copy.freshness, copy.asOf, now);
  const state = freshness.state === 'fresh' ? 'good' : freshness.state === 'ageing' ? 'attention' : 'bad';
  return (
    <Check
      title={words.copy}
      state={state}
      lines={[
        words.copyIs(copy.generation, copy.patients, momentWords(copy.asOf, now, zone), ageWords(freshness)),
        words.source(copy.source),
      ]}
    />
  );
}

/** Whether the EHR answers, since when, and why not. */
export function EhrCheck({ status: { ehr, zone }, now }: Props) {
  const said = text.banner.ehr.state[ehr.state];
  const since = ehr.since ? ` ${text.since(momentWords(ehr.since, now, zone))}` : '';
  return (
    <Check
      title={words.ehr}
      state={ehr.state === 'reachable' ? 'good' : ehr.state === 'unreachable' ? 'bad' : 'attention'}
      lines={[`${said}${since}`, ...(ehr.reason ? [ehr.reason] : [])]}
    />
  );
}

/** Whether paper lies ready for everybody, and each sheet that could not be made. */
export function PaperCheck({ status: { paper, zone }, now }: Props) {
  const { state, line } = paperReadiness(paper, now, zone);
  return (
    <Check
      title={words.paper}
      state={state}
      lines={[line, ...paper.refused.map(({ patient, sheet, why }) => `${patient}, ${sheet}: ${why}`)]}
    />
  );
}

/** The last attempt to read the EHR, how it ended, and when the next comes. */
export function RefreshCheck({ status: { refresh, copy, zone }, now }: Props) {
  const attempt = refresh.lastAttempt ? words.lastAttempt(momentWords(refresh.lastAttempt, now, zone)) : words.never;
  const end = refresh.running
    ? text.refresh.running(refresh.done, refresh.total)
    : refresh.lastFault !== null
      ? text.system.failed(refresh.lastFault, copy !== null)
      : refresh.lastAttempt
        ? words.succeeded
        : null;
  return (
    <Check
      title={words.refresh}
      state={refresh.lastFault !== null ? 'bad' : refresh.lastAttempt ? 'good' : 'attention'}
      lines={[[attempt, end].filter(Boolean).join(': '), words.every(refresh.everyMinutes)]}
    />
  );
}

/** Each printer of the unit, and what is wrong with it. */
export function PrinterCheck({ printers }: Pick<Status, 'printers'>) {
  const stuck = printers.filter(({ state }) => state?.state === 'stopped' || state?.state === 'no-answer');
  const sound = printers.every(({ state }) => state?.state === 'ready' || state?.state === 'printing');
  const said = printers.map(({ name, state }) =>
    [text.printers.stateOf(name, state?.state ?? 'never-asked'), ...(state?.words ?? [])].join(': '),
  );
  return (
    <Check
      title={text.printers.check}
      state={printers.length === 0 ? 'attention' : stuck.length === printers.length ? 'bad' : sound ? 'good' : 'attention'}
      lines={printers.length === 0 ? [text.printers.none] : said}
    />
  );
}
