import { readFileSync } from 'node:fs';
import { reasonOf, type PrinterFault, type PrinterLook, type PrinterPlace } from '../domain/printer.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { JobLook, Printer, PrintTicket } from '../ports.ts';
import { askedOfQueue, isQueue, jobOfQueue } from './os-queue.ts';
import { exchange, notAPrinter, type Peer, type TimeLimits } from './exchange.ts';
import { answerOf, countOf, listOf, requestBytes, textOf, type Answer, type Attributes, type Request } from './ipp-message.ts';

/** A question is short; a document of some MB over a slow line may take longer, but not in silence. */
const QUESTION: TimeLimits = { wholeMs: 10_000, silentMs: 5_000 };
const DOCUMENT: TimeLimits = { wholeMs: 180_000, silentMs: 20_000 };

const PRINTER_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'document-format-supported',
  'sides-supported',
];
const JOB_ATTRIBUTES = ['job-id', 'job-uri', 'job-name', 'job-state', 'job-impressions-completed', 'job-media-sheets-completed'];

const MEDIA = {
  letter: { name: 'na_letter_8.5x11in', size: { 'x-dimension': 21590, 'y-dimension': 27940 } },
  a4: { name: 'iso_a4_210x297mm', size: { 'x-dimension': 21000, 'y-dimension': 29700 } },
} as const;

/** A printer over IPP (RFC 8010, 8011), asked directly; each call ends within its time limits. `user` is who prints, for the printer's own list of jobs. */
export function ippPrinter(
  place: PrinterPlace,
  user: string,
  limits: { question?: TimeLimits; document?: TimeLimits } = {},
): Printer {
  const { question = QUESTION, document = DOCUMENT } = limits;
  const queue = isQueue(place.uri);
  /** Where a queue sends its jobs, as of the last look. */
  let device: string | null = null;
  const jobIn = (said: Attributes): JobLook[] => {
    const job = jobOf(said);
    return job === null ? [] : [queue ? jobOfQueue(job, device) : job];
  };

  async function ask(asked: Omit<Request, 'uri'>, pdf: Buffer | null = null): Promise<Result<Answer, PrinterFault>> {
    const peer = peerOf(place);
    if (!peer.ok) return peer;
    const bytes = requestBytes({
      ...asked,
      uri: place.uri,
      operationAttributes: { 'requesting-user-name': user, ...asked.operationAttributes },
    });
    const got = await exchange(peer.value, pdf ? [bytes, pdf] : [bytes], pdf ? document : question);
    if (!got.ok) return got;
    const answer = answerOf(got.value);
    if (answer === null) return err(notAPrinter(peer.value, 'its answer is no IPP message'));
    return answer.status.startsWith('successful') ? ok(answer) : err(refusal(place.name, answer));
  }

  return {
    place,
    ahead: 2,
    close: () => undefined,
    async look() {
      const got = await ask({
        operation: 'Get-Printer-Attributes',
        operationAttributes: { 'requested-attributes': queue ? [...PRINTER_ATTRIBUTES, ...askedOfQueue] : PRINTER_ATTRIBUTES },
      });
      if (!got.ok) return got.error.kind === 'no-such-job' ? err(noSuchPrinter(place)) : got;
      device = textOf(got.value.printer['device-uri']);
      return ok(lookOf(got.value.printer));
    },
    async validate(ticket) {
      const got = await ask({ operation: 'Validate-Job', ...ticketAttributes(place, ticket) });
      return got.ok ? ok(null) : got;
    },
    async print(ticket, pdf) {
      const got = await ask({ operation: 'Print-Job', ...ticketAttributes(place, ticket) }, pdf);
      if (!got.ok) return got;
      const id = countOf(got.value.jobs[0]?.['job-id']);
      return id === null
        ? err({ kind: 'not-a-printer', why: `${place.name} took a document without saying as which job.` })
        : ok({ id });
    },
    async job(id) {
      const got = await ask({
        operation: 'Get-Job-Attributes',
        operationAttributes: { 'job-id': id, 'requested-attributes': JOB_ATTRIBUTES },
      });
      if (!got.ok) return got;
      const job = got.value.jobs.flatMap(jobIn)[0];
      return job ? ok(job) : err(noSuchJob(place.name));
    },
    async jobs() {
      const found: JobLook[] = [];
      for (const which of ['not-completed', 'completed']) {
        const got = await ask({
          operation: 'Get-Jobs',
          operationAttributes: { 'which-jobs': which, 'requested-attributes': JOB_ATTRIBUTES },
        });
        if (!got.ok) return got;
        found.push(...got.value.jobs.flatMap(jobIn));
      }
      return ok(found);
    },
    async cancel(id) {
      const got = await ask({ operation: 'Cancel-Job', operationAttributes: { 'job-id': id } });
      return got.ok ? ok(null) : got;
    },
  };
}

