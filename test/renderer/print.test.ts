import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../renderer/print/selection.ts';
import { needs } from '../support/needs.ts';
import { stay } from '../support/stay.ts';
import { SIZES } from './support/screen.ts';
import { openScreens, scene, settled } from './support/screens.ts';
import { AS_OF, LONG_NAME, outages, statuses, ward } from './support/ward-fixture.ts';

const { on } = openScreens();

const accessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`)).toEqual([]);
};

/** Presses Tab until the focus is there, as a hand does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await page.waitForFunction(t => !t?.hasAttribute('disabled'), await target.elementHandle());
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate(t => t === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(target)}`);
}
const press = async (page: Page, name: RegExp): Promise<void> => {
  await tabTo(page, page.locator('a, button').filter({ hasText: name }).first());
  await page.keyboard.press('Enter');
};
/** Goes to the presets and down to one of them with the arrows. */
async function preset(page: Page, name: string): Promise<void> {
  await tabTo(page, page.locator('.presets input:checked'));
  for (let i = 0; i < PRESETS.length; i++) {
    if ((await page.locator('.preset[data-selected] strong').innerText()) === name) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No preset ${name}`);
}
const choose = (page: Page, name: string): Promise<void> => page.locator('.preset', { hasText: name }).click();
const made = (page: Page, name: RegExp) => page.getByRole('button', { name });

describe.skipIf(needs.chromium.missing)('the presets, with the keyboard alone', () => {
  test('from launch to everybody’s sheets in the printing folder takes three presses of Enter', async () => {
    await on(scene(), '', async page => {
      await settled(page);
      await press(page, /Print the ward/);
      await page.getByText('For 8 h: 215 pages, 120 leaves if printed on both sides; For 24 h: 215 pages').waitFor();
      await press(page, /Make 36 patients, 117 sheets/);
      await page.getByText('found whole').waitFor();
      await press(page, /Save all to the printing folder/);
      await page.getByText('36 PDFs saved to /kiosk/print').waitFor();
    });
  });

  test('the next shift’s MARs are those of the site’s next shift', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await preset(page, 'Next shift’s MARs');
      expect(await page.locator('.preset[data-selected]').innerText()).toContain('Night, 23:00 to Nov 23 07:00');
      await page.getByText('From 23:00 to Nov 23 07:00, a column for each hour.').waitFor();
      await press(page, /Make 36 patients, 81 sheets/);
      await page.getByText('36 patients, 81 sheets, 81 pages: made, read back and found whole').waitFor();
    });
  });

  test('MARs of seven days say where they begin and end', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await preset(page, 'MARs for several days');
      await page.getByText('From 15:00 to Nov 25 00:00, a column for each day.').waitFor();
      await tabTo(page, page.getByRole('combobox', { name: 'For', exact: true }));
      await page.keyboard.type('7');
      await page.getByText('From 15:00 to Nov 29 00:00, a column for each day.').waitFor();
      await press(page, /Make 36 patients, 72 sheets/);
      await page.getByText('36 patients, 72 sheets, 72 pages').waitFor();
    });
  });

  test('a nurse picks her patients and gets one list to the end of her shift, under the unit’s name', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await preset(page, 'Medications due, by nurse');
      await page.getByText('From 15:00 to 23:00.').waitFor();
      await page.getByText('Pick the patients: at least one').waitFor();
      for (const name of ['ALVAREZ, Rosa', '欧阳, 明远']) {
        await tabTo(page, page.getByRole('checkbox', { name: new RegExp(name) }));
        await page.keyboard.press('Space');
      }
      await press(page, /Make one list for 2 patients/);
      await page.getByText('1 sheet, 1 page: made, read back and found whole').waitFor();
      expect(await page.locator('.file').innerText()).toMatch(/Unit\s+List for the nurse, 4 West\s+1 sheet, 1 page/);
      await page.locator('canvas[data-drawn="1"]').waitFor();
    });
  });

  test('blank forms: as many sets as asked for, nobody’s name on them', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await preset(page, 'Blank forms');
      await tabTo(page, page.getByRole('checkbox', { name: 'Blank PCA record' }));
      await page.keyboard.press('Space');
      await tabTo(page, page.getByRole('textbox', { name: 'How many sets?' }));
      await page.keyboard.press('ArrowUp');
      await press(page, /Make 6 blank sets, 30 sheets/);
      await page.getByText('30 sheets, 30 pages: made').waitFor();
      expect(await page.locator('.file').innerText()).toMatch(/Blank\s+Forms without a name\s+30 sheets, 30 pages/);
      await tabTo(page, page.getByLabel('Sheet', { exact: true }));
      await page.keyboard.press('End');
      await page.locator('canvas[data-drawn="30"]').waitFor();
      expect(await page.getByLabel('Sheet', { exact: true }).locator('option:checked').innerText()).toContain('Blank ADT log');
    });
  });

  test('blank forms with a name are a set for each patient that was picked', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await preset(page, 'Blank forms');
      await tabTo(page, page.getByRole('radio', { name: 'Nobody’s' }));
      await page.keyboard.press('ArrowDown');
      await page.getByText('for forms with a name, at least one patient').waitFor();
      await tabTo(page, page.getByRole('checkbox', { name: /SMITH, John/ }));
      await page.keyboard.press('Space');
      await press(page, /Make 1 patient, 6 sheets/);
      await page.getByText('1 patient, 6 sheets, 6 pages').waitFor();
    });
  });
});

describe.skipIf(needs.chromium.missing)('the print page', () => {
  const PRESETS = ['Start of downtime', 'Next shift', 'several days', 'Medications due', 'Blank forms', 'Choose yourself'];

  test('forms for the ward itself are about no patient; the all-clear notice is offered once an outage is over', async () => {
    await on(scene({ outages: outages() }), '#/print', async page => {
      await preset(page, 'For the ward itself');
      expect(await page.getByText('All-clear notice', { exact: true }).count()).toBe(0);
      await page.getByRole('button', { name: 'Make 10 sheets for the ward' }).click();
      await page.locator('.file-open', { hasText: 'Forms for the ward, 4 West' }).waitFor();
    });
    await on(scene({ status: statuses.recovery(), outages: outages() }), '#/print', async page => {
      await preset(page, 'For the ward itself');
      await page.getByText('All-clear notice', { exact: true }).click();
      await page.getByRole('button', { name: 'Make 11 sheets for the ward' }).waitFor();
    });
  });

  test('each preset is accessible by day and by night', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      for (const theme of ['light', 'night']) {
        await page.locator('.theme select').selectOption(theme);
        for (const name of PRESETS) {
          await choose(page, name);
          await accessible(page);
        }
      }
    });
  }, 180_000);

  test('never scrolls sideways and its targets are as large as a finger, at both sizes and at 200 % of the smaller', async () => {
    await on(scene(), '#/print', async page => {
      for (const size of [...SIZES, { width: 683, height: 384 }]) {
        await page.setViewportSize(size);
        await settled(page);
        for (const name of PRESETS) {
          await choose(page, name);
          const wrong = await page.evaluate(() => [
            ...['html', 'main', '.print-details'].filter(s => {
              const box = document.querySelector(s)!;
              return box.scrollWidth > box.clientWidth;
            }),
            ...[...document.querySelectorAll('main :is(.preset, .check, button, select, .sets input)')]
              .filter(target => target.getBoundingClientRect().height < 44)
              .map(target => target.outerHTML),
          ]);
          expect(wrong).toEqual([]);
        }
      }
    });
  });

  test('all presets are in sight on the smaller screen, above the button', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      const last = (await page.locator('.preset').last().boundingBox())!;
      const bar = (await page.locator('.make').boundingBox())!;
      expect(last.y + last.height).toBeLessThanOrEqual(bar.y);
    });
  });

  test('beside the presets the button is whole, at every size', async () => {
    await on(scene(), '#/print', async page => {
      for (const size of [...SIZES, { width: 683, height: 384 }]) {
        await page.setViewportSize(size);
        await settled(page);
        await page.locator('.preset').first().scrollIntoViewIfNeeded();
        const button = (await made(page, /^Make 36/).boundingBox())!;
        expect(button.y + button.height).toBeLessThanOrEqual(size.height);
      }
    });
  });

  test('the button goes nowhere when no patient has orders for the chosen form, and says why', async () => {
    await on(scene(), `#/print/${encodeURIComponent('p/0 ü')}`, async page => {
      await settled(page);
      for (const form of ['MAR: scheduled and continuous', 'MAR: one-time and PRN', 'Patient summary'])
        await page.getByText(form, { exact: true }).click();
      await page.getByText('Nothing to print: by this copy none of these patients').waitFor();
      expect(await made(page, /Make 1 patient, 0 sheets/).isDisabled()).toBe(true);
    });
  });

  test('a packet ticks what a department gets, in place of what was ticked, and each form can be taken out', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await choose(page, 'Choose yourself');
      const ticked = () => page.locator('.some-forms [data-selected]').allInnerTexts();
      await page.getByRole('combobox', { name: /Tick what is used/ }).selectOption({ label: 'Blood bank' });
      expect((await ticked()).sort()).toEqual(['Transfusion record', 'Wristband and labels']);
      await page.locator('.some-forms [data-selected]', { hasText: 'Transfusion' }).click();
      expect(await ticked()).toEqual(['Wristband and labels']);
    });
  });

  test('a start that was chosen for other sheets does not stay behind unseen', async () => {
    await on(scene(), '#/print', async page => {
      await settled(page);
      await page.getByRole('combobox', { name: 'From', exact: true }).selectOption({ label: 'Tomorrow 07:00, Day begins' });
      await page.getByText('From Nov 23 07:00 to Nov 24 07:00').waitFor();
      await choose(page, 'Medications due');
      await page.getByText('From 15:00 to 23:00.').waitFor();
    });
  });

  test('an hour that passed since it was chosen is no start any more', async () => {
    const said = scene();
    await on(said, '#/print', async (page, tell) => {
      await settled(page);
      await page.getByRole('combobox', { name: 'From', exact: true }).selectOption({ label: 'Today 16:00' });
      await page.getByText('From 16:00 to Nov 23 16:00').waitFor();
      said.status = { ...said.status, now: '2026-11-22T22:10:00Z' };
      tell('status');
      await page.getByText('From 17:00 to Nov 23 17:00').waitFor();
    });
  });

  test('who could not be read and who has left is said before anything is printed', async () => {
    const { rows, ...more } = ward();
    const left = {
      ...rows[1]!,
      gone: { since: AS_OF, why: 'not in the census any more' as const },
      stay: stay({ presence: { kind: 'left-census', since: AS_OF } }),
    };
    const said = { ...more, rows: rows.with(1, left), unread: [{ patient: 'LEE, Ann', why: 'the EHR refused her chart' }] };
    await on(scene({ ward: said }), '#/print', async page => {
      await settled(page);
      await page.getByRole('alert').filter({ hasText: 'LEE, Ann' }).waitFor();
      await page.getByText('1 patient who left the ward gets no paper here').waitFor();
      await made(page, /Make 35 patients/).waitFor();
    });
  });
});

