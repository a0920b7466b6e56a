import { readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { needs } from './needs.ts';

type NeedName = keyof typeof needs;

/** In CI every need but this one must be met. */
const MAY_MISS_IN_CI: readonly string[] = ['corpus' satisfies NeedName];

/**
 * Says at the very end how many tests did not run, and for want of what. In CI such a run has failed. `KIOSK_SKIPS` names a file for the
 * two counts: skips that are failures, and those that may be.
 */
export default class SkipsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap(module => [...module.children.allTests('skipped')]);
    const byReason = Map.groupBy(skipped, reasonOf);
    for (const [reason, tests] of byReason) {
      const remedy = reason in needs ? `this machine has no ${reason}: ${needs[reason as NeedName].remedy}` : reason;
      console.error(`\nNOT RUN: ${count(tests.length)}, because ${remedy}`);
      for (const file of new Set(tests.map(test => test.module.relativeModuleId))) console.error(`  ${file}`);
    }
    const failures = skipped.filter(test => !MAY_MISS_IN_CI.includes(reasonOf(test))).length;
    if (process.env['KIOSK_SKIPS']) {
      writeFileSync(process.env['KIOSK_SKIPS'], JSON.stringify({ failures, tolerated: skipped.length - failures }));
    }
    if (process.env['CI'] && failures > 0) {
      console.error(`\n${count(failures)} not run. In CI that is a failure.`);
      process.exitCode = 1;
    }
  }
}

const count = (tests: number) => `${tests} ${tests === 1 ? 'test' : 'tests'}`;

/** The missing need that the test, or a suite around it, names in its skipIf; a skip without one is named as such. */
function reasonOf(test: TestCase): string {
  const lines = readFileSync(test.module.moduleId, 'utf8').split('\n');
  let node: TestCase | TestSuite | TestModule = test;
  while (node.type !== 'module') {
    const [beforeBody = ''] = lines
      .slice((node.location?.line ?? 1) - 1)
      .join(' ')
      .split('=>');
    const missing = namedNeeds(beforeBody).find(isMissing);
    if (missing !== undefined) return missing;
    node = node.parent;
  }
  return namedNeeds(lines.join(' ')).find(isMissing) ?? 'it is skipped without naming a need (test/support/needs.ts)';
}

const namedNeeds = (code: string) => [...code.matchAll(/needs\.(\w+)\.missing/g)].map(([, name]) => name!);
const isMissing = (name: string) => name in needs && needs[name as NeedName].missing;
