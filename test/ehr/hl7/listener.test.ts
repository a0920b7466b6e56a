import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client, Message } from 'node-hl7-client';
import { describe, expect, test } from 'vitest';
import { framed } from '../../../main/ehr/hl7/framing.ts';
import { startAdtListener, type AdtListenerOptions } from '../../../main/ehr/hl7/listener.ts';
import type { AdtJournal } from '../../../main/ports.ts';
import { needs } from '../../support/needs.ts';
import { certificate, feed, folder, freshJournal, sender, until } from './feed.ts';
import { adt } from './messages.ts';
import { chance, wardDay } from './ward-day.ts';

const frame = (text: string): Buffer => framed(Buffer.from(text));
const starting = async (options: Partial<AdtListenerOptions>): Promise<string> => {
  const base = { port: 0, host: '127.0.0.1', journal: freshJournal(), clock: { now: () => '2026-11-23T06:00:00Z' } };
  const started = await startAdtListener({ ...base, log: { write: () => undefined }, zone: 'UTC', ...options });
  if (!started.ok) return `${started.error.kind}: ${started.error.why}`;
  await started.value.close();
  return 'started';
};

describe('the listener', () => {
  test('acknowledges what it kept, and says what to change in what it can’t take', async () => {
    const { listener, journal } = await feed();
    const from = await sender(listener.port);
    expect(await from.send(adt({ event: 'A01', id: 'C-1' }))).toBe('AA C-1');
    expect(await from.send(adt({ event: 'A31', id: 'C-2' }))).toBe('AA C-2');
    expect(await from.send(adt({ event: 'A02', id: 'C-3', place: '' }))).toBe('AE C-3');
    expect(await from.send(adt({ event: 'R01', id: 'C-4' }).replace('ADT^R01', 'ORU^R01'))).toBe('AR C-4');
    expect(await from.send(adt({ event: 'A01', id: 'C-1' }))).toBe('AA C-1');
    expect(listener.state()).toMatchObject({
      counts: { A01: 1, A31: 1, malformed: 1, unsupported: 1 },
      malformed: 2,
      duplicates: 1,
      connections: [{ messages: 5, malformed: 2 }],
    });
    const picture = journal.picture();
    expect(picture.ok && picture.value.malformed.map(m => `${m.controlId}: ${m.why}`)).toEqual([
      'C-4: MSH-9.1 is not ADT: send only ADT messages to this port.',
      'C-3: PV1-3 is empty: a transfer must say the point of care, room and bed where the patient now is.',
    ]);
  });

  test('answers a message only when it is kept: a full disk is told to the sender, and the repetition is kept', async () => {
    const real = freshJournal();
    let full = true;
    const journal: AdtJournal = {
      ...real,
      append: entries => (full ? { ok: false, error: { kind: 'disk-full', why: 'The disk is full.' } } : real.append(entries)),
    };
    const { listener, beds, logged } = await feed({ journal });
    const from = await sender(listener.port);
    expect(await from.send(adt({ event: 'A01', id: 'C-1' }))).toBe('AR C-1');
    expect(listener.state().notStored).toBe(1);
    expect(logged()).toContain('The disk is full.');
    full = false;
    expect(await from.send(adt({ event: 'A01', id: 'C-1' }))).toBe('AA C-1');
    expect(beds()).toEqual({ '4W^512^A': '00123' });
  });

  test('takes a message that was refused when it comes again and the site’s rules have been corrected', async () => {
    const journal = freshJournal();
    const text = adt({ event: 'A01', id: 'C-1' });
    const wrong = await feed({ journal, reading: { authority: 'OTHER' } });
    expect(await (await sender(wrong.listener.port)).send(text)).toBe('AE C-1');
    await wrong.listener.close();
    const right = await feed({ journal, reading: { authority: 'HOSP' } });
    expect(await (await sender(right.listener.port)).send(text)).toBe('AA C-1');
    expect(right.beds()).toEqual({ '4W^512^A': '00123' });
  });

  test('never logs or answers anything about a patient', async () => {
    const { listener, logged } = await feed();
    const from = await sender(listener.port);
    const day = wardDay(5, 60).messages;
    for (const text of [...day, adt({ event: 'A02', place: '' }), adt({ event: 'A01', mrn: '' }), 'PID|1||00123^^^HOSP^MR']) {
      from.raw(frame(text));
      expect(await from.answer()).not.toMatch(/FAMILY|GIVEN|NGUYEN|\bM1\d\d\d|00123|4W|1961/);
    }
    from.socket.destroy();
    await until(() => logged().includes('ended'));
    expect(logged()).not.toMatch(/FAMILY|GIVEN|NGUYEN|\bM1\d\d\d|00123|4W|1961/);
  });

  test('keeps all messages that arrive in one piece, in pieces of one byte, and from several senders at once', async () => {
    const { listener, beds } = await feed();
    const day = wardDay(11);
    const half = day.messages.length / 2;
    const [one, two] = [await sender(listener.port), await sender(listener.port)];
    one.raw(Buffer.concat(day.messages.slice(0, half).map(frame)));
    for (const byte of frame(day.messages[Math.ceil(half)]!)) two.socket.write(Buffer.from([byte]));
    two.raw(Buffer.concat(day.messages.slice(half).map(frame)));
    for (let i = 0; i < day.messages.length; i++) await (i < Math.floor(half) ? one : two).answer();
    expect(beds()).toEqual(day.beds);
  });

  test('answers a sender that closes its half after its message', async () => {
    const { listener, beds } = await feed();
    const socket = connect({ port: listener.port, host: '127.0.0.1', allowHalfOpen: true });
    let said = '';
    socket.on('data', data => (said += data.toString()));
    socket.end(frame(adt({ event: 'A01', id: 'HALF' })));
    await new Promise(done => socket.on('end', done));
    expect(said).toContain('MSA|AA|HALF');
    expect(beds()).toEqual({ '4W^512^A': '00123' });
  });

  test('keeps and lists a message that broke off, and goes on with the next', async () => {
    const { listener, journal, beds } = await feed();
    const from = await sender(listener.port);
    from.raw(`\x0b${adt({ event: 'A01', id: 'CUT' })}`);
    expect(await from.send(adt({ event: 'A01', id: 'CUT2', visit: 'V2' }))).toBe('AE CUT');
    expect(await from.answer()).toContain('MSA|AA|CUT2');
    // The same message, now whole, is no duplicate of its torn self.
    expect(await from.send(adt({ event: 'A01', id: 'TORN', mrn: '7', visit: 'V3', place: '4W^1^A' }))).toBe('AA TORN');
    from.socket.end(`\x0b${adt({ event: 'A01', id: 'LAST' })}`);
    await from.ended;
    await until(() => listener.state().malformed === 2);
    const picture = journal.picture();
    expect(picture.ok && picture.value.malformed.map(m => m.controlId)).toEqual(['LAST', 'CUT']);
    expect(Object.values(beds()).sort()).toEqual(['00123', '7']);
  });

  test('works with the client and the parser of node-hl7-client', async () => {
    const { listener, beds } = await feed();
    const client = new Client({ host: '127.0.0.1' });
    const answer = await new Promise<Message>((done, failed) => {
      const outbound = client.createConnection({ port: listener.port }, async response => done(response.getMessage() as Message));
      outbound.sendMessage(new Message({ text: adt({ event: 'A01', id: 'THEIRS' }) })).catch(failed);
    });
    expect(answer.get('MSA.1').toString()).toBe('AA');
    expect(answer.get('MSA.2').toString()).toBe('THEIRS');
    expect(beds()).toEqual({ '4W^512^A': '00123' });
    client.closeAll();
  });
});

