import { z } from 'zod';
import type { SectionName } from '../domain/chart.ts';
import { writtenPhones } from './procedures.ts';
import { clock, writtenRules, writtenTimes } from './site-rules.ts';
import { strict } from './strict.ts';

/** Is this a time zone's name, as the tz database spells it, or an offset? */
export function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** An `ipp:`, `ipps:` or `socket:` address with a host, and no user, password, query or fragment; of a socket only host and port. */
function isPrinterAddress(text: string): boolean {
  if (!/^(ipps?|socket):\/\//.test(text)) return false;
  const url = URL.parse(text.replace(/^(ipp|socket)/, 'http'));
  if (text.startsWith('socket:') && url?.pathname !== '/') return false;
  return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

const words = z.string().trim().min(1);
const file = words.refine(
  text => !/[\n]|-----BEGIN/.test(text),
  'write the name of a file here and keep the key or secret itself in that file',
);
const url = z
  .url({ protocol: /^https?$/, error: 'write a whole address here, like https://ehr.example.org/fhir/r4' })
  .refine(text => !URL.parse(text)?.username && !URL.parse(text)?.password, {
    error: 'take the user name and password out of the address: how to sign in belongs under ehr.authentication',
  })
  .refine(text => !/[?#]/.test(text), { error: 'write the address without ? and #' });
const origin = url.refine(text => URL.parse(text)?.pathname === '/', {
  error: 'write only scheme, host and port, like https://gateway.example.org',
});
const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'write an IP address or a range, like 10.20.30.40 or 10.20.0.0/16',
});

export const VENDORS = ['epic', 'oracle', 'meditech', 'generic'] as const;
export type Vendor = (typeof VENDORS)[number];

const token = { clientId: words, tokenUrl: url.optional(), scopes: z.array(words).min(1) };
const authentication = z.preprocess(
  said => (said === 'none' ? { kind: 'none' } : said),
  z.discriminatedUnion('kind', [
    strict({ kind: z.literal('none') }),
    strict({
      kind: z.literal('smart-jwt'),
      ...token,
      privateKeyFile: file,
      algorithm: z.enum(['RS384', 'ES384']).default('RS384'),
      keyId: words.optional(),
    }),
    strict({ kind: z.literal('client-secret'), ...token, secretFile: file }),
  ]),
);
/** How the kiosk signs in; secrets are in files of their own, never in the site file. */
export type Authentication = z.infer<typeof authentication>;

/**
 * Parts of the chart that a site may leave out. Allergies, medicines, infusions, doses, results, orders and code status are always asked
 * for.
 */
const OPTIONAL_SECTIONS = [
  'problems',
  'flags',
  'diet',
  'pendingTests',
  'lines',
  'carePlans',
  'goals',
  'reports',
  'contacts',
  'coverage',
] as const satisfies SectionName[];
export type OptionalSection = (typeof OPTIONAL_SECTIONS)[number];
const wish = z.enum(['wanted', 'not-wanted', 'not-offered']);
/** `not-offered`: not asked unless the server's own CapabilityStatement names it. */
export type SectionWish = z.infer<typeof wish>;

const limits = strict({
  /** One request, from sending to the last byte. */
  requestSeconds: z.number().positive().max(600),
  /** One whole refresh of a unit. */
  cycleSeconds: z.number().positive().max(7200),
  /** The longest that one request may wait in all because the EHR is busy. */
  patienceSeconds: z.number().min(0).max(3600),
  /** How often a busy EHR is asked again for the same thing. */
  retries: z.int().min(0).max(20),
  /** The largest answer that is read. */
  answerMegabytes: z.number().positive().max(1024),
  /** The most pages of one search. */
  pages: z.int().min(1).max(10_000),
  /** Entries asked for per page. */
  perPage: z.int().min(1).max(1000),
  /** Patients read at the same time. */
  parallel: z.int().min(1).max(32),
  /** So many failures in a row and the rest of the refresh is given up. */
  giveUpAfter: z.int().min(1).max(100),
});
/** What keeps one refresh bounded, in the units people write. */
export type SiteLimits = z.infer<typeof limits>;

const ehr = strict({
  vendor: z.enum(VENDORS).optional(),
  baseUrl: url,
  authentication: authentication.optional(),
  alsoTrusted: z.array(origin).optional(),
  limits: limits.partial().optional(),
  sections: strict(
    Object.fromEntries(OPTIONAL_SECTIONS.map(name => [name, wish.optional()])) as Record<
      OptionalSection,
      z.ZodOptional<typeof wish>
    >,
  ).optional(),
});

/** The unit's Locations in the EHR, where its name there is another. */
const locationIds = z.array(words).min(1).optional();
const census = z.discriminatedUnion('kind', [
  strict({ kind: z.literal('encounter-location'), locationIds }),
  strict({ kind: z.literal('epic-list'), system: words, id: words, locationIds }),
  strict({
    kind: z.literal('id-list'),
    folder: words,
    column: words.optional(),
    identifierSystem: words,
    number: z.enum(['MRN', 'FIN']).optional(),
    /** From this age the list is said to be old. */
    oldHours: z.number().positive().max(168).optional(),
    locationIds,
  }),
  strict({
    kind: z.literal('hl7v2-adt'),
    port: z.int().min(1).max(65_535),
    /** Address to listen at; all of this computer's when not said. */
    host: words.optional(),
    tls: strict({ cert: file, key: file }).optional(),
    allowFrom: z.array(address).min(1).optional(),
    /** What the feed calls the unit (PV1-3.1), where that isn't its name. */
    pointsOfCare: z.array(words).min(1).optional(),
    identifierSystem: words.optional(),
    visitSystem: words.optional(),
    /** A feed that is silent for so long may be dead. */
    silentHours: z.number().positive().max(168).optional(),
  }),
  strict({
    kind: z.literal('bulk-group'),
    group: words,
    /** The longest wait for the export. */
    waitSeconds: z.number().positive().max(3600).optional(),
    locationIds,
  }),
]);
/** How to find out who is on a unit (fhir.md section 1). */
export type CensusConfiguration = z.infer<typeof census>;
export const CENSUS_KINDS = ['encounter-location', 'epic-list', 'id-list', 'hl7v2-adt', 'bulk-group'] as const;

const unit = strict({
  name: words,
  census: census.optional(),
  /** The EHR's name of a bed → the ward's. */
  bedMap: z.record(z.string(), words).optional(),
  administrationTimes: writtenTimes.optional(),
});

const printer = strict({
  name: words.max(40),
  uri: words.refine(
    isPrinterAddress,
    'write the printer’s IPP address here, like ipp://10.20.30.41/ipp/print or ipps://…, or for a label printer socket://10.20.30.42:9100',
  ),
  /** The units that print there; all of them when not said. */
  units: z.array(words).min(1).optional(),
  duplex: z.boolean().optional(),
  tray: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write the tray’s IPP keyword here, like main, tray-2 or by-pass-tray')
    .optional(),
  certificate: file.optional(),
  /** What a label printer (ZPL) is loaded with. */
  label: strict({
    prints: z.enum(['labels', 'bands']),
    widthMm: z.number().min(15).max(250),
    heightMm: z.number().min(10).max(500),
    dpi: z.literal([203, 300]),
    /** Words run along the feed; on bands they do anyway. */
    turned: z.boolean().optional(),
  }).optional(),
});

/** From so many numbers left of a kind the kiosk warns. */
const few = z.int().min(0).max(9_999);
const fewNumbers = strict({ mrn: few, visit: few, order: few, alias: few });

/** All that may stand in site.yml; what isn't said comes from the vendor's profile and the defaults. */
export const siteSchema = strict({
  ...writtenRules,
  zone: words.refine(isZone, 'write a time zone like America/New_York').optional(),
  /** Where the encrypted copies are kept. */
  store: words.optional(),
  key: words.optional(),
  print: words.optional(),
  log: words.optional(),
  refreshMinutes: z.number().min(1).max(1440).optional(),
  probeSeconds: z.number().min(5).max(3600).optional(),
  lockAfterSeconds: z.number().min(30).max(3600).optional(),
  goneHours: z.number().min(0).max(720).optional(),
  outage: strict({
    declareByItself: z.boolean().optional(),
    afterMinutes: z.number().positive().max(1440).optional(),
    /** What can fail while the rest of the EHR works, offered when somebody declares. */
    systems: z.array(words.max(60)).max(20).optional(),
  }).optional(),
  fewNumbers: fewNumbers.partial().optional(),
  /** With the other kiosks of the ward. */
  exchange: strict({
    /** The ward's key, made once with "kiosk exchange make-key". */
    key: file,
    folder: words.optional(),
    everyMinutes: z.number().min(1).max(1440).default(5),
  }).optional(),
  /** Second places for everybody's sheets as one encrypted PDF: a stick, a share, another computer. */
  standingPack: strict({ folders: z.array(file).min(1).max(8) }).optional(),
  /** Paper that a kiosk prints by itself before anybody asks for it. */
  printAhead: strict({
    on: z.boolean().default(true),
    /** The one kiosk of the ward that prints. */
    kiosk: words,
    forms: z.array(words).min(1).optional(),
    at: z.array(clock).max(6).optional(),
    beforeMinutes: z.number().min(5).max(1440).optional(),
    downMinutes: z.number().min(2).max(1440).optional(),
  }).optional(),
  /** A folder with the site's own downtime steps, in place of the usual ones. */
  procedures: file.optional(),
  /** A folder with the site's own forms: one of the id of a usual one takes its place, others come after them. */
  forms: file.optional(),
  phones: writtenPhones.optional(),
  /** The hospital's list of drugs: a .yml file, or a CSV with the columns name, codes, routes, units. */
  formulary: file.optional(),
  /** Printers in the order in which they are tried. */
  printers: z.array(printer).max(50).optional(),
  ehr: ehr.optional(),
  /** The pharmacy desk: of these units, or of all, this computer keeps copies besides its own unit's. */
  desk: strict({ units: z.union([z.literal('all'), z.array(words).min(1)]) }).optional(),
  /** Which of the units this computer shows. */
  unit: words.optional(),
  units: z.array(unit).min(1).optional(),
});
export type WrittenSite = z.infer<typeof siteSchema>;

/** The settings that the defaults always give. */
export const wholeSettings = z.object({
  refreshMinutes: z.number(),
  probeSeconds: z.number(),
  lockAfterSeconds: z.number(),
  goneHours: z.number(),
  outage: z.object({ declareByItself: z.boolean(), afterMinutes: z.number(), systems: z.array(z.string()) }),
  fewNumbers,
});

/** What a vendor's servers are like, as far as it is known beforehand. */
export const vendorProfile = strict({
  name: z.string(),
  limits: limits.partial(),
  sections: z.partialRecord(z.enum(OPTIONAL_SECTIONS), wish),
  /** The ways of finding a unit's patients that can work there, best first. */
  census: z.array(z.enum(CENSUS_KINDS)).min(1),
});
export type VendorProfile = z.infer<typeof vendorProfile>;
export const vendorProfiles = strict({
  epic: vendorProfile,
  oracle: vendorProfile,
  meditech: vendorProfile,
  generic: vendorProfile.extend({ limits }),
});
