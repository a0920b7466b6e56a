import { auditWords, type Printing } from '../domain/band.ts';
import type { ReadPage } from './read-back.ts';
import { folded, pageText } from './read-text.ts';

/** A page that does not say which entries the audit had when it was printed. */
export const auditFaults = (page: ReadPage, { auditHead }: Pick<Printing, 'auditHead'>): string[] =>
  auditHead == null || pageText(page).includes(folded(auditWords(auditHead)))
    ? []
    : ['what it says of the audit is missing or wrong'];