describe('a peer that misbehaves', () => {
  const small = { messageBytes: 20_000, strayBytes: 500, malformedInRow: 20 };

  test('with a message that is too long gets an answer with its control id, and one that never ends is cut off', async () => {
    const { listener, journal } = await feed({ limits: { ...small, messageMs: 200 } });
    const from = await sender(listener.port);
    const long = adt({ event: 'A01', id: 'LONG' }) + 'OBX|1|ED|||' + 'x'.repeat(50_000);
    expect(await from.send(long)).toBe('AE LONG');
    expect(await from.send(adt({ event: 'A01', id: 'NEXT' }))).toBe('AA NEXT');
    from.raw('\x0bMSH|^~\\&|');
    const drip = setInterval(() => from.raw('x'), 20);
    await from.ended;
    clearInterval(drip);
    await until(() => listener.state().connections.length === 0);
    expect(listener.state().ended).toEqual({ 'message not finished in time': 1 });
    const picture = journal.picture();
    expect(picture.ok && picture.value.malformed.map(m => m.why.slice(0, 24))).toEqual([
      'The message broke off be',
      'The message is larger th',
    ]);
  });

  test.each([
    ['is silent from the beginning', { firstMessageMs: 50 }, '', 'silent too long'],
    ['speaks something else', {}, 'GET / HTTP/1.1\r\n'.repeat(100), 'no MLLP frames'],
    ['sends nothing but garbage in frames', {}, '\x0bgarbage 1\x1c\r'.repeat(30), 'nothing but malformed messages'],
  ])('that %s is sent away', async (_, limits, bytes, why) => {
    const { listener } = await feed({ limits: { ...small, ...limits } });
    const from = await sender(listener.port);
    if (bytes !== '') from.raw(bytes);
    await from.ended;
    await until(() => listener.state().connections.length === 0);
    expect(listener.state().ended).toEqual({ [why]: 1 });
  });

  test('that takes no answers is not read from any more, and then sent away', async () => {
    const { listener } = await feed({ limits: { answerMs: 300 } });
    const from = await sender(listener.port);
    from.socket.pause();
    const block = Buffer.concat(
      Array.from({ length: 200 }, () => frame(adt({ event: 'A31', segments: { PID: null, PV1: null } }))),
    );
    const flood = (): void => {
      if (!from.socket.destroyed && from.socket.writableLength < 1 << 20) from.socket.write(block);
    };
    const flooding = setInterval(flood, 5);
    await until(() => (listener.state().ended['answers not taken'] ?? 0) === 1);
    clearInterval(flooding);
    expect(listener.state().connections).toEqual([]);
  });

  test('among too many makes the longest silent one give way; the newest is served', async () => {
    const { listener } = await feed({ limits: { connections: 3 } });
    const all = [];
    for (let i = 0; i < 5; i++) {
      const from = await sender(listener.port);
      expect(await from.send(adt({ event: 'A01', id: `C${i}`, visit: `V${i}` }))).toBe(`AA C${i}`);
      all.push(from);
    }
    await Promise.all(all.slice(0, 2).map(from => from.ended));
    await until(() => listener.state().ended['gave way'] === 2);
    expect(listener.state().connections).toHaveLength(3);
  });

  test('at an address that may not send is refused without a word', async () => {
    const { listener, logged } = await feed({ allowFrom: ['10.1.2.0/24', 'fd00::/8'] });
    const refused = connect(listener.port, '127.0.0.1');
    refused.on('error', () => undefined);
    await new Promise(done => refused.on('close', done));
    expect(listener.state()).toMatchObject({ refused: 1, connections: [] });
    expect(logged()).toContain('address not allowed');
    const { listener: open } = await feed({ allowFrom: ['127.0.0.0/8'] });
    expect(await (await sender(open.port)).send(adt({ event: 'A01', id: 'C' }))).toBe('AA C');
  });
});

