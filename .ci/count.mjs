// Prints the closing line of CI: `N passed, N failed, N skipped`, from the failed checks and, of each run of tests, Vitest's JSON report and the counts of skips.
import { readFileSync } from 'node:fs';

const [checks, ...runs] = process.argv.slice(2);
const read = path => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

let passed = 0;
let failed = Number(checks);
let tolerated = 0;
for (const run of runs) {
  const tests = read(`${run}.json`);
  const skipped = read(`${run}-skips.json`);
  if (tests === null || skipped === null) {
    failed += 1; // The run broke off before it could report.
    continue;
  }
  passed += tests.numPassedTests;
  tolerated += skipped.tolerated;
  // A file that could not be loaded has no test to fail; a run that failed without a failed test had an error outside of any.
  const unloaded = tests.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  );
  const inTests = tests.numFailedTests + unloaded.length;
  const outside = !tests.success && inTests === 0 ? 1 : 0;
  const nothingRan = tests.numPassedTests + inTests === 0 ? 1 : 0;
  failed += inTests + Math.max(outside, nothingRan) + skipped.failures;
}
console.log(`${passed} passed, ${failed} failed, ${tolerated} skipped`);
process.exit(failed === 0 ? 0 : 1);
