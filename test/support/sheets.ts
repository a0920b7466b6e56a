import type { Band, Sheet } from '../../main/domain/sheet.ts';

/** The patient's head of a sheet. */
export function bandOn({ head }: Sheet): Band {
  if (head.kind !== 'patient') throw new Error(`the head is of ${head.kind}`);
  return head;
}
