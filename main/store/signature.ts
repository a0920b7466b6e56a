import { err, ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';

/** Signs a document of this kiosk over all of its words. `title` keeps the signature of one kind of document from serving another. */
export function signed<T extends object>(keys: Keys, title: string, document: T): Result<T & { signature: string }, KeyFault> {
  const signature = keys.sign(textOf(title, document));
  return signature.ok ? ok({ ...document, signature: signature.value }) : signature;
}

/** Is this document, as it lies on the disk, word for word what this kiosk signed? */
export function checkSigned(keys: Keys, title: string, document: object): Result<null, KeyFault> {
  const { signature, ...words } = document as { signature?: unknown };
  if (typeof signature === 'string') return keys.check(textOf(title, words), signature);
  return err({ kind: 'not-ours', why: 'it has no signature of this kiosk' });
}

/** One text for one document, in whatever order its parts are written. */
const textOf = (title: string, document: object): string => `${title}\n${JSON.stringify(inOrder(document))}`;

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, inOrder(part)]));
}
