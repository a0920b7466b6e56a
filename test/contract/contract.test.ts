import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  contract,
  type Caller,
  type Client,
  type Handlers,
  type Reply,
  type Topic,
  type Transport,
} from '../../main/contract.ts';
import type { Role } from '../../main/domain/role.ts';
import { serveBrowser, type BrowserHost } from '../../main/host/browser.ts';
import { openElectron } from '../../main/host/electron.ts';
import { createClient, Fault } from '../../renderer/client.ts';
import { openLink, overHttp } from '../support/browser-session.ts';
import { exposed } from '../support/electron-stub.ts';
import { memoryLog, rendererFolder, smallHandlers, smallKiosk } from '../support/small-kiosk.ts';

vi.mock('electron', () => import('../support/electron-stub.ts'));

interface Host {
  send: Transport;
  /** Collects what the page is told; resolves when it listens. */
  listen(heard: (topic: Topic) => void): Promise<void>;
}

const log = memoryLog();
const outsider: Caller = { name: 'A. Visitor', role: 'visitor' as Role, user: 'visitor', breakGlass: null };
const folder = rendererFolder();
const servers: BrowserHost[] = [];
const streams = new AbortController();
afterAll(async () => {
  streams.abort();
  await Promise.all(servers.map(server => server.close()));
});

/** The preload runs in the page, the handler in the main process; the stub clones what passes between them, as Electron does. */
async function throughElectron(small: ReturnType<typeof smallKiosk>): Promise<Host> {
  await openElectron({ kiosk: small.kiosk, rendererFolder: folder, preload: 'preload.cjs', log });
  vi.resetModules();
  await import('../../main/host/preload.ts');
  const page = exposed.get('kiosk') as { send: Transport; listen(heard: (topic: Topic) => void): () => void };
  return { send: page.send, listen: heard => Promise.resolve(void page.listen(heard)) };
}

async function throughHttp(small: ReturnType<typeof smallKiosk>): Promise<Host> {
  const server = await serveBrowser({
    kiosk: small.kiosk,
    port: 0,
    rendererFolder: folder,
    log,
  });
  servers.push(server);
  const session = await openLink(server.url);
  return {
    send: overHttp(session),
    async listen(heard) {
      const response = await fetch(`${session.origin}/events`, { headers: { cookie: session.cookie }, signal: streams.signal });
      void readEvents(response, heard);
    },
  };
}

async function readEvents(response: Response, heard: (topic: Topic) => void): Promise<void> {
  const text = response.body!.pipeThrough(new TextDecoderStream());
  try {
    for await (const part of text) for (const [, topic] of part.matchAll(/^data: (.*)$/gm)) heard(topic as Topic);
  } catch {
    expect(streams.signal.aborted).toBe(true);
  }
}

describe.each([
  ['Electron', throughElectron],
  ['browser', throughHttp],
])('over the %s host', (_, open) => {
  const small = smallKiosk({ log });
  let host: Host;
  let client: Client;
  beforeAll(async () => {
    host = await open(small);
    client = createClient(host.send);
  });
  beforeEach(() => void log.lines.splice(0));

  test('a value arrives as it was, whatever its letters', async () => {
    expect(await client.refresh({})).toEqual({ ok: true, value: { generation: 7 } });
    expect(await client.getPackPdf({ pack: 1, patientId: 'p1' })).toEqual({
      ok: true,
      value: { name: 'Tạ Văn Nam.pdf', base64: 'JVBERi0x' },
    });
    expect(await client.cancelPack({ pack: 1 })).toBeNull();
  });

  test('the input arrives as it was', async () => {
    const selection = {
      patients: ['Ł', 'ấ', '患者'],
      forms: ['mar-prn' as const],
      from: null,
      span: 'hours' as const,
      hours: 12,
    };
    expect(await client.planPrint(selection)).toEqual({ ok: true, value: { patients: 3, sheets: 12 } });
  });

  test('an expected failure is a value, not an exception', async () => {
    expect(await client.getWard({})).toEqual({ ok: false, error: { kind: 'no-copy', why: 'There is no copy of this ward.' } });
    expect(await client.getPack({ pack: 3 })).toMatchObject({ ok: false, error: { kind: 'pack-unknown' } });
  });

  test.each([
    ['a missing field', { pack: undefined }],
    ['a wrong type', { pack: '1' }],
    ['a field too many', { pack: 1, and: 'more' }],
    ['no object', 'pack 1'],
    ['null', null],
  ])('bad input is a fault: %s', async (_name, input) => {
    expect(await host.send('getPack', input)).toMatchObject({ fault: 'bad-input' });
    await expect(client.getPack(input as never)).rejects.toThrow(Fault);
  });

  test.each(['getEverything', 'constructor', '__proto__', 'then', 'toString', 'hasOwnProperty', ''])(
    '%j is no method',
    async name => {
      expect(await host.send(name, {})).toMatchObject({ fault: 'unknown-method' });
    },
  );

  test('a bug is a fault without its message, and the log says where but quotes no patient', async () => {
    const reply = await host.send('startRecovery', { reason: 'The EHR answers', signed: 'A. Nurse' });
    expect(reply).toMatchObject({ fault: 'internal' });
    expect(JSON.stringify(reply)).not.toContain('Nguyễn');
    expect(log.lines.join()).toContain('TypeError');
    expect(log.lines.join()).toContain('small-kiosk.ts');
    expect(log.lines.join()).not.toContain('Nguyễn');
  });

  test('an answer that is no plain JSON is a bug on both hosts, not a date on one and a string on the other', async () => {
    const selection = { patients: 'all', forms: ['summary'], from: null, span: 'hours' as const, hours: 24 };
    expect(await host.send('startPack', selection)).toMatchObject({ fault: 'internal' });
    expect(log.lines.join()).toContain('Date at value.pack');
  });

  test('a caller whose role is not listed is refused before the input is looked at', async () => {
    const refused = await open(smallKiosk({ caller: outsider }));
    for (const [name, { right }] of Object.entries(contract)) {
      if (right === null) continue;
      expect(await refused.send(name, 'nonsense')).toMatchObject({ fault: 'forbidden' });
    }
  });

  test('where nobody is signed in, only the door itself answers', async () => {
    const closed = await open(smallKiosk({ caller: null }));
    for (const [name, { right }] of Object.entries(contract)) {
      const reply = await closed.send(name, 'nonsense');
      expect(reply).toMatchObject({ fault: right === null ? 'bad-input' : 'signed-out' });
    }
  });

  test('what changed is told to the page', async () => {
    const heard: Topic[] = [];
    await host.listen(topic => heard.push(topic));
    await vi.waitFor(() => {
      small.push('ward');
      expect(heard.at(-1)).toBe('ward');
    });
    await vi.waitFor(() => {
      small.push('pack');
      expect(heard.at(-1)).toBe('pack');
    });
  });
});

test('the client is no promise: awaiting it calls nothing', async () => {
  const send = vi.fn<Transport>(() => Promise.resolve<Reply>({ value: 1 }));
  const client = createClient(send);
  expect(await client).toBe(client);
  expect(send).not.toHaveBeenCalled();
});

test('the compiler refuses a wrong input, a missing handler and an unknown method', () => {
  // @ts-expect-error a pack is a number
  void ((client: Client) => client.getPack({ pack: '1' }));
  // @ts-expect-error every method needs a handler
  void ({ getStatus: smallHandlers.getStatus } satisfies Handlers);
  // @ts-expect-error no such method
  void ((client: Client) => client.getEverything({}));
});
