import type { AdministrationTimes } from '../domain/site.ts';
import { normalCode } from '../domain/times-row.ts';

/**
 * Where a site gave times to some codes of a usual row and left the others as they were: on one ward "daily" might then mean two times. A
 * sentence each, for whoever compares the table with the unit's policy.
 */
export function dividedRows(usual: AdministrationTimes, own: AdministrationTimes): string[] {
  const rowOf = (code: string) => own.rows.find(row => row.codes.some(c => normalCode(c) === normalCode(code)));
  return usual.rows.flatMap(row => {
    const kept = row.codes.filter(code => rowOf(code)?.times.join() === row.times.join());
    const changed = row.codes.filter(code => !kept.includes(code));
    if (kept.length === 0 || changed.length === 0) return [];
    const times = [...new Set(changed.map(code => rowOf(code)?.times.join(' ') ?? 'no times'))].join(' or ');
    return [
      `${changed.join(', ')} ${changed.length === 1 ? 'has' : 'have'} ${times}, but ${kept.join(', ')} still ${kept.length === 1 ? 'has' : 'have'} the usual ${row.times.join(' ')}: compare with the unit's policy.`,
    ];
  });
}
