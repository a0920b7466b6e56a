import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../main/domain/view.ts';
import { needs } from '../support/needs.ts';
import { stay } from '../support/stay.ts';
import { scan } from '../support/scan.ts';
import { exchange } from './support/exchange-fixture.ts';
import { startFakeKiosk, type Scene } from './support/fake-kiosk.ts';
import { patient } from './support/patient-fixture.ts';
import { SIZES } from './support/screen.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { AS_OF, LONG_NAME, outages, standby, statuses, ward } from './support/ward-fixture.ts';

const { context, folder, on } = openScreens();
const PATIENT = `#/patient/${encodeURIComponent('p/1 ü')}`;

const SCREENS: [string, string, Scene][] = [
  ['ward, standing by', '', scene({ status: standby() })],
  ['ward, downtime', '', scene()],
  [
    'ward, unread patients',
    '',
    scene({ ward: { ...ward(), unread: [{ patient: 'LEE, Ann', why: 'the EHR refused her chart' }] } }),
  ],
  [
    'ward, sheets that can’t be printed',
    '',
    scene({
      status: {
        ...standby(),
        paper: {
          ...standby().paper,
          refused: [{ patient: LONG_NAME, sheet: 'MAR', why: 'head and foot of MAR leave no room on letter paper' }],
        },
      },
    }),
  ],
  ['no copy', '', scene({ status: statuses.noCopy() })],
  ['patient', PATIENT, scene()],
  ['unknown patient', '#/patient/nobody', scene()],
  ['print', '#/print', scene()],
  ['print this patient', `#/print/${encodeURIComponent('p/1 ü')}`, scene()],
  ['system', '#/system', scene({ outages: outages() })],
  ['system, with other kiosks', '#/system', scene({ exchange: exchange() })],
  ['steps, downtime', '#/steps', scene()],
  ['steps, standing by', '#/steps', scene({ status: standby() })],
];

describe.skipIf(needs.chromium.missing)('every screen', () => {
  for (const [name, where, said] of SCREENS) {
    test(`${name}: accessible by day and by night, and breaks no rule of the policy`, async () => {
      await on(said, where, async page => {
        await settled(page);
        for (const theme of ['light', 'night']) {
          await page.locator('.theme select').selectOption(theme);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
        }
      });
    });

    test(`${name}: never scrolls sideways`, async () => {
      await on(said, where, async page => {
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await settled(page);
          const over = await page.evaluate(() =>
            ['html', 'main', '.patient-sections'].filter(s => {
              const box = document.querySelector(s);
              return box !== null && box.scrollWidth > box.clientWidth;
            }),
          );
          expect(over).toEqual([]);
        }
      });
    });
  }

  test('the words for the state of the ward are there in each state', async () => {
    const words = {
      standby: 'STANDING BY',
      suspected: 'EHR NOT ANSWERING SINCE 14:52',
      downtime: 'DOWNTIME SINCE 15:05',
      stale: 'STALE',
      unknown: 'AGE UNKNOWN',
      drill: 'DRILL SINCE 15:05',
      recovery: 'RECOVERY SINCE 15:10',
      degraded: 'EHR DEGRADED AS PLANNED SINCE 15:05',
      again: 'The outage declared at 09:05 is still being recovered.',
      failsAgain: 'EHR NOT ANSWERING AGAIN SINCE 15:20',
      noCopy: 'NO COPY OF 4 WEST',
    };
    for (const name of Object.keys(statuses) as (keyof typeof statuses)[]) {
      await on(scene({ status: statuses[name]() }), '', async page => {
        await page.locator('.banner', { hasText: words[name] }).waitFor();
      });
    }
  });

  test('without a copy nothing claims that one is kept', async () => {
    for (const where of ['', '#/system']) {
      await on(scene({ status: { ...statuses.downtime(), copy: null } }), where, async page => {
        await page.locator('.banner', { hasText: 'NO COPY' }).waitFor();
        await page.getByText('Refresh failed at').waitFor();
        expect(await page.locator('body').innerText()).not.toContain('copy is kept');
      });
    }
  });

  test('a change of state is shown as soon as the kiosk tells of it', async () => {
    const said = scene({ status: standby() });
    await on(said, '', async (page, tell) => {
      await page.locator('.banner[data-kind=standby]').waitFor();
      said.status = statuses.downtime();
      tell('status');
      await page.locator('.banner[data-kind=downtime]').waitFor();
    });
  });
});

