import type { Exchange } from '../../../main/contract.ts';

/** Three kiosks at a share: one that is silent, acts that are missing, and a number that was used twice. */
export const exchange = (part: Partial<Exchange> = {}): Exchange => ({
  ward: '4 West',
  folder: '\\\\files\\downtime\\4-west',
  everyMinutes: 5,
  running: false,
  last: { at: '2026-11-22T20:24:00Z', brought: 3, given: 1 },
  fault: null,
  kiosks: [
    { kiosk: '4W-K1', sign: '3f9a2c1b', own: true, events: 412, missing: 0, heardAt: null },
    { kiosk: '4W-K2', sign: '81d04e77', own: false, events: 97, missing: 0, heardAt: '2026-11-22T20:23:00Z' },
    { kiosk: '4W-MED-ROOM', sign: 'c2207b5e', own: false, events: 31, missing: 4, heardAt: '2026-11-22T16:10:00Z' },
  ],
  clashes: [
    [
      {
        kiosk: '4W-K2',
        number: 88,
        at: '2026-11-22T19:50:00Z',
        by: 'M. Chen',
        unit: '4 West',
        act: '{"kind":"outage-declared","reason":"EHR login fails"}',
      },
      {
        kiosk: '4W-K2',
        number: 88,
        at: '2026-11-22T19:52:00Z',
        by: 'R. Alvarez RN',
        unit: '4 West',
        act: '{"kind":"step-ticked","outage":"4W-K1:7F3QXH:3","step":"print-ward","done":true}',
      },
    ],
  ],
  troubles: [
    '4W-MED-ROOM was last heard of 4 h 17 min ago: look whether it runs and reaches the folder.',
    '4W-MED-ROOM knows of 4 acts that are not here yet: exchange once more, first from here.',
    '1 act stands twice, with different words: a disk was copied while its kiosk ran. All sides are kept and counted; look at each, and give the copied computer a store of its own.',
  ],
  ...part,
});
