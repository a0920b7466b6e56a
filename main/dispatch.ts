import { bugPlace } from './bug-place.ts';
import { contract, type Caller, type Handlers, type Name, type Reply } from './contract.ts';
import { may, RIGHTS } from './domain/right.ts';
import { notPlainJson } from './plain-json.ts';
import type { Log } from './ports.ts';

/**
 * The one door into the app: find, allow, parse, run, wrap. The kiosk calls this for both hosts; how much they read is theirs to limit. `caller`: who is
 * signed in at that window; null when nobody is.
 */
export async function dispatch(
  handlers: Handlers,
  name: string,
  input: unknown,
  caller: Caller | null,
  log: Log,
): Promise<Reply> {
  const refuse = (fault: 'unknown-method' | 'signed-out' | 'forbidden' | 'bad-input', detail: string): Reply => {
    log.write('warn', 'call refused', { method: name.slice(0, 60), fault });
    return { fault, detail };
  };
  if (!isName(name)) return refuse('unknown-method', 'The kiosk has no such method.');
  const { right, input: schema } = contract[name];
  if (right !== null) {
    if (caller === null) return refuse('signed-out', 'Nobody is signed in at this window.');
    if (!may(caller.role, right)) return refuse('forbidden', `The role ${caller.role} may not do this: ${RIGHTS[right].words}.`);
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refuse('bad-input', faultsIn(parsed.error.issues));
  try {
    // Which input belongs to which method is known to the contract's types but lost in the union over all names.
    const value = await (handlers[name] as (input: unknown, caller: Caller | null) => unknown)(parsed.data, caller);
    const odd = notPlainJson(value);
    if (odd === null) return { value };
    log.write('error', 'answer is not plain JSON', { method: name, odd });
  } catch (cause) {
    log.write('error', 'method failed', { method: name, ...bugPlace(cause) });
  }
  return { fault: 'internal', detail: `${name} failed inside the kiosk; the technical log says where.` };
}

/** What is wrong with an input, in few words however much of it is: the caller wrote it and knows the rest. */
const faultsIn = (issues: readonly { message: string }[]): string =>
  issues
    .slice(0, 10)
    .map(({ message }) => message.slice(0, 200))
    .join('; ');

const isName = (name: string): name is Name => Object.hasOwn(contract, name);