describe.skipIf(needs.chromium.missing)('a kiosk that falls silent', () => {
  test('turns the banner into lost contact, and the age goes on', async () => {
    const said = scene();
    const kiosk = await startFakeKiosk(folder(), said);
    const page = await context().newPage();
    await page.clock.install();
    await page.goto(kiosk.url);
    await page.locator('.banner[data-kind=downtime]').waitFor();
    expect(await page.locator('.banner').innerText()).toContain('42 min old');
    said.silent = true;
    await page.clock.fastForward(10 * 60_000);
    await page.locator('.banner[data-kind=lost]').waitFor();
    expect(await page.locator('.banner').innerText()).toContain('THIS SCREEN HAS LOST CONTACT WITH THE KIOSK');
    expect(await page.locator('.banner').innerText()).toContain('52 min old');
    said.silent = false;
    await page.clock.fastForward(20_000);
    await page.locator('.banner[data-kind=downtime]').waitFor();
    await page.close();
    await kiosk.stop();
  });
});

describe.skipIf(needs.chromium.missing)('the ward list', () => {
  test('no name and no MRN is clipped, at both sizes', async () => {
    await on(scene(), '', async page => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await settled(page);
        const clipped = await page.evaluate(() =>
          [...document.querySelectorAll('.ward-table [role=rowheader], .ward-table [role=gridcell]')]
            .filter(cell => cell.scrollWidth > cell.clientWidth || cell.scrollHeight > cell.clientHeight + 1)
            .map(cell => cell.textContent),
        );
        expect(clipped).toEqual([]);
        expect(await page.locator('.ward-row').count()).toBe(36);
        expect(await page.getByText(LONG_NAME).count()).toBe(1);
      }
    });
  });

  test('arrows move, Enter opens, and the back button returns', async () => {
    await on(scene(), '', async page => {
      await settled(page);
      await page.locator('.ward-row').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'NGUYỄN, Thị Minh Khai' }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: '4 West' }).waitFor();
    });
  });

  test('a patient whose data is older than the ward says so in the row', async () => {
    await on(scene(), '', async page => {
      await settled(page);
      expect(await page.locator('.ward-row', { hasText: 'BRZĘCZYSZCZYKIEWICZ' }).innerText()).toContain('Data of 11:20');
    });
  });
});

describe.skipIf(needs.chromium.missing)('search', () => {
  test('is one key away and opens by name', async () => {
    await on(scene(), '', async page => {
      await settled(page);
      await page.keyboard.press('/');
      await page.keyboard.type('nguyen', { delay: 70 });
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'NGUYỄN, Thị Minh Khai' }).waitFor();
    });
  });

  test('marks who has left the ward', async () => {
    const { rows, ...more } = ward();
    const left = {
      ...rows[1]!,
      gone: { since: AS_OF, why: 'not in the census any more' as const },
      stay: stay({ presence: { kind: 'left-census', since: AS_OF } }),
    };
    await on(scene({ ward: { ...more, rows: rows.with(1, left) } }), '', async page => {
      await settled(page);
      await page.keyboard.press('/');
      await page.keyboard.type('nguyen', { delay: 70 });
      await page.getByRole('option', { name: /NGUYỄN.*LEFT THE WARD/ }).waitFor();
      expect(await page.locator('.page-count').first().innerText()).toBe('35 patients on the unit, 1 left today');
    });
  });

  test('a scan opens the patient from anywhere, and its Enter presses nothing', async () => {
    await on(scene(), '#/system', async page => {
      await settled(page);
      await page.getByRole('button', { name: 'Refresh now' }).focus();
      await scan(page, '40012321');
      await page.getByRole('heading', { level: 1, name: '欧阳, 明远' }).waitFor();
      expect(await page.locator('.refresh-failure').innerText()).toContain('15:20');
    });
  });

  test('a scan of an unknown band says so and opens nobody', async () => {
    await on(scene(), '#/system', async page => {
      await settled(page);
      await scan(page, '99999999');
      await page.getByText('belongs to no patient of this copy').waitFor();
      expect(page.url()).toContain('#/system');
    });
  });
});

