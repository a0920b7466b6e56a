import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { isZone } from '../config/site-schema.ts';
import { isBlockName, LARGEST_BLOCK, NUMBER_KINDS } from '../domain/downtime-number.ts';
import { REPORT_ORDERS } from '../domain/audit-report.ts';
import { START_FORMS } from '../domain/form.ts';
import { ROLES } from '../domain/role.ts';
import { SPANS } from '../domain/medication-day.ts';
import { isInstant } from '../domain/time.ts';
import { EXIT } from './terminal.ts';

const instant = (text: string): string => {
  if (!isInstant(text)) throw new InvalidArgumentError('a moment is written like 2026-11-22T14:00:00-05:00, with its offset');
  return text;
};
const day = (text: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text))
    throw new InvalidArgumentError('a day is written like 2026-11-22');
  return text;
};
const count =
  (least: number, most: number) =>
  (text: string): number => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < least || n > most) throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
    return n;
  };
const block = (text: string): string => {
  if (!isBlockName(text))
    throw new InvalidArgumentError('a block is written like 001 or 07Q, as "numbers make-blocks" prints it');
  return text;
};
const zone = (text: string): string => {
  if (!isZone(text)) throw new InvalidArgumentError('a time zone is written like America/New_York');
  return text;
};

const now = (): Option =>
  new Option('--now <moment>', 'the moment to work at, for replaying a data set (default: now)').argParser(instant);
const port = (): Option =>
  new Option('--port <number>', 'port on 127.0.0.1 (default: any free one)').argParser(count(0, 65_535)).default(0);
const hospitalZone = (): Option =>
  new Option('--zone <zone>', "the hospital's time zone (default: the offset of --now, else this computer's zone)").argParser(
    zone,
  );

/** Loads a command only when it is called: `status` needs no PDF. */
const when =
  <A extends unknown[]>(load: () => Promise<(...given: A) => unknown>) =>
  async (...given: A): Promise<void> =>
    void (await (
      await load()
    )(...given));

