import { describe, expect, test } from 'vitest';
import { Fault } from '../../renderer/client.ts';
import { bannerState } from '../../renderer/frame/banner-state.ts';
import { NOW, statuses } from './support/ward-fixture.ts';

const state = (name: keyof typeof statuses, more: { lostSince?: string; fault?: Fault } = {}) =>
  bannerState({ status: statuses[name](), now: NOW, lostSince: more.lostSince ?? null, fault: more.fault ?? null });

describe('the banner says', () => {
  test('standing by while the EHR is up', () => expect(state('standby')).toMatchObject({ kind: 'standby', acts: ['declare'] }));

  test('since when the EHR has not answered, and offers to declare', () =>
    expect(state('suspected')).toMatchObject({ kind: 'suspected', title: 'EHR NOT ANSWERING SINCE 14:52', acts: ['declare'] }));

  test('downtime and since when', () =>
    expect(state('downtime')).toMatchObject({ kind: 'downtime', title: 'DOWNTIME SINCE 15:05' }));

  test('DRILL in the words of a drill', () => expect(state('drill').title).toContain('DRILL'));

  test('recovery, and can end or declare again', () => expect(state('recovery').acts).toEqual(['close', 'declare']));

  test('in a planned outage of some systems that it was planned, and which of them do not work', () =>
    expect(state('degraded')).toMatchObject({
      kind: 'downtime',
      title: 'EHR DEGRADED AS PLANNED SINCE 15:05',
      detail: 'Not working: Orders, Results. Chart these on paper, the rest in the EHR.',
    }));

  test('in a second outage that the first is still being recovered', () =>
    expect(state('again')).toMatchObject({
      title: 'DOWNTIME SINCE 15:05',
      detail: 'Chart on paper. The outage declared at 09:05 is still being recovered.',
    }));

  test('in a drill that a real outage can be declared at once', () =>
    expect(state('drill').acts).toEqual(['recover', 'declare']));

  test('a ward without a copy as a state of its own', () => expect(state('noCopy').title).toBe('NO COPY OF 4 WEST'));

  test('in downtime without a copy both: downtime, and that there is nothing to show', () => {
    const status = { ...statuses.downtime(), copy: null };
    const said = bannerState({ status, now: NOW, lostSince: null, fault: null });
    expect(said.kind).toBe('downtime');
    expect(said.detail).toContain('no patients to show');
  });

  test('lost contact before everything else, with the time of the last answer', () => {
    const said = state('downtime', { lostSince: '2026-11-22T20:26:00Z' });
    expect(said).toMatchObject({ kind: 'lost', title: 'THIS SCREEN HAS LOST CONTACT WITH THE KIOSK', acts: [] });
    expect(said.detail).toContain('15:26');
  });

  test('a window that is no longer signed in says how to get back in', () =>
    expect(state('standby', { fault: new Fault('no-session', '') }).detail).toContain('signed in'));
});
