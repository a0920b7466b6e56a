import type { Encounter, Location, Patient } from 'fhir/r4';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, Message } from 'node-hl7-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kiosk } from '../../main/kiosk.ts';
import { readSite, unitOf } from '../../main/config/read-site.ts';
import type { Selection } from '../../main/contract.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { deframer, framed } from '../../main/ehr/hl7/framing.ts';
import type { PackManifest } from '../../main/host/commands/pack.ts';
import type { Log } from '../../main/ports.ts';
import { certificate } from '../ehr/hl7/feed.ts';
import { callsOf } from '../support/calls-of.ts';
import { folder, kiosk as command, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { openUnguarded } from '../support/unguarded-kiosk.ts';
import { staysNow } from '../demo/support/demo-ward.ts';

const MRN_SYSTEM = 'https://lakeside.example/fhir/identifier/mrn';
const all = demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE });
const mrnOf = (stay: Encounter): string => {
  const patient = all.find(r => r.resourceType === 'Patient' && `Patient/${r.id}` === stay.subject!.reference) as Patient;
  return patient.identifier!.find(i => i.system === MRN_SYSTEM)!.value!;
};
const mrns = staysNow().slice(0, 5).map(mrnOf);

describe('the same ward, found in each way that a site file can say', () => {
  const place = folder();
  const file = join(place, 'site.yml');
  let ehr: Awaited<ReturnType<typeof serveFhir>>;
  const write = (census: string) =>
    writeFileSync(
      file,
      `zone: ${DEMO_ZONE}\nstore: ${JSON.stringify(folder())}\nehr: { baseUrl: ${ehr.url} }\nunits:\n  - name: ${DEMO_UNIT}\n    census: ${census}\n`,
    );
  const sync = () => kioskJson<{ patients: number }>('sync', '--site', file, '--now', DEMO_NOW);
  beforeAll(async () => {
    mkdirSync(join(place, 'census'));
    const list = {
      resourceType: 'List',
      id: 'ward-list',
      status: 'current',
      mode: 'working',
      code: { coding: [{ code: 'patients' }] },
      identifier: [{ system: 'urn:lists', value: '5332' }],
      entry: staysNow()
        .slice(0, 7)
        .map(stay => ({ item: stay.subject })),
    };
    const group = {
      resourceType: 'Group',
      id: 'ward-group',
      type: 'person',
      actual: true,
      member: staysNow()
        .slice(0, 4)
        .map(stay => ({ entity: stay.subject })),
    };
    ehr = await serveFhir([...all, list, group] as Parameters<typeof serveFhir>[0], { bulk: {} });
  });
  afterAll(() => ehr.close());

  test('by the ids of its places', async () => {
    const ward = all.find(r => r.resourceType === 'Location' && (r as Location).name === DEMO_UNIT) as Location;
    write(`{ kind: encounter-location, locationIds: [${ward.id}] }`);
    expect(await sync()).toMatchObject({ code: 0, value: { patients: 32 } });
  });

  test('by an Epic patient list', async () => {
    write('{ kind: epic-list, system: "urn:lists", id: "5332" }');
    expect(await sync()).toMatchObject({ code: 0, value: { patients: 7 } });
  });

  test('by a list of MRNs dropped beside the site file', async () => {
    writeFileSync(join(place, 'census', 'ward.csv'), `MRN\n${mrns.join('\n')}\n`);
    write(`{ kind: id-list, folder: census, column: MRN, identifierSystem: "${MRN_SYSTEM}" }`);
    expect(await sync()).toMatchObject({ code: 0, value: { patients: 5 } });
  });

  test('who stands on an unreadable line of the list, or is unknown there, is named by the ward’s pack and on screen', async () => {
    writeFileSync(join(place, 'census', 'ward.csv'), `MRN\n${mrns.slice(0, 3).join('\n')}\nsee over\n99999999\n`);
    utimesSync(join(place, 'census', 'ward.csv'), new Date(DEMO_NOW), new Date(DEMO_NOW));
    write(`{ kind: id-list, folder: census, column: MRN, identifierSystem: "${MRN_SYSTEM}" }`);
    const missing = ['line 5 of ward.csv', 'MRN 99999999'];
    const kiosk = await open();
    await kiosk.firstRefresh;
    const everybody = { patients: 'all' as const, forms: ['summary' as const], from: null, span: 'hours' as const, hours: 24 };
    const withoutSheets = async (selection: Selection): Promise<string[]> => {
      const { pack } = must(await callsOf(kiosk).startPack(selection));
      for (;;) {
        const progress = must(await callsOf(kiosk).getPack({ pack }));
        if (progress.state !== 'rendering') return progress.refused.map(r => r.patient);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    };
    expect(await withoutSheets(everybody)).toEqual(missing);
    const [one] = must(await callsOf(kiosk).getWard({})).rows;
    expect(await withoutSheets({ ...everybody, patients: [one!.patientId] })).toEqual([]);
    await kiosk.close();
    const out = folder();
    const packed = await kioskJson<PackManifest>('pack', '--site', file, '--out', out, '--now', DEMO_NOW);
    expect(packed.value.unread.map(u => u.patient)).toEqual(missing);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toMatchObject({
      patients: 3,
      unread: packed.value.unread,
    });
    const said = await command('pack', '--site', file, '--out', out, '--now', DEMO_NOW);
    expect(said.stdout).toMatch(/NO SHEETS FOR line 5 of ward.csv: .{15,}\nNO SHEETS FOR MRN 99999999: .{15,}/);
  });

  test('by a group that is exported', async () => {
    write('{ kind: bulk-group, group: ward-group }');
    expect(await sync()).toMatchObject({ code: 0, value: { patients: 4 } });
  });

  test('by an ADT feed that the open kiosk listens to', async () => {
    const port = await freePort();
    write(`{ kind: hl7v2-adt, port: ${port}, host: 127.0.0.1, allowFrom: [127.0.0.1], identifierSystem: "${MRN_SYSTEM}" }`);
    const kiosk = await open();
    await kiosk.firstRefresh;
    const status = () => callsOf(kiosk).getStatus({});
    expect((await status()).refresh.lastFault).toContain('has not brought a single message yet');
    for (const [i, mrn] of mrns.slice(0, 3).entries()) expect(await send(port, admission(i, mrn))).toContain(`MSA|AA|M${i}`);
    expect(await callsOf(kiosk).refresh({})).toMatchObject({ ok: true });
    expect((await status()).copy).toMatchObject({ generation: 1, patients: 3 });
    await kiosk.close();
    // What the feed said survives the restart; the command line reads it, too.
    const again = await sync();
    expect(again.stderr).toBe('');
    expect(again).toMatchObject({ code: 0, value: { generation: 2, patients: 3 } });
  });

  test.skipIf(needs.openssl.missing)('by an ADT feed over TLS; a sender without TLS is refused and harms nothing', async () => {
    const port = await freePort();
    const { cert, key } = certificate();
    const tls = `tls: { cert: ${JSON.stringify(cert)}, key: ${JSON.stringify(key)} }`;
    write(`{ kind: hl7v2-adt, port: ${port}, host: 127.0.0.1, ${tls}, identifierSystem: "${MRN_SYSTEM}" }`);
    expect(await kioskJson('config', 'check', '--site', file)).toMatchObject({ code: 0, value: { missing: [] } });
    const lines: string[] = [];
    const kiosk = await open({ write: (level, message, facts) => void lines.push(JSON.stringify([level, message, facts])) });
    await kiosk.firstRefresh;
    const engine = tlsEngine(port, readFileSync(cert));
    expect(await engine.send(admission(0, mrns[0]!))).toEqual(['AA', 'M0']);
    await expect(send(port, discharge(mrns[0]!))).rejects.toThrow();
    await expect(send(port, admission(9, mrns[4]!))).rejects.toThrow();
    for (const i of [1, 2]) expect(await engine.send(admission(i, mrns[i]!))).toEqual(['AA', `M${i}`]);
    engine.close();
    await kiosk.close();
    expect(lines.filter(line => line.includes('ADT connection refused'))).toEqual(
      [1, 2].map(() => JSON.stringify(['warn', 'ADT connection refused', { why: 'the sender does not speak TLS' }])),
    );
    expect(await sync()).toMatchObject({ code: 0, stderr: '', value: { generation: 1, patients: 3, unread: [] } });
    expect(await kioskJson('sync', '--site', file, '--now', plusMinutes(DEMO_NOW, 5 * 60))).toMatchObject({
      value: { generation: 2, patients: 3, unread: [{ patient: 'whoever came since 14:52' }] },
    });
  });

  test('a feed whose port is taken never keeps the ward from its copy: it is said', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise(done => taken.once('listening', done));
    write(`{ kind: hl7v2-adt, port: ${(taken.address() as AddressInfo).port}, host: 127.0.0.1 }`);
    const kiosk = await open();
    expect((await callsOf(kiosk).getStatus({})).weaknesses.join('\n')).toMatch(/ADT feed of 4 West is not heard.*port/i);
    await kiosk.close();
    taken.close();
  });

  async function open(log: Log = { write: () => undefined }): Promise<Kiosk> {
    const site = readSite(file);
    if (!site.ok) throw new Error(site.error.why);
    const unit = unitOf(site.value);
    if (!unit.ok) throw new Error(unit.error.why);
    return openUnguarded({
      site: site.value,
      unit: unit.value,
      host: 'browser',
      clock: { now: () => DEMO_NOW },
      log,
    });
  }
});