describe.skipIf(needs.chromium.missing)('a pack', () => {
  test('the preview draws the released PDF, turns its pages, and the PDF can be downloaded', async () => {
    await on(scene(), '#/print', async page => {
      await made(page, /^Make/).click();
      await page.locator('canvas[data-drawn="1"]').waitFor();
      const ink = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((v, i) => i % 4 === 0 && v < 100).length;
      });
      expect(ink).toBeGreaterThan(500);
      await page.getByRole('button', { name: 'Page forward' }).click();
      await page.locator('canvas[data-drawn="2"]').waitFor();
      expect(await page.getByLabel('Sheet', { exact: true }).locator('option:checked').innerText()).toContain('one-time and PRN');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('button', { name: /^Download/ })
          .first()
          .click(),
      ]);
      expect(download.suggestedFilename()).toBe('pack-7-bed-401-A.pdf');
      await accessible(page);
    });
  });

  test('no name in the list of files is clipped', async () => {
    await on(scene(), '#/print', async page => {
      await made(page, /^Make/).click();
      await page.getByText(LONG_NAME).waitFor();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const clipped = await page.evaluate(() =>
          [...document.querySelectorAll('.file-name, .file-bed')]
            .filter(e => e.scrollWidth > e.clientWidth)
            .map(e => e.textContent),
        );
        expect(clipped).toEqual([]);
      }
    });
  });

  const refused = [{ patient: 'SMITH, John', sheet: 'MAR: scheduled', why: 'order RX-10231 was not found on page 2' }];

  test('sheets that were not released are named in an alarm above everything else, and the good word does not hide them', async () => {
    await on(scene({ refused }), '#/print', async page => {
      await made(page, /^Make/).click();
      const alarm = page.getByRole('alert').filter({ hasText: '1 SHEET WAS NOT RELEASED' });
      await alarm.waitFor();
      expect(await alarm.innerText()).toContain('order RX-10231 was not found on page 2');
      const save = await made(page, /^Save all/).boundingBox();
      expect((await alarm.boundingBox())!.y).toBeLessThan(save!.y);
      expect(await page.locator('.pack-done').innerText()).toContain('1 sheet not released: see above');
    });
  });

  test('a pack of which nothing was released never says that it is whole', async () => {
    await on(scene({ refused, releasesNothing: true }), '#/print', async page => {
      await made(page, /^Make/).click();
      await page.getByText('No sheet was released. There is no new paper.').waitFor();
      expect(await page.locator('main').innerText()).not.toContain('found whole');
      expect(await made(page, /^Save all/).count()).toBe(0);
    });
  });

  test('a folder that cannot be written is said in words', async () => {
    await on(scene({ saveFails: 'the disk is full' }), '#/print', async page => {
      await made(page, /^Make/).click();
      await made(page, /^Save all/).click();
      await page.getByText('This did not happen: the disk is full.').waitFor();
    });
  });
});
