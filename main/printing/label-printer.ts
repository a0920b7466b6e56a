import type { PrinterFault, PrinterLook, PrinterPlace } from '../domain/printer.ts';
import { reasonWords } from '../domain/printer.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { JobLook, Printer } from '../ports.ts';
import type { HostStatus } from './host-status.ts';
import { openLine, type Asked, type Line, type LineLimits } from './line.ts';

const LIMITS: LineLimits = { connectMs: 5_000, answerMs: 2_000, silentMs: 20_000 };
const PORT = 9100;
/** So often in a row a printer must say that it has nothing left: one answer may be older than the labels. */
const CLEAN = 2;

interface OpenJob {
  id: number;
  name: string;
  labels: number;
  clean: number;
}

/**
 * A label printer at a TCP port that takes ZPL (raw 9100), asked with ~HS where it answers. A job's connection stays open until the printer has
 * nothing left: what broke it off, a printer that was switched off included, makes the job unknown, never printed.
 */
export function labelPrinter(place: PrinterPlace, limits: LineLimits = LIMITS): Printer {
  const { name, uri } = place;
  const url = new URL(uri.replace(/^socket/, 'http'));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (uri.endsWith(':80') ? 80 : PORT) : Number(url.port);
  /** It has answered before: when it is silent now, something is wrong with it. */
  let talks = false;
  let line: Line | null = null;
  let open: OpenJob | null = null;
  let jobs = 0;
  const ended = new Map<number, JobLook>();

  const fault = (kind: PrinterFault['kind'], why: string) => err<PrinterFault>({ kind, why: `${name} ${why}` });
  const goneSilent = () =>
    fault('silent', 'does not answer, as when labels or ribbon are out or its head is open: look at it, it continues by itself.');
  const unreachable = (code: string) =>
    fault('unreachable', `cannot be reached at ${uri} (${code}): look whether it is switched on and connected.`);
  const notOne = () =>
    fault('refused', `is no label printer: something else answers at ${uri}. IT corrects the address in site.yml.`);

  const hangUp = (): void => {
    line?.close();
    line = null;
  };
  const endJob = (state: 'completed' | 'sent'): void => {
    if (open) ended.set(open.id, lookOf(open, state));
    open = null;
    hangUp();
  };

  async function connected(): Promise<Result<Line, PrinterFault>> {
    if (line?.isOpen()) return ok(line);
    if (open) endJob('sent');
    const opened = await openLine(host, port, limits);
    if (typeof opened === 'string') return unreachable(opened);
    return ok((line = opened));
  }

  async function asked(on: Line): Promise<Asked> {
    const answer = await on.ask();
    if (typeof answer === 'object') talks = true;
    if (answer === 'broken' && open) endJob('sent');
    return answer;
  }

  async function look(): Promise<Result<PrinterLook, PrinterFault>> {
    const on = await connected();
    if (!on.ok) return on;
    const answer = await asked(on.value);
    if (!open) hangUp();
    if (answer === 'broken') return unreachable('it broke the connection off');
    if (answer === 'not-one') return notOne();
    if (answer !== 'silent') return ok(lookAt(answer));
    return talks ? goneSilent() : ok({ ...lookAt({ reasons: [{ trouble: 'untold', keyword: 'untold' }], busy: false }) });
  }

  /** Why it can't take labels now; nothing of them was sent. */
  function whyNot(answer: Asked): Result<null, PrinterFault> {
    if (answer === 'broken') return unreachable('it broke the connection off');
    if (answer === 'not-one') return notOne();
    if (answer === 'silent') return talks ? fault('not-accepting', 'does not answer: look at it.') : ok(null);
    if (answer.reasons.length > 0)
      return err({ kind: 'not-accepting', why: `${name}: ${answer.reasons.map(reasonWords).join('; ')}` });
    return answer.busy ? fault('busy', 'is busy with other labels: the kiosk asks again.') : ok(null);
  }

  return {
    place,
    ahead: 1,
    look,
    async validate() {
      const looked = await look();
      return looked.ok ? ok(null) : looked;
    },
    async print({ job }, zpl) {
      if (open) return fault('busy', 'still has labels of this kiosk.');
      const on = await connected();
      if (!on.ok) return on;
      const may = whyNot(await asked(on.value));
      if (!may.ok) {
        hangUp();
        return may;
      }
      const sent = await on.value.send(zpl);
      if (sent.kind === 'sent') {
        open = { id: ++jobs, name: job, labels: labelsIn(zpl), clean: 0 };
        return ok({ id: open.id });
      }
      hangUp();
      if (!sent.began) return unreachable(sent.code);
      return sent.kind === 'silent'
        ? fault('silent', 'stopped taking labels in the middle: look at it.')
        : fault('broken-off', `broke the connection off in the middle (${sent.code}): look at it.`);
    },
    async job(id) {
      if (open?.id === id) await follow(open);
      const known = open?.id === id ? lookOf(open, 'open') : ended.get(id);
      return known ? ok(known) : fault('no-such-job', 'does not know this job: the kiosk was started anew.');
    },
    jobs: () => Promise.resolve(ok([...ended.values(), ...(open ? [lookOf(open, 'open')] : [])])),
    cancel: () => Promise.resolve(fault('refused', 'gives nothing back: labels that it has may still come out.')),
    close: hangUp,
  };

  /** Asks whether a job's labels are out. */
  async function follow(job: OpenJob): Promise<void> {
    if (!line?.isOpen()) return endJob('sent');
    const answer = await asked(line);
    if (answer === 'silent' && talks) return;
    if (typeof answer !== 'object') return endJob('sent');
    job.clean = answer.busy || answer.reasons.length > 0 ? 0 : job.clean + 1;
    if (job.clean >= CLEAN + line.unanswered()) endJob('completed');
  }
}

const lookOf = ({ id, name, labels }: OpenJob, state: JobLook['state']): JobLook => ({
  id,
  name,
  state,
  impressions: state === 'completed' ? labels : null,
  sheets: null,
  held: false,
});

/** Labels that ZPL makes. */
const labelsIn = (zpl: Buffer): number =>
  [...zpl.toString('latin1').matchAll(/\^PQ(\d+)/g)].reduce((sum, [, copies]) => sum + Number(copies), 0);

const lookAt = ({ reasons, busy }: HostStatus): PrinterLook => ({
  state: reasons.some(({ trouble }) => trouble !== 'untold') ? 'stopped' : busy ? 'processing' : 'idle',
  reasons,
  accepting: true,
  takesPdf: null,
  duplex: null,
});