describe.skipIf(needs.openssl.missing)('over TLS', () => {
  test('messages are taken as over a plain connection; a plain sender is refused, and waiting in the handshake is limited', async () => {
    const tls = certificate();
    const { listener, beds, logged } = await feed({ tls, limits: { handshakeMs: 100 } });
    expect(listener.state().tls).toBe(true);
    const from = await sender(listener.port, { ca: readFileSync(tls.cert) });
    expect(await from.send(adt({ event: 'A01', id: 'T1' }))).toBe('AA T1');
    const plain = connect(listener.port, '127.0.0.1');
    plain.on('error', () => undefined);
    plain.write(frame(adt({ event: 'A03', id: 'T2' })));
    await new Promise(done => plain.on('close', done));
    const silent = connect(listener.port, '127.0.0.1');
    silent.on('error', () => undefined);
    await new Promise(done => silent.on('close', done));
    await until(() => listener.state().refused === 2);
    expect(logged()).toMatch(/does not speak TLS.*\n.*did not finish the TLS handshake in time/);
    expect(await from.send(adt({ event: 'A31', id: 'T3' }))).toBe('AA T3');
    expect(beds()).toEqual({ '4W^512^A': '00123' });
  });

  test('a sender at an address that may not send is refused once, and one that goes away is no refusal', async () => {
    const tls = certificate();
    const { listener, logged } = await feed({ tls, allowFrom: ['10.0.0.0/8'] });
    await (
      await sender(listener.port, {}).catch(() => null)
    )?.ended;
    await until(() => logged().includes('address not allowed'));
    const { listener: open, beds } = await feed({ tls });
    const passing = connect(open.port, '127.0.0.1', () => passing.resetAndDestroy());
    await new Promise(done => passing.on('close', done));
    const from = await sender(open.port, { ca: readFileSync(tls.cert) });
    expect(await from.send(adt({ event: 'A01', id: 'T4' }))).toBe('AA T4');
    expect([listener.state().refused, open.state().refused, Object.keys(beds()).length]).toEqual([1, 0, 1]);
  });

  test('with a list of own senders, one without a certificate is refused', async () => {
    const tls = certificate();
    const { listener, logged } = await feed({ tls: { ...tls, ca: tls.cert } });
    const from = await sender(listener.port, {}).catch(() => null);
    await from?.ended;
    await until(() => listener.state().refused > 0);
    expect(listener.state().connections).toEqual([]);
    expect(logged()).toContain('the sender showed no certificate');
  });

  test('a certificate and a key that do not fit are told at the start', async () => {
    expect(await starting({ tls: { cert: certificate().cert, key: certificate().key } })).toContain('bad-certificate');
  });
});

