// Prints the closing line of CI: `N passed, N failed, N skipped`, from Vitest's JSON report, the counts of skips, and the failed checks.
import { readFileSync } from 'node:fs';

const [report, skips, checks] = process.argv.slice(2);
const read = path => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

const tests = read(report);
const skipped = read(skips);
let passed = 0;
let failed = Number(checks);
if (tests === null || skipped === null)
  failed += 1; // The run broke off before it could report.
else {
  passed = tests.numPassedTests;
  // A file that could not be loaded has no test to fail; a run that failed without a failed test had an error outside of any.
  const unloaded = tests.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  );
  const inTests = tests.numFailedTests + unloaded.length;
  const outside = !tests.success && inTests === 0 ? 1 : 0;
  const nothingRan = passed + inTests === 0 ? 1 : 0;
  failed += inTests + Math.max(outside, nothingRan) + skipped.failures;
}
console.log(`${passed} passed, ${failed} failed, ${skipped?.tolerated ?? 0} skipped`);
process.exit(failed === 0 ? 0 : 1);
