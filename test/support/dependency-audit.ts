import { parse } from 'yaml';
import { z } from 'zod';

const day = z.iso.date();
const exceptions = z.array(
  z.strictObject({
    advisory: z.string().regex(/^GHSA(-[a-z0-9]{4}){3}$/),
    package: z.string().min(1),
    why: z.string().trim().min(20),
    until: day,
  }),
);
export type Exception = z.infer<typeof exceptions>[number];

/** `npm audit --json`, as far as it is needed: an advisory stands in `via` of the package that it is about. */
const answered = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([z.string(), z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() })]),
      ),
    }),
  ),
});

/** What came of asking the registry. `not-checked`: it gave no answer, which is no good news. */
export type Audited = { kind: 'not-checked'; why: string } | { kind: 'checked'; faults: string[]; accepted: string[] };

/** The written exceptions; throws what is wrong with the file. */
export const readExceptions = (yaml: string): Exception[] => exceptions.parse(parse(yaml, { schema: 'failsafe' }));

/** Compares npm's answer with the exceptions as of a calendar day ("2026-11-26"). */
export function audited(answer: string, excepted: readonly Exception[], today: string): Audited {
  const report = answered.safeParse(jsonOf(answer));
  if (!report.success) return { kind: 'not-checked', why: whyOf(answer) };
  const advisories = Object.values(report.data.vulnerabilities)
    .flatMap(({ via }) => via.filter(each => typeof each !== 'string'))
    .map(({ name, title, url, severity }) => ({
      id: url.split('/').at(-1)!,
      name,
      words: `${name}: ${title} (${severity}, ${url})`,
    }));
  const faults: string[] = [];
  const accepted: string[] = [];
  for (const { id, name, words } of new Map(advisories.map(each => [`${each.id} ${each.name}`, each])).values()) {
    const exception = excepted.find(each => each.advisory === id && each.package === name);
    if (!exception) faults.push(`NEW      ${words}`);
    else if (exception.until < today) faults.push(`EXPIRED  ${words}: the exception held until ${exception.until}`);
    else accepted.push(`${words}: ${exception.why} Until ${exception.until}.`);
  }
  const unused = excepted.filter(each => !advisories.some(({ id, name }) => id === each.advisory && name === each.package));
  faults.push(...unused.map(each => `UNUSED   ${each.advisory} of ${each.package}: nothing is said of it any more, take it out`));
  return { kind: 'checked', faults, accepted };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** npm says in a message of its own why there is no report. */
function whyOf(answer: string): string {
  const said = z.object({ message: z.string() }).safeParse(jsonOf(answer));
  return said.success ? said.data.message : `npm said no report: ${answer.slice(0, 200)}`;
}