describe('the start says what is wrong', () => {
  test('with the port, the address, the senders and the certificate', async () => {
    const { listener } = await feed();
    expect(await starting({ port: listener.port })).toContain(`port-taken: Port ${listener.port} is in use`);
    expect(await starting({ host: '203.0.113.7' })).toContain('bad-address: 203.0.113.7 is not an address of this computer');
    expect(await starting({ allowFrom: ['10.1.2.300'] })).toContain('"10.1.2.300" is not an address');
    expect(await starting({ allowFrom: ['10.1.2.0/33'] })).toContain('"10.1.2.0/33"');
    expect(await starting({ tls: { cert: '/nowhere.pem', key: '/nowhere.pem' } })).toContain('bad-certificate');
    const text = join(folder(), 'cert.pem');
    writeFileSync(text, 'no certificate');
    expect(await starting({ tls: { cert: text, key: text } })).toContain('bad-certificate');
  });
});

test(
  'thirty days of a faulty sender end with the right census, flat memory, and every fault counted',
  { timeout: 120_000 },
  async () => {
    const limits = { messageBytes: 20_000, malformedInRow: 1000 };
    for (let seed = 1; seed <= 12; seed++) {
      const pick = chance(seed * 7919);
      const { listener, beds } = await feed({ limits });
      const day = wardDay(seed, 60);
      let from = await sender(listener.port);
      let faults = 0;
      // A sender repeats what was not acknowledged, so order is kept; everything else may go wrong.
      for (const text of day.messages) {
        for (let tries = 0; ; tries++) {
          const trouble = tries < 3 ? pick(9) : 8;
          if (trouble < 6) faults++;
          if (trouble === 0) {
            from.raw(frame(text).subarray(0, pick(text.length)));
            from.socket.destroy();
          } else if (trouble === 1) {
            from.raw(frame(text));
            from.socket.destroy();
          } else if (trouble === 2) {
            from.raw(framed(Buffer.from(Array.from({ length: 1 + pick(60) }, () => 0x20 + pick(90)))));
            expect(await from.answer()).toMatch(/MSA\|A[ER]/);
          } else if (trouble === 3) {
            from.raw(framed(Buffer.from(`${text}OBX|${'x'.repeat(30_000)}`)));
            expect(await from.answer()).toContain('MSA|AE');
          } else if (trouble === 4) {
            from.raw(`\r\n${'noise'.repeat(pick(5))}`);
          } else if (trouble === 5) {
            from.raw(framed(Buffer.from(text.replace(/\rEVN.*?\r/, '\rEVN||20269999\r'))));
            expect(await from.answer()).toContain('MSA|AE');
          } else {
            const bytes = frame(text);
            const cut = pick(bytes.length);
            from.raw(bytes.subarray(0, cut));
            from.raw(bytes.subarray(cut));
            if (/MSA\|AA/.test(await from.answer())) break;
          }
          if (from.socket.destroyed) from = await sender(listener.port);
        }
      }
      expect(beds(), `seed ${seed}`).toEqual(day.beds);
      expect(faults).toBeGreaterThan(10);
      from.socket.destroy();
      await until(() => listener.state().connections.length === 0);
      await listener.close();
    }
  },
);