function peerOf({ name, uri, certificate }: PrinterPlace): Result<Peer, PrinterFault> {
  try {
    return ok({ name, uri, certificate: certificate === null ? null : readFileSync(certificate, 'utf8') });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err({ kind: 'untrusted', why: `The certificate of ${name}, ${certificate}, cannot be read (${code}).` });
  }
}

/** The job's name must not name a patient: it stands on displays and in print servers' logs. */
function ticketAttributes(
  { tray }: PrinterPlace,
  { job, duplex, paper }: PrintTicket,
): Pick<Request, 'operationAttributes' | 'jobAttributes'> {
  const media = MEDIA[paper];
  return {
    operationAttributes: { 'job-name': job, 'document-format': 'application/pdf' },
    jobAttributes: {
      copies: 1,
      sides: duplex ? 'two-sided-long-edge' : 'one-sided',
      ...(tray === null ? { media: media.name } : { 'media-col': { 'media-size': media.size, 'media-source': tray } }),
    },
  };
}

function lookOf(said: Attributes): PrinterLook {
  const state = said['printer-state'];
  const formats = listOf(said['document-format-supported']);
  const sides = listOf(said['sides-supported']);
  return {
    state: state === 'idle' || state === 'processing' ? state : 'stopped',
    reasons: listOf(said['printer-state-reasons']).flatMap(reason => reasonOf(reason) ?? []),
    accepting: said['printer-is-accepting-jobs'] !== false,
    takesPdf: formats.length === 0 ? null : formats.includes('application/pdf'),
    duplex: sides.length === 0 ? null : sides.includes('two-sided-long-edge'),
  };
}

/** A job as the printer tells of it; null for what has no id and state. */
function jobOf(said: Attributes): JobLook | null {
  const id = countOf(said['job-id']);
  const state = textOf(said['job-state']);
  if (id === null || state === null) return null;
  const ends = { completed: 'completed', canceled: 'cancelled', aborted: 'aborted' } as const;
  return {
    id,
    name: textOf(said['job-name']),
    state: ends[state as keyof typeof ends] ?? 'open',
    held: state === 'pending-held' || state === 'processing-stopped' || state === 'stopped',
    impressions: countOf(said['job-impressions-completed']),
    sheets: countOf(said['job-media-sheets-completed']),
  };
}

const noSuchJob = (name: string): PrinterFault => ({ kind: 'no-such-job', why: `${name} does not know this job any more.` });

const noSuchPrinter = ({ name, uri }: PrinterPlace): PrinterFault => ({
  kind: 'refused',
  why: `There is no ${name} at ${uri} any more: print on another printer; IT corrects it in site.yml.`,
});

const noPdf = (name: string, own: string): PrinterFault => ({
  kind: 'format',
  why: `${name} cannot print PDF${own}: use another printer, or open the PDFs on this screen.`,
});

/** An error status in the ward's words. */
function refusal(name: string, { status, message, unsupported }: Answer): PrinterFault {
  const own = message === null ? '' : ` (“${message}”)`;
  switch (status) {
    case 'server-error-busy':
    case 'server-error-too-many-jobs':
    case 'server-error-temporary-error':
      return { kind: 'busy', why: `${name} is busy with other jobs: the kiosk asks again.` };
    case 'server-error-not-accepting-jobs':
    case 'server-error-service-unavailable':
    case 'server-error-printer-is-deactivated':
      return { kind: 'not-accepting', why: `${name} takes no jobs at the moment${own}: look at its display.` };
    case 'client-error-document-format-not-supported':
    case 'client-error-document-format-error':
    case 'client-error-document-unprintable-error':
      return noPdf(name, own);
    case 'client-error-not-found':
    case 'client-error-gone':
      return noSuchJob(name);
    case 'client-error-attributes-or-values-not-supported':
      if (unsupported.includes('document-format')) return noPdf(name, own);
      return {
        kind: 'refused',
        why: `${name} cannot print as it was asked: ${unsupported.join(', ') || 'it does not say why'}${own}. IT corrects the printer in site.yml.`,
      };
    default:
      return { kind: 'refused', why: `${name} refused with ${status}${own}.` };
  }
}
