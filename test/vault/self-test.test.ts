import { expect, test } from 'vitest';
import { CHECKS, selfTest } from '../../main/vault/self-test.ts';

test('every primitive gives the answer of its standard', async () => expect(await selfTest()).toEqual({ ok: true, value: null }));

test.each(CHECKS.map((check, i) => [check.what, i] as const))('%s that differs, or throws, is named', async (what, i) => {
  const differing = CHECKS.with(i, { ...CHECKS[i]!, known: `${CHECKS[i]!.known}00` });
  const broken = CHECKS.with(i, {
    ...CHECKS[i]!,
    answer: () => {
      throw new Error('not in this build');
    },
  });
  for (const checks of [differing, broken]) {
    const tested = await selfTest(checks);
    expect(tested.ok ? '' : tested.error.why).toContain(what);
  }
});