/** A value that must be there, or the reason why it isn't. */
function must<T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
}

const admission = (i: number, mrn: string): string => adt('A01', i, mrn);
const discharge = (mrn: string): string => adt('A03', 0, mrn).replace('|M0|', '|OUT|');
const adt = (event: string, i: number, mrn: string): string =>
  [
    `MSH|^~\\&|ADT|LAKESIDE|KIOSK|WARD|20261122140000-0500||ADT^${event}^ADT_${event}|M${i}|P|2.5.1`,
    `EVN|${event}|20261122140000-0500`,
    `PID|1||${mrn}^^^LAKESIDE^MR||Doe^Jane||19500101|F`,
    `PV1|1|I|${DEMO_UNIT}^41${i}^A|||||||||||||||||V${i}^^^LAKESIDE^VN|||||||||||||||||||||||||20261122130000-0500`,
  ].join('\r');

function send(port: number, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(framed(Buffer.from(`${message}\r`))));
    const frames = deframer(1 << 20);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('data', (chunk: Buffer) => {
      for (const { bytes } of frames.push(chunk)) {
        resolve(Buffer.from(bytes).toString('latin1'));
        socket.end();
      }
    });
  });
}

/** An interface engine of another make that speaks TLS and checks the kiosk's certificate. */
function tlsEngine(port: number, ca: Buffer): { send(message: string): Promise<string[]>; close(): void } {
  let answered: (answer: string[]) => void = () => undefined;
  const client = new Client({ host: '127.0.0.1', tls: { ca, checkServerIdentity: () => undefined } });
  const outbound = client.createConnection({ port }, async response => {
    const answer = response.getMessage() as Message;
    answered(['MSA.1', 'MSA.2'].map(field => answer.get(field).toString()));
  });
  return {
    send: message =>
      new Promise((resolve, reject) => {
        answered = resolve;
        outbound.sendMessage(new Message({ text: message })).catch(reject);
      }),
    close: () => client.closeAll(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}