describe.skipIf(needs.chromium.missing)('the kiosks of the ward, on the System page', () => {
  test('stand with when each was heard of, what is missing, and both sides of a number used twice', async () => {
    await on(scene({ exchange: exchange() }), '#/system', async page => {
      const rows = page.locator('.exchange tbody tr');
      await rows.first().waitFor();
      expect((await rows.allInnerTexts()).map(row => row.replace(/\s+/g, ' '))).toEqual([
        '4W-K1 3f9a2c1b this kiosk 412 –',
        '4W-K2 81d04e77 15:23, 4 min ago 97 0',
        '4W-MED-ROOM c2207b5e 11:10, 4 h 17 min ago 31 4',
      ]);
      const clash = page.locator('.exchange-clash');
      expect(await clash.locator('li').count()).toBe(2);
      expect(await clash.innerText()).toMatch(/M\. Chen.*login fails[\s\S]*R\. Alvarez RN.*print-ward/);
      expect(await page.locator('.exchange').innerText()).toContain('4 acts that are not here yet');
    });
  });

  test('exchange when asked, by the keyboard, and say what came or why nothing did', async () => {
    await on(scene({ exchange: exchange() }), '#/system', async page => {
      await page.getByRole('button', { name: 'Exchange now' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Exchanged: 12 acts came, 3 acts lie ready for the others.').waitFor();
    });
    await on(scene({ exchange: exchange({ fault: 'The share does not answer.' }) }), '#/system', async page => {
      await page.getByRole('button', { name: 'Exchange now' }).click();
      await page.getByText('Not exchanged: The share does not answer. What happened on the ward is kept here.').waitFor();
    });
  });

  test('are none where none was set up', async () => {
    await on(scene(), '#/system', async page => {
      await page.getByText('This kiosk exchanges with no other.').waitFor();
      expect(await page.getByRole('button', { name: 'Exchange now' }).count()).toBe(0);
    });
  });
});

describe.skipIf(needs.chromium.missing)('the patient page', () => {
  test('banner and identity stay while every section is visited', async () => {
    await on(scene(), PATIENT, async page => {
      await settled(page);
      const entries = page.locator('.side-index button');
      for (let i = 0; i < (await entries.count()); i++) {
        await entries.nth(i).click();
        const tops = await page.evaluate(() => ({
          banner: document.querySelector('.banner')!.getBoundingClientRect().top,
          strip: document.querySelector('.strip h1')!.getBoundingClientRect().top,
          page: window.scrollY,
        }));
        expect(tops.banner).toBe(0);
        expect(tops.page).toBe(0);
        expect(tops.strip).toBeGreaterThan(90);
      }
    });
  });

  test('the next due dose is the first order of the page and in sight', async () => {
    await on(scene(), PATIENT, async page => {
      await settled(page);
      const first = page.locator('.order').first();
      expect(await first.innerText()).toContain('vancomycin');
      expect(await first.innerText()).toContain('Due 15:00: no record, verify');
      const box = await first.locator('.next').boundingBox();
      expect(box!.y + box!.height).toBeLessThan(768);
    });
  });

  test('every order, unlinked dose, warning and unread resource of the chart is on the page', async () => {
    await on(scene(), PATIENT, async page => {
      await settled(page);
      const shown = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      for (const words of [
        'metoprolol tartrate',
        'Hold for SBP < 100 or HR < 55.',
        '≥ 350: 10 units and call',
        'NAME NOT RESOLVED',
        'HD PROTOCOL',
        'TIMES NOT KNOWN',
        '12 units/kg/h',
        '40 mg per 24 h',
        'magnesium sulfate',
        'may not contain the entire record',
        'the dose is a text in a field for numbers',
        'CONFLICTING: VERIFY',
        'EHR DOES NOT OFFER IT',
        'The EHR stopped after 50 of 71 doses',
        '4W-K1-12-03-S',
        'Not orders of this stay',
      ])
        expect(shown).toContain(words);
    });
  });
});

describe.skipIf(needs.chromium.missing)('an order on the patient page', () => {
  const { orders } = patient(ward().rows[1]!);
  const metoprolol = orders.find(o => o.order.drug.name.startsWith('metoprolol'))!;
  const once = orders.find(o => o.schedule.kind === 'once')!;
  const shown = async (order: OrderView): Promise<string> => {
    let words = '';
    await on(
      scene({ patient: id => ({ ...patient(ward().rows.find(r => r.patientId === id)!), orders: [order] }) }),
      PATIENT,
      async page => {
        await settled(page);
        words = (await page.locator('.order').innerText()).replace(/\s+/g, ' ');
        const { violations } = await new AxeBuilder({ page }).include('.order').analyze();
        expect(violations.map(v => v.id)).toEqual([]);
      },
    );
    return words;
  };

  test('says who decided its times, and when they are in doubt', async () => {
    const { schedule } = metoprolol;
    if (schedule.kind !== 'times') throw new Error('metoprolol has times');
    const doubtful = { ...schedule, source: 'unit-table' as const, confidence: 'doubtful' as const };
    const warnings = ['CONTRADICTION: structure says 2 a day, text says 3 a day'];
    const words = await shown({ ...metoprolol, schedule: doubtful, warnings });
    for (const said of ['TIMES IN DOUBT', 'Times by the unit’s table', 'text says 3 a day']) expect(words).toContain(said);
    expect(await shown({ ...metoprolol, schedule: { ...schedule, confidence: 'stated' } })).not.toContain('TIMES IN DOUBT');
  });

  test('asks for two initials and names the allergies that it meets where paper does', async () => {
    const words = await shown({ ...metoprolol, needsTwoInitials: true, allergyMatches: ['ALLERGY: metoprolol (Hives)'] });
    for (const said of ['TWO INITIALS', 'ALLERGY: metoprolol (Hives)']) expect(words).toContain(said);
  });

  test('a one-time dose that was charted as given never reads as one to give', async () => {
    const given = { at: AS_OF, outcome: 'given' as const, dose: '2 g', by: 'K. Osei RN', reason: null };
    const words = await shown({ ...once, due: [], nextDue: null, charted: [given], lastGiven: given });
    expect(words).toContain('One dose ordered, one charted as given: verify before giving another');
    expect(words).not.toContain('check whether given');
  });

  test('a dose charted without an order number stands beside the last given', async () => {
    const loose = { at: AS_OF, outcome: 'given' as const, dose: '50 mg', by: 'K. Osei RN', reason: null };
    expect(await shown({ ...metoprolol, unlinkedSameDrug: [loose] })).toMatch(/without an order number.*14:45 50 mg/);
  });

  test('a dose given ahead of its time is said beside what is due', async () => {
    const early = { at: '2026-11-22T20:00:00Z', outcome: 'given' as const, dose: '50 mg', by: null, reason: null };
    const due = [
      { at: '2026-11-22T14:00:00Z', source: 'sent' as const },
      { at: '2026-11-22T22:00:00Z', source: 'sent' as const },
    ];
    const words = await shown({ ...metoprolol, due, nextDue: due[1]!, charted: [early], lastGiven: early });
    expect(words).toContain('Given 15:00, before the dose due 17:00: verify whether it was this one');
  });
});

describe.skipIf(needs.chromium.missing)('an outage', () => {
  test('is declared by one act that names it, with reason and name, from the banner', async () => {
    await on(scene({ status: standby() }), '', async page => {
      await page.getByRole('button', { name: 'Declare downtime' }).click();
      const dialog = page.getByRole('dialog');
      const act = dialog.getByRole('button', { name: 'Declare downtime for 4 West' });
      await act.click();
      await dialog.getByText('Your name: write at least 2 letters.').waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
      await dialog.getByLabel('Reason').fill('EHR login fails on all stations');
      await dialog.getByLabel('Your name').fill('R. Alvarez RN');
      await act.click();
      await page.locator('.banner[data-kind=downtime]').waitFor();
      expect(await dialog.count()).toBe(0);
    });
  });

  test('of the whole EHR takes two words and Enter, without a mouse and without a question more', async () => {
    const said = scene({ status: standby() });
    await on(said, '', async page => {
      await page.getByRole('button', { name: 'Declare downtime' }).press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('EHR login fails');
      await page.keyboard.press('Tab');
      await page.keyboard.type('R. Alvarez RN');
      await page.keyboard.press('Enter');
      await page.locator('.banner[data-kind=downtime]', { hasText: 'DOWNTIME SINCE 15:27' }).waitFor();
      expect(said.status.outage).toMatchObject({ drill: false, planned: false, degraded: null });
    });
  });

  test('of some systems names them, with the keyboard only, and the banner says what does not work', async () => {
    const said = scene({ status: standby() });
    await on(said, '', async page => {
      const key = async (...keys: string[]) => {
        for (const name of keys) await page.keyboard.press(name);
      };
      await page.getByRole('button', { name: 'Declare downtime' }).press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await page.keyboard.type('Upgrade of the laboratory system');
      await key('Tab');
      await page.keyboard.type('M. Chen');
      await key('Tab', 'ArrowDown', 'Enter');
      await dialog.getByText('Say which systems fail').waitFor();
      expect(said.status.outage.state).toBe('normal');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
      await dialog.getByRole('radio', { name: 'Only some systems' }).focus();
      await key('Tab', 'Tab', 'Space', 'Tab', 'Tab');
      await page.keyboard.type('Laboratory labels');
      await key('Tab', 'Space');
      const planned = (await dialog.getByText('This was planned').boundingBox())!;
      const modal = (await page.locator('.modal').boundingBox())!;
      expect(planned.y + planned.height).toBeLessThanOrEqual(modal.y + modal.height);
      await key('Tab', 'Tab', 'Tab', 'Enter');
      await page.locator('.banner', { hasText: 'EHR DEGRADED AS PLANNED SINCE 15:27' }).waitFor();
      expect(said.status.outage).toMatchObject({ drill: false, planned: true, degraded: ['Results', 'Laboratory labels'] });
      await page.getByText('Not working: Results, Laboratory labels. Chart these on paper, the rest in the EHR.').waitFor();
    });
  });

  test('that begins during a drill ends it: the banner offers it, and it can be no drill', async () => {
    await on(scene({ status: statuses.drill() }), '', async page => {
      await page.getByRole('button', { name: 'No drill: EHR is down' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The drill ends.').waitFor();
      expect(await dialog.getByText('This is a drill').count()).toBe(0);
      await dialog.getByLabel('Reason').fill('EHR login fails');
      await dialog.getByLabel('Your name').fill('R. Alvarez RN');
      await dialog.getByRole('button', { name: 'Declare downtime for 4 West' }).click();
      await page.locator('.banner[data-kind=downtime]').waitFor();
    });
  });

  test('that was declared while another was being recovered says so when it is ended', async () => {
    await on(scene({ status: statuses.again() }), '#/system', async page => {
      await page.locator('main').getByText('The outage declared at 09:05 is still being recovered.').waitFor();
      await page.locator('main').getByRole('button', { name: 'End the outage' }).click();
      await page.getByRole('dialog').getByText('the one declared at 09:05 goes on being recovered').waitFor();
    });
  });

  test('of the past stands on the System page: when, how long, what, why, by whom, first sheet, all clear', async () => {
    await on(scene({ outages: outages() }), '#/system', async page => {
      await page.getByText('The first hour: declared 22 min ago.').waitFor();
      const rows = page.locator('.outages tbody tr');
      await rows.first().waitFor();
      const said = (await rows.allInnerTexts()).map(row => row.replace(/\s+/g, ' '));
      expect(said).toEqual([
        expect.stringMatching(
          /^15:05 Noticed 14:52 22 min Unplanned, the whole EHR EHR login fails on all stations. R. Alvarez RN after 4 min STILL OPEN$/,
        ),
        expect.stringMatching(
          /^Nov 20 00:00 3 h 30 min Planned, only Results, Laboratory labels Upgrade.*House supervisor none Nov 20 03:30, M. Chen: upgrade done$/,
        ),
        expect.stringMatching(
          /^Oct 14 09:00 70 min EHR back after 60 min DRILL: Planned, the whole EHR Quarterly drill. M. Chen after 6 min Oct 14 10:10, M. Chen: all sheets collected EHR back Oct 14 10:00, M. Chen$/,
        ),
      ]);
    });
  });

  test('a drill says so on its button and in the banner', async () => {
    await on(scene({ status: standby() }), '#/system', async page => {
      await page.locator('main').getByRole('button', { name: 'Declare downtime' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('Quarterly drill');
      await dialog.getByLabel('Your name').fill('M. Chen');
      await dialog.getByText('This is a drill').click();
      await dialog.getByRole('button', { name: 'Start the drill for 4 West' }).click();
      await page.locator('.banner[data-kind=drill]').waitFor();
    });
  });

  test('an act that was not recorded leaves the dialog open and says why', async () => {
    await on(scene({ status: statuses.recovery() }), '', async page => {
      await page.getByRole('button', { name: 'End the outage' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('EHR is up');
      await dialog.getByLabel('Your name').fill('M. Chen');
      await dialog.getByRole('button', { name: 'End the outage of 4 West' }).click();
      await dialog.getByText('It was not recorded: the disk is full. The state of the ward is unchanged.').waitFor();
    });
  });
});
