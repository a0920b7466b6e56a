import { afterAll } from 'vitest';

/** More tries than CI takes, where there is time: KIOSK_LONG=1. */
export const LONG = process.env['KIOSK_LONG'] !== undefined;

/** Counts what a file tried and what came out wrong, and prints it at the end. */
export function figures(file: string) {
  const rows = new Map<string, { tried: number; wrong: number }>();
  afterAll(() => {
    for (const [what, { tried, wrong }] of rows) console.info(`${file}: ${what}: ${tried} tried, ${wrong} violations`);
  });
  return {
    /** `wrong` is what came out wrong of one try; null when nothing did. */
    note(what: string, wrong: string | null): void {
      const row = rows.get(what) ?? { tried: 0, wrong: 0 };
      rows.set(what, { tried: row.tried + 1, wrong: row.wrong + (wrong === null ? 0 : 1) });
    },
  };
}
