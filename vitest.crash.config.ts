import { defineConfig } from 'vitest/config';

/** What crashes and bad disks do to copies and ledger: `npm run test:crash`. Some of it needs root, see test/support/needs.ts. */
export default defineConfig({
  test: {
    include: ['test/crash/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    includeTaskLocation: true,
    reporters: ['default', './test/support/skips-reporter.ts'],
  },
});
