import type { JobLook } from '../ports.ts';

/** What a queue of CUPS is asked for besides what every printer is. */
export const askedOfQueue = ['device-uri'];

/** Is this the address of a queue of an operating system (CUPS), not of a printer? CUPS has its queues at these paths and nowhere else. */
export const isQueue = (uri: string): boolean => /^ipps?:\/\/[^/]+\/(printers|classes)\/./.test(uri);

/** Ways on which CUPS itself waits for the printer's own account of a job, or writes the paper as a file: what it calls done is done. */
const ACCOUNTABLE = /^(ipps?|dnssd|implicitclass|cups-pdf|file):/;

/**
 * A job as its queue tells of it, without what a queue can't know: CUPS counts pages when they pass its filters, not when they come out. So
 * nothing of an open job is counted, and of a finished one only where CUPS asks the printer; over a socket, LPD or USB, "completed" means no more
 * than that the bytes were sent.
 */
export function jobOfQueue(job: JobLook, device: string | null): JobLook {
  if (job.state === 'open') return { ...job, impressions: 0, sheets: 0 };
  const told = device !== null && ACCOUNTABLE.test(device);
  if (job.state === 'completed' && told) return job;
  return { ...job, state: job.state === 'completed' ? 'sent' : job.state, impressions: null, sheets: null };
}