const program = new Command('kiosk')
  .description('The Downtime Kiosk: an encrypted copy of a ward, and paper it can give drugs from.')
  .exitOverride(error => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
  .showHelpAfterError('(--help shows how)');

const siteFile = (): Option =>
  new Option('--site <file>', "the site's configuration (default: this computer's site.yml, if there is one)");
const withSite = (command: Command): Command => command.addOption(siteFile()).option('--json', 'print JSON on stdout', false);
const withStore = (command: Command): Command =>
  command
    .addOption(siteFile())
    .option('--store <folder>', 'where the encrypted copies are kept (default: as the site file says)')
    .option('--key <file>', 'the key file (default: kiosk.key in the store)')
    .option('--user <name>', 'who reads, where the store has a vault; the PIN is asked for, or in KIOSK_PIN')
    .option('--recovery-key <file>', "read with the hospital's recovery key instead")
    .option('--json', 'print JSON on stdout', false);
const fhir = (): Option => new Option('--fhir <url>', "the EHR's FHIR R4 base URL, instead of the site file's EHR");

program
  .command('start')
  .description('open the demo ward: a synthetic hospital, synced and encrypted')
  .addOption(port())
  .action(when(async () => (await import('./commands/start.ts')).start));

program
  .command('serve-fhir <folder>')
  .description('serve a folder of FHIR R4 NDJSON or JSON (resources and bundles) as a FHIR server on 127.0.0.1')
  .addOption(port())
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/serve-fhir.ts')).serveFhirFolder));

withStore(program.command('sync'))
  .description("fetch everything about a unit's patients and publish it as the next encrypted copy")
  .addOption(fhir())
  .option('--unit <name>', "the unit's name as the EHR spells it (default: all units of the site file)")
  .addOption(now())
  .addOption(hospitalZone())
  .option('--verbose', 'write the technical log to stderr', false)
  .option('--accept-drop <reason>', 'publish although far fewer patients came than last time, for this reason')
  .action(when(async () => (await import('./commands/sync.ts')).sync));

withStore(program.command('status'))
  .description('which copies there are, how old and whether they are whole')
  .addOption(now())
  .action(when(async () => (await import('./commands/status.ts')).status));

withStore(program.command('pack'))
  .description("make every patient's MARs and summary as PDF, read back and verified, with a manifest")
  .requiredOption('--out <folder>', 'where the PDFs go (readable: keep it safe)')
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(new Option('--from <moment>', 'start of the MAR (default: the running hour)').argParser(instant))
  .addOption(new Option('--span <columns>', 'what a column of the MARs is').choices(SPANS).default('hours'))
  .addOption(
    new Option('--hours <number>', 'hours of a MAR by the hour, and of the worksheet').argParser(count(1, 24)).default(24),
  )
  .addOption(
    new Option('--forms <names...>', 'which sheets, as "form list" names them').default(
      START_FORMS,
      'what a downtime begins with',
    ),
  )
  .addOption(
    new Option('--blank <sets>', 'so many sets of blank forms with an empty identity box, no patients').argParser(count(1, 50)),
  )
  .option('--by <name>', 'who prints, for the foot of every page', 'command line')
  .addOption(now())
  .action(when(async () => (await import('./commands/pack.ts')).pack));

withStore(program.command('labels'))
  .description("write a patient's bands and labels to a file: ZPL for a label printer of the site file, or label sheets as PDF")
  .requiredOption('--patient <mrn>', 'medical record number, or the downtime number on the band')
  .requiredOption('--out <file>', 'the new file (readable: keep it safe); one that is there is never touched')
  .option('--printer <name>', 'the label printer that the ZPL is for, as the site file calls it')
  .option('--sheets <name>', 'the label sheets that the PDF is for: "Avery 5160" and others of the site file')
  .addOption(
    new Option('--start <number>', 'the first label to print on, of a partly used sheet').argParser(count(1, 200)).default(1),
  )
  .addOption(new Option('--bands <number>', 'how many wristbands').argParser(count(0, 99)))
  .addOption(new Option('--chart <number>', 'how many chart labels').argParser(count(0, 99)))
  .addOption(new Option('--specimen <number>', 'how many specimen labels').argParser(count(0, 99)))
  .option('--unit <name>', 'which unit, when the store holds several')
  .option('--by <name>', 'who prints, for the record', 'command line')
  .addOption(now())
  .action(when(async () => (await import('./commands/labels.ts')).labels));

withStore(program.command('inspect'))
  .description("print one patient's view as JSON: what screen and paper draw")
  .requiredOption('--patient <mrn>', 'medical record number')
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(now())
  .action(when(async () => (await import('./commands/inspect.ts')).inspect));

const walkIn = program.command('walk-in').description('patients who were registered in a downtime');
withStore(walkIn.command('list'))
  .description('whom the downtime registered, and which record each downtime number becomes')
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(now())
  .action(when(async () => (await import('./commands/walk-in.ts')).walkInList));
const census = program.command('census').description('who is where on the ward');
withStore(census.command('list'))
  .description('a line for each patient, also who is on leave or has left; conflicts last')
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(now())
  .action(when(async () => (await import('./commands/census.ts')).censusList));
withStore(census.command('adt-log'))
  .description('who came, moved and left in the downtimes that are open; what was undone stays readable')
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(now())
  .action(when(async () => (await import('./commands/census.ts')).censusLog));

withStore(program.command('serve'))
  .description('serve the kiosk to a browser on this computer, refreshing every 15 minutes')
  .addOption(fhir())
  .option('--unit <name>', "the unit's name as the EHR spells it (default: as the site file says)")
  .addOption(hospitalZone())
  .addOption(port())
  .action(when(async () => (await import('./commands/serve.ts')).serve));

withSite(program.command('printers'))
  .description('how each printer of the site file is, and whether it would take a sheet: nothing is printed')
  .option('--unit <name>', 'only those of this unit')
  .action(when(async () => (await import('./commands/printers.ts')).printers));

const keys = program.command('keys').description('the key with which the kiosk signs in to the EHR (SMART Backend Services)');
keys
  .command('make')
  .description('make a private key, readable by its owner only')
  .addOption(new Option('--algorithm <name>', 'how the EHR wants it signed').choices(['ES384', 'RS384']).default('ES384'))
  .requiredOption('--out <file>', 'the new file; one that is there is never touched')
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/keys.ts')).makeKey));
keys
  .command('jwks <files...>')
  .description('print the public keys as the JWKS that the hospital hosts; several while one replaces another')
  .action(when(async () => (await import('./commands/keys.ts')).printJwks));

const config = program.command('config').description("the site's configuration, site.yml");
withSite(config.command('check'))
  .description('say everything that is wrong with it: file, line, field and what to change')
  .action(when(async () => (await import('./commands/config.ts')).checkConfig));
withSite(config.command('show'))
  .description('print it with all defaults filled in; of keys and secrets only the names of their files')
  .action(when(async () => (await import('./commands/config.ts')).showConfig));

const form = program.command('form').description('the forms that this kiosk prints');
withSite(form.command('list'))
  .description("every form with who uses it: the usual ones and the site's own")
  .action(when(async () => (await import('./commands/form.ts')).listForms));
withStore(form.command('preview <file>'))
  .description('check a file of forms, and make each blank and filled in as PDF, marked as a drill')
  .option('--out <folder>', 'where the PDFs go', '.')
  .option('--patient <mrn>', "of the site's copy (default: the first bed; without a store a patient of the demo ward)")
  .option('--unit <name>', 'which unit, when the store holds several')
  .addOption(now())
  .action(when(async () => (await import('./commands/form.ts')).previewForm));

const numbers = program.command('numbers').description('temporary numbers for walk-ins, from blocks that IT gives to each kiosk');
const size = (kind: string, usual: number): Option =>
  new Option(`--${kind} <number>`, `how many for each kiosk`).argParser(count(1, LARGEST_BLOCK)).default(usual);
numbers
  .command('make-blocks')
  .description("give out more blocks in the hospital's book: of each kind one for each kiosk")
  .requiredOption('--site-name <name>', 'the hospital, as institution in site.yml')
  .requiredOption('--kiosks <claims...>', 'the kiosks with their claims as "numbers status" shows them there: K1:7F3QXH,K2:…')
  .requiredOption('--out <file>', "the hospital's one book of blocks, which grows")
  .addOption(
    new Option('--begin [block]', 'begin the first book, or after a lost one, at this block').argParser(block).preset('001'),
  )
  .addOption(size('mrn', 200))
  .addOption(size('visit', 200))
  .addOption(size('order', 2000))
  .addOption(size('alias', 50))
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/numbers.ts')).makeBlocks));
withStore(numbers.command('import <file>'))
  .description("take this kiosk's blocks out of a copy of the book")
  .action(when(async () => (await import('./commands/numbers.ts')).importBlocks));
withStore(numbers.command('status'))
  .description('how many are left of each kind, and the claim that IT needs to make more')
  .action(when(async () => (await import('./commands/numbers.ts')).numbersStatus));
withStore(numbers.command('check <number>'))
  .description('is it one of ours: which kind, whose, and was it issued')
  .option('--book <file>', "look in the hospital's book instead of this kiosk's ledger")
  .action(when(async () => (await import('./commands/numbers.ts')).checkNumber));
withStore(numbers.command('issue'))
  .description('take the next number of a kind; it is never given again')
  .addArgument(new Argument('<kind>', 'of what').choices(NUMBER_KINDS))
  .option('--by <name>', 'for whom', 'command line')
  .action(when(async () => (await import('./commands/numbers.ts')).issueNumber));
withStore(numbers.command('retire'))
  .description("give up this kiosk's blocks after its disk was brought back from an image, which it cannot notice itself")
  .action(when(async () => (await import('./commands/numbers.ts')).retireNumbers));

const ledger = program.command('ledger').description('what people on this ward did, and its backups');
withStore(ledger.command('status'))
  .description('what it holds, run by run, and which backups there are')
  .action(when(async () => (await import('./commands/ledger.ts')).ledgerStatus));
withStore(ledger.command('backup'))
  .description('make a backup now; the kiosk does so by itself with each new copy')
  .action(when(async () => (await import('./commands/ledger.ts')).backUp));
withStore(ledger.command('restore'))
  .description('show what a backup has and what would be missing; bring it back with --yes, while the kiosk is closed')
  .addOption(new Option('--backup <number>', 'which (default: the newest that is whole)').argParser(count(1, 999_999_999)))
  .option('--yes', 'do it: what is there now moves aside', false)
  .action(when(async () => (await import('./commands/ledger.ts')).restore));

const exchange = program
  .command('exchange')
  .description('what happened on the ward, carried between its kiosks by files on a stick or a share');
exchange
  .command('make-key')
  .description("make the key that the ward's kiosks share, once for each ward")
  .requiredOption('--site-name <name>', 'the hospital, as institution in site.yml')
  .requiredOption('--ward <name>', 'the ward, or whatever the kiosks have in common')
  .requiredOption('--out <file>', 'the new file; one that is there is never touched')
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/exchange.ts')).makeKey));
withStore(exchange.command('export'))
  .description('write what the other kiosks of the ward lack, as far as this one knows, sealed and signed')
  .requiredOption('--out <folder>', 'the stick or share')
  .option('--everything', 'everything, for a kiosk that was never heard of here', false)
  .action(when(async () => (await import('./commands/exchange.ts')).exportActs));
withStore(exchange.command('import <path>'))
  .description('take in a file of another kiosk, or every file of a folder; as often and in any order')
  .action(when(async () => (await import('./commands/exchange.ts')).importActs));
withStore(exchange.command('forget <sign>'))
  .description('wait no more for a kiosk that was installed anew or taken away; its acts stay')
  .action(when(async () => (await import('./commands/exchange.ts')).forgetKiosk));
withStore(exchange.command('status'))
  .description('which kiosks of the ward are known, when each was last heard of, and what is missing')
  .action(when(async () => (await import('./commands/exchange.ts')).exchangeStatus));

const by = (): Option => new Option('--by <name>', 'who says so').default('command line');
const downtime = program
  .command('downtime')
  .description('downtimes that are planned: paper can be printed before them (printAhead in site.yml)');
withStore(downtime.command('announce'))
  .description('say when the EHR will be down')
  .addOption(new Option('--start <moment>', 'when it begins').argParser(instant).makeOptionMandatory())
  .requiredOption('--reason <words>', 'why')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .addOption(by())
  .addOption(now())
  .action(when(async () => (await import('./commands/downtime.ts')).announceDowntime));
withStore(downtime.command('list'))
  .description('which are announced')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .action(when(async () => (await import('./commands/downtime.ts')).listDowntimes));
withStore(downtime.command('withdraw <id>'))
  .description('take an announcement back')
  .requiredOption('--reason <words>', 'why')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .addOption(by())
  .addOption(now())
  .action(when(async () => (await import('./commands/downtime.ts')).withdrawDowntime));

const standing = program
  .command('standing')
  .description('the unit’s sheets as one encrypted PDF in second places: a stick, a share, another computer');
withStore(standing.command('status'))
  .description('what lies in each place, how old it is, and whether it opens with the pass phrase')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .addOption(now())
  .action(when(async () => (await import('./commands/standing.ts')).standingStatus));
withStore(standing.command('write'))
  .description('make a pack now and lay it into each place')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .addOption(now())
  .action(when(async () => (await import('./commands/standing.ts')).writeStanding));
withStore(standing.command('phrase'))
  .description('say the pass phrase that opens the packs, for the envelope; "pack --forms standing-envelope" prints the sheet')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .action(when(async () => (await import('./commands/standing.ts')).sayPhrase));
withStore(standing.command('rotate'))
  .description('make another pass phrase; packs that another one opens go as soon as the next is written')
  .option('--unit <name>', 'which unit (default: as the site file says)')
  .addOption(now())
  .action(when(async () => (await import('./commands/standing.ts')).rotatePhrase));

const vault = program.command('vault').description('who may read this kiosk, and what opens it when nobody can');
vault
  .command('recovery-key')
  .description("make the hospital's recovery key, once for all of its kiosks; the private half goes to the safe")
  .requiredOption('--out <file>', 'the new file of the private half; the public half goes beside it as .pub')
  .requiredOption('--hospital <name>', 'whose it is')
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/vault.ts')).recoveryKey));
withStore(vault.command('init'))
  .description("make this kiosk's vault: first administrator (--user), recovery key, break-glass envelope")
  .requiredOption('--name <name>', "the administrator's name")
  .option('--badge <number>', "what a scan of the administrator's badge says")
  .requiredOption('--recovery <file>', "the public half of the hospital's recovery key (.pub)")
  .option('--envelope <file>', 'put the break-glass sheet into this new text file instead of onto the terminal')
  .action(when(async () => (await import('./commands/vault.ts')).initVault));
withStore(vault.command('status'))
  .description('its key, its people, its envelope, and what is weak')
  .action(when(async () => (await import('./commands/vault.ts')).vaultStatus));
withStore(vault.command('people'))
  .description('who is enrolled')
  .action(when(async () => (await import('./commands/vault-people.ts')).listPeople));
withStore(vault.command('enrol <user>'))
  .description('let somebody in; says the PIN for the first sign-in')
  .requiredOption('--name <name>', "the person's name")
  .addOption(new Option('--role <role>', 'what the person is').choices(ROLES).makeOptionMandatory())
  .option('--badge <number>', 'what a scan of the badge says')
  .action(when(async () => (await import('./commands/vault-people.ts')).enrolPerson));
withStore(vault.command('roster <file>'))
  .description("take over the hospital's roster: CSV with columns user, name, role, badge")
  .requiredOption('--slips <file>', 'the new file for the PINs of who is new, to hand out')
  .option('--remove-missing', 'take out who is not in the roster any more', false)
  .action(when(async () => (await import('./commands/roster.ts')).takeRoster));
withStore(vault.command('remove <user>'))
  .description("take somebody out, and change the unit's key")
  .action(when(async () => (await import('./commands/vault-people.ts')).removePerson));
withStore(vault.command('reset-pin <user>'))
  .description('give somebody who forgot the PIN another one for one sign-in')
  .action(when(async () => (await import('./commands/vault-people.ts')).resetPersonsPin));
withStore(vault.command('rotate'))
  .description("change the unit's key; done by itself each week and when somebody is taken out")
  .action(when(async () => (await import('./commands/vault.ts')).rotateVault));
withStore(vault.command('break-glass'))
  .description('make a new code for the sealed envelope; the one before opens nothing any more')
  .option('--out <file>', 'put its sheet into this new text file instead of onto the terminal')
  .action(when(async () => (await import('./commands/vault.ts')).breakGlass));
const audit = program.command('audit').description('who saw, printed and changed what');
withStore(audit.command('verify'))
  .description('look through the whole audit and say what was altered, is missing or was moved, and where; changes nothing')
  .option('--sheet <words>', 'what stands in the foot of a sheet after "Audit": 1234·9F3A2C7B; finds what was taken from the end')
  .action(when(async () => (await import('./commands/audit.ts')).verifyAudit));
withStore(audit.command('export'))
  .description('write it as FHIR R4 AuditEvents or as a report to read; that is itself recorded')
  .addOption(
    new Option('--format <name>', 'FHIR resources, one a line, or a report').choices(['ndjson', 'pdf']).makeOptionMandatory(),
  )
  .requiredOption('--out <file>', 'the new file (readable: keep it safe); one that is there is never touched')
  .option('--patient <mrn>', 'only what is about this patient: MRN, downtime number or id')
  .option('--of <name>', 'only what was done under this user name or name, or part of one')
  .addOption(new Option('--from <day>', 'from this day on, like 2026-11-22').argParser(day))
  .addOption(new Option('--to <day>', 'up to this day').argParser(day))
  .option('--break-glass', 'only what was done with the sealed envelope', false)
  .addOption(new Option('--order <by>', 'of the report: under each').choices(REPORT_ORDERS).default('day'))
  .option('--by <name>', 'who exports, for the record and the foot of the report', 'command line')
  .action(when(async () => (await import('./commands/audit.ts')).exportAudit));

withStore(program.command('support'))
  .description('write a support bundle: configuration without secrets, versions, timings, states, log; no patient data')
  .requiredOption('--out <file>', 'where it goes: JSON, compressed with gzip')
  .addOption(now())
  .action(when(async () => (await import('./commands/support.ts')).support));

program
  .command('ehr')
  .description('the EHR that the kiosk reads')
  .command('probe')
  .description('report what it offers and grants, what a ward will get, and what to ask the vendor for; without patient data')
  .addOption(siteFile())
  .addOption(fhir())
  .option('--unit <name>', "the unit's name as the EHR spells it (default: as the site file says)")
  .addOption(new Option('--patients <number>', 'how many charts are read').argParser(count(1, 50)).default(3))
  .option('--html <file>', 'also write it as one page to print')
  .addOption(now())
  .addOption(hospitalZone())
  .option('--verbose', 'write the technical log to stderr', false)
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/ehr-probe.ts')).ehrProbe));

program
  .command('bench')
  .description('measure the pack and the sync against their alternatives')
  .option('--json', 'print JSON on stdout', false)
  .action(when(async () => (await import('./commands/bench.ts')).bench));

await program.parseAsync();
