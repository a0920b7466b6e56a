import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // They take minutes and have a run of their own: vitest.crash.config.ts.
    exclude: ['test/crash/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Where a test stands in its file tells the reporter which need it was skipped for.
    includeTaskLocation: true,
    reporters: ['default', './test/support/skips-reporter.ts'],
  },
});
