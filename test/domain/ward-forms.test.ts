import { formOf } from '../../main/domain/form.ts';
import { describe, expect, test } from 'vitest';
import { endedOutage, FIRST_AFTER } from '../../main/domain/all-clear.ts';
import { outageOf, outagesOf } from '../../main/domain/outage.ts';
import { ROLES } from '../../main/domain/role.ts';
import { at, declared, plan, recovering, ticked, wardPaper } from '../support/ward-paper.ts';
import { formsAbout, site } from '../support/site.ts';

const words = (paper: ReturnType<typeof wardPaper>): string => JSON.stringify(paper?.sheet.blocks ?? null);
const back = { kind: 'recovery-started', reason: 'answers' } as const;
const closed = { kind: 'outage-closed', reason: 'typed back' } as const;
const fails = { kind: 'outage-suspected', reason: 'no answer' } as const;

test('every role has a card, and every step of the procedures is on the card of each of its roles', () => {
  for (const role of ROLES) {
    const card = words(wardPaper(`card-${role}`, []));
    for (const step of plan().steps) expect(card.includes(JSON.stringify(step.text))).toBe(step.roles.includes(role));
  }
});

test('no form of the ward names a patient, or claims data from the EHR', () => {
  for (const kind of formsAbout('ward')) {
    const { sheet } = wardPaper(kind, recovering())!;
    expect(sheet.head).toMatchObject({ kind: 'ward', asOf: null, mark: 'DOWNTIME WARD FORM', code: '5 West Med-Surg' });
    expect(sheet.foot.generation).toBeNull();
    expect(formOf(site.forms, kind).charting).toBe(false);
  }
});

describe('a role card', () => {
  test('in an outage says when each phase begins, and what is done already, by whom and when', () => {
    const card = words(wardPaper('card-nurse', [at('09:05', declared()), at('09:20', ticked('print-ward'), 'M. Chen RN')]));
    expect(card).toContain('"note":"from 11/22/2026 10:05"');
    expect(card).toMatch(/DONE.*Print the ward.*M\. Chen RN.*11\/22\/2026 09:20/);
  });
  test('has nothing ticked from an outage that is over', () => {
    const card = words(wardPaper('card-nurse', [...recovering(), at('15:00', closed)]));
    expect(card).not.toContain('DONE');
    expect(card).toContain('"text":"FIRST HOUR","note":null');
  });
  test('says that the steps are not the hospital’s own when these cannot be read, and has lines where there are no numbers', () => {
    const card = words(wardPaper('card-clerk', [], plan({ notOwn: true, phones: [] })));
    expect(card).toContain('these are the usual ones');
    expect(card).toContain('No numbers are on this kiosk');
  });
  test('in a drill is marked DRILL', () => {
    const { sheet } = wardPaper('card-nurse', [at('09:05', declared({ drill: true }))])!;
    expect(sheet.title).toBe('DRILL: ROLE CARD: NURSE');
    expect(sheet.head.mark).toBe('DRILL: NOT FOR PATIENT CARE');
  });
});

describe('an all clear', () => {
  const outageAfter = (...events: Parameters<typeof outageOf>[0]) => endedOutage(outagesOf(events), outageOf(events));
  test('is given for the outage that is being recovered, and for the one that was closed last', () => {
    expect(outageAfter(at('09:05', declared()), at('10:00', back))?.declaredAt).toContain('09:05');
    expect(outageAfter(at('09:05', declared()), at('10:00', closed))?.allClear?.at).toContain('10:00');
    const nested = [
      at('09:05', declared()),
      at('10:00', back),
      at('11:00', declared()),
      at('12:00', closed),
      at('13:00', closed),
    ];
    expect(outageAfter(...nested)?.declaredAt).toContain('09:05');
  });
  test('is given for nothing while there was no outage, the EHR is gone, or seems to be', () => {
    expect(outageAfter()).toBeNull();
    expect(outageAfter(at('09:05', declared()))).toBeNull();
    expect(outageAfter(at('09:05', declared()), at('10:00', back), at('11:00', declared()))).toBeNull();
    expect(outageAfter(at('09:05', declared()), at('10:00', back), at('11:00', fails))).toBeNull();
    expect(outageAfter(at('09:05', declared()), at('10:00', closed), at('11:00', fails))).toBeNull();
    expect(wardPaper('all-clear', [])).toBeNull();
  });
  test('says that the outage is still open, and that an earlier one is', () => {
    const events = [at('08:00', declared()), at('09:00', back), at('10:00', declared()), at('11:00', back)];
    const notice = words(wardPaper('all-clear', events));
    expect(notice).toContain('not yet: it stays open');
    expect(notice).toContain('the outage declared 11/22/2026 08:00 is still being recovered');
  });
  test('of less than two hours has everything typed back, of longer ones paper stays the record', () => {
    expect(words(wardPaper('all-clear', [at('13:00', declared()), at('14:59', back)]))).toContain(
      'everything on paper is typed back',
    );
    expect(words(wardPaper('all-clear', [at('13:00', declared()), at('15:00', back)]))).toContain('paper stays the record');
  });
  test('of a drill is marked DRILL although none is on any more', () => {
    const { sheet, printing } = wardPaper('all-clear', [...recovering(true), at('15:00', closed)])!;
    expect(printing.outage.state).toBe('normal');
    expect(sheet.title).toBe('DRILL: ALL CLEAR: THE EHR IS BACK');
  });
  test('says to each role what it does first', () => {
    const notice = words(wardPaper('all-clear', recovering()));
    for (const role of ROLES) expect(notice).toContain(FIRST_AFTER[role]);
  });
});
