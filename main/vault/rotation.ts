import { err, ok, type Result } from '../domain/result.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import { reseal, type Resealed } from '../store/reseal.ts';
import { publicOf } from './curve.ts';
import { readEnvelope, writeEnvelope } from './envelope-file.ts';
import { boxOfUnit, lastAdministrator, memberIn, type PeopleFault } from './member.ts';
import { newSecret, sharedCopy } from './secret.ts';
import { boxAbout, boxFor, TO } from './unit-keys.ts';
import { changeVault, draftOf, type Editor } from './vault-change.ts';
import { keysOf } from './vault-keys.ts';
import { vaultFolder, type Draft, type VaultFault } from './vault-file.ts';

/** Days after which the unit's key is changed. */
export const ROTATION_DAYS = 7;

/** Is a key of this age to be changed? A clock that was set back doesn't put it off. */
export const isDue = (since: Instant, now: Instant): boolean =>
  Math.abs(epochMs(now) - epochMs(since)) >= ROTATION_DAYS * 24 * 60 * 60 * 1000;

/** How a change of the unit's key went. */
export interface Rotated extends Resealed {
  keyNumber: number;
}

/** Makes a new key for the unit, for everybody but one person if so wished, and seals the store to it. */
export function rotate(editor: Editor, without?: string): Result<Rotated, VaultFault | PeopleFault> {
  const number = newKey(editor, without);
  return number.ok ? ok(sealToPresent(editor, number.value)) : number;
}

/** Puts a new key in place of the unit's; the former one is sealed to it, so that everything opens whenever the power fails. */
function newKey(editor: Editor, without: string | undefined): Result<number, VaultFault | PeopleFault> {
  const fresh = newSecret();
  const made = changeVault<number, PeopleFault>(editor, now => {
    const { body, inside, unit } = now;
    const leaving = without === undefined ? null : memberIn(inside.people, without);
    if (leaving && !leaving.ok) return leaving;
    const people = inside.people.filter(member => member !== leaving?.value);
    const fault = leaving && lastAdministrator(leaving.value, people);
    if (fault) return err(fault);
    const number = body.key.number + 1;
    const publicKey = publicOf('x25519', fresh).toString('base64url');
    // The envelope opens both keys before the vault knows the new one.
    const envelope = readEnvelope(editor.store);
    if (envelope?.id === body.id) {
      const box = boxFor(envelope.publicKey, fresh, boxAbout(body.id, number, TO.envelope));
      const boxes = [{ number, publicKey, box }, ...envelope.boxes.filter(other => other.publicKey === body.key.publicKey)];
      writeEnvelope(editor.store, { ...envelope, boxes }, inside.signing, editor.disk);
    }
    const draft: Draft = {
      ...draftOf(now),
      key: { number, since: editor.clock.now(), publicKey },
      former: [
        {
          ...{ number: body.key.number, publicKey: body.key.publicKey },
          box: boxFor(publicKey, unit, boxAbout(body.id, body.key.number, TO.former)),
        },
        ...body.former,
      ],
      recovery: {
        publicKey: body.recovery.publicKey,
        box: boxFor(body.recovery.publicKey, fresh, boxAbout(body.id, number, TO.recovery)),
      },
      people: people.map(member => ({ ...member, box: boxOfUnit(body.id, number, fresh, member) })),
    };
    return ok({ draft, value: number });
  });
  if (made.ok) editor.handle.session.unit.unshift(sharedCopy(fresh));
  fresh.fill(0);
  return made;
}

/** Seals everything in the store to the present key, and notes when nothing is left. */
export function sealToPresent(editor: Editor, keyNumber: number): Rotated {
  const done = reseal(editor.store, keysOf(editor.handle), editor.disk);
  if (done.left.length > 0) return { ...done, keyNumber };
  const noted = changeVault<null>(editor, now => {
    const { body, inside } = now;
    if (body.key.number !== keyNumber || body.sealed === keyNumber) return ok({ draft: null, value: null });
    const envelope = readEnvelope(editor.store);
    const boxes = envelope?.boxes.filter(({ publicKey }) => publicKey === body.key.publicKey) ?? [];
    if (envelope?.id === body.id && boxes.length > 0)
      writeEnvelope(editor.store, { ...envelope, boxes }, inside.signing, editor.disk);
    return ok({ draft: { ...draftOf(now), sealed: keyNumber }, value: null });
  });
  const left = noted.ok ? [] : [{ file: vaultFolder(editor.store), why: noted.error.why }];
  return { ...done, keyNumber, left };
}
