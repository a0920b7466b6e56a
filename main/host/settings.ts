import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import type { Zone } from '../domain/time.ts';

const text = z.string().trim().min(1);
const schema = z.strictObject({
  /** Base URL of the EHR's FHIR R4 server. */
  fhir: z.url({ protocol: /^https?$/ }),
  /** As the EHR spells it. */
  unit: text,
  /** Where the encrypted copies are kept. */
  store: text,
  /** The key file; in the store when not said. */
  key: text.optional(),
  /** Where "save" puts PDFs; in the store when not said. */
  print: text.optional(),
  /** The hospital's time zone; this computer's when not said. */
  zone: text.refine(isZone, 'a time zone is written like America/New_York').optional(),
  /** The site's own rules, instead of the defaults. */
  rules: text.optional(),
});

/** What an installed kiosk must know, with all that was not said filled in. */
export interface Settings {
  fhir: string;
  unit: string;
  store: string;
  key: string;
  print: string;
  zone: Zone;
  rules?: string;
}

/** Where IT puts the settings of every kiosk on a computer. */
export const settingsFile = (): string =>
  process.platform === 'win32'
    ? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Downtime Kiosk', 'settings.yml')
    : '/etc/downtime-kiosk/settings.yml';

/** The settings file (`--settings`, else the computer's) with what the command line says on top; in words what is wrong or missing. */
export function readSettings(commandLine: string[]): Result<Settings, { kind: 'bad-settings'; why: string }> {
  const bad = (why: string): Result<never, { kind: 'bad-settings'; why: string }> => err({ kind: 'bad-settings', why });
  const { settings, ...said } = onCommandLine(commandLine);
  const path = settings ?? settingsFile();
  let written: unknown = {};
  try {
    written = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const needed = settings !== undefined || Object.keys(said).length === 0;
    if (code !== 'ENOENT')
      return bad(`The kiosk’s settings ${path} can’t be read (${error instanceof YAMLError ? 'not YAML' : code}).`);
    if (needed) return bad(`The kiosk has no settings: ${path} must say at least fhir, unit and store.`);
  }
  const parsed = schema.safeParse(typeof written === 'object' ? { ...written, ...said } : written);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    return bad(`The kiosk’s settings (${path}, and its command line) are not right: ${wrong}.`);
  }
  const { fhir, unit, store, key, print, zone, rules } = parsed.data;
  return ok({
    fhir,
    unit,
    store,
    key: key ?? join(store, 'kiosk.key'),
    print: print ?? join(store, 'print'),
    zone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(rules !== undefined && { rules }),
  });
}

/** `--unit "4 West"`, for each setting; what else is on Electron's command line is Chromium's. */
function onCommandLine(commandLine: string[]): Record<string, string> {
  const names = ['settings', ...Object.keys(schema.shape)];
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: commandLine, options, strict: false });
  return Object.fromEntries(names.flatMap(name => (typeof values[name] === 'string' ? [[name, values[name]]] : [])));
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
