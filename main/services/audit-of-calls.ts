import type { Input, Name, Output, PackFile, Selection } from '../contract.ts';
import type { AuditSaid } from '../domain/audit.ts';
import { filterWords } from '../domain/audit-filter.ts';
import type { AuditAsked } from '../domain/audit-shown.ts';
import type { QueuedDocument } from '../domain/print-act.ts';

/** What the audit has to know of paper beyond a call's own words. */
export interface KnownPaper {
  /** What is in a pack; nothing when it isn't in memory any more. */
  pack(pack: number): readonly PackFile[];
  /** What stands as audit head in the foot of a pack's sheets: "1234·9F3A2C7B". */
  headOf(pack: number): string | null;
  /** The documents that went to a printer. */
  print(print: string): readonly QueuedDocument[];
}

/** What a call makes known to the audit, without what goes for each: its method, and what it leaves empty. Null: no patient was seen and nothing changed. */
type Told = Pick<AuditSaid, 'what'> & Partial<AuditSaid>;
type Row<N extends Name> = (call: { input: Input<N>; answer: Output<N>; known: KnownPaper }) => Told | null;

type Correction = Pick<Input<'correctPlace'>, 'event' | 'signed' | 'reason'>;
type Answer = { ok: true } | { ok: false };
/** Says something of an answer only where the call did what it was asked. */
const done = (answer: Answer, told: Told): Told | null => (answer.ok ? told : null);
const shown = (patients: string[], details = ''): Told => ({ what: 'ward-shown', patients: [...new Set(patients)], details });
const opened = (patient: string, details = ''): Told => ({ what: 'patient-opened', patients: [patient], details });
const recorded = (patients: string[], details: string): Told => ({ what: 'recorded', patients, details });

/** An act that was corrected or undone, with those whom it concerns. */
const corrected = ({
  input,
  answer,
}: {
  input: Correction;
  answer: Output<'correctPlace' | 'correctWalkIn' | 'unidentifyPatient'>;
}) => (answer.ok ? recorded(answer.value.patients, `act ${input.event}, signed ${input.signed}: ${input.reason}`) : null);

const paperOf = (files: readonly { patientId: string | null; sheets: readonly ({ id: string } | string)[] }[]) => ({
  patients: [...new Set(files.flatMap(({ patientId }) => patientId ?? []))],
  sheets: files.flatMap(({ sheets }) => sheets.map(sheet => (typeof sheet === 'string' ? sheet : sheet.id))),
});
const fileOf = (files: readonly PackFile[], patientId: string | null): PackFile[] =>
  files.filter(file => file.patientId === patientId);

const footWords = (known: KnownPaper, pack: number): string => {
  const head = known.headOf(pack);
  return head === null ? '' : `, audit ${head} in the foot`;
};
function selectionWords({ patients, forms }: Pick<Selection, 'patients' | 'forms'>): string {
  if (patients === 'none' || patients === 'all') return `${forms.join(', ')} for ${patients === 'all' ? 'everybody' : 'nobody'}`;
  return `${forms.join(', ')} ${'blank' in patients ? `as ${patients.blank} blank sets` : `for ${patients.length} patients`}`;
}
const chosen = ({ patients }: Selection): string[] => (Array.isArray(patients) ? patients : []);

const askedWords = ({ patient, ...asked }: AuditAsked): string =>
  filterWords({ ...asked, patients: patient === null ? null : [patient] });

/** Each call of the contract, and what the audit says of it. */
const CALLS = {
  // Who comes and goes is told by the kiosk's door itself.
  getDoor: () => null,
  signIn: () => null,
  breakGlass: () => null,
  stillHere: () => null,
  signOut: () => null,
  getStatus: () => null,
  getWard: ({ answer }) => (answer.ok ? shown(answer.value.rows.map(row => row.patientId)) : null),
  getPatient: ({ input, answer }) => done(answer, opened(input.patientId)),
  refresh: ({ answer }) => done(answer, recorded([], 'asked the EHR for a new copy')),
  declareOutage: ({ input, answer }) =>
    done(answer, recorded([], `${input.drill ? 'drill' : 'downtime'} declared by ${input.signed}: ${input.reason}`)),
  startRecovery: ({ input, answer }) => done(answer, recorded([], `by ${input.signed}: ${input.reason}`)),
  closeOutage: ({ input, answer }) => done(answer, recorded([], `by ${input.signed}: ${input.reason}`)),
  changeExtent: ({ input, answer }) => done(answer, recorded([], `by ${input.signed}: ${input.reason}`)),
  reopenOutage: ({ input, answer }) => done(answer, recorded([], `by ${input.signed}: ${input.reason}`)),
  getOutages: () => null,
  getProcedures: () => null,
  tickStep: ({ input, answer }) => done(answer, recorded([], `step ${input.step} ${input.done ? 'ticked' : 'unticked'}`)),
  findSheet: ({ input, answer }) => ({
    what: 'searched',
    patients: answer.ok && answer.value.sheet.patientId !== null ? [answer.value.sheet.patientId] : [],
    sheets: answer.ok ? [answer.value.sheet.id] : [],
    details: `sheet ${input.id}${answer.ok ? '' : ': not found'}`,
  }),
  getChanged: ({ answer }) => (answer.ok ? shown(answer.value.map(({ patientId }) => patientId)) : null),
  getCharting: ({ input, answer }) => done(answer, opened(input.patientId, 'doses of paper')),
  chartDoses: ({ input, answer }) => {
    const told = (doses: number): Told => recorded([input.patientId], `${doses} doses, signed ${input.signed}`);
    if (answer.ok) return told(answer.value.recorded);
    return answer.error.kind === 'partly-recorded' ? told(answer.error.recorded) : null;
  },
  correctDose: ({ input, answer }) =>
    done(answer, recorded([input.patientId], `act ${input.event}, signed ${input.signed}: ${input.reason}`)),
  getExchange: () => null,
  exchangeNow: ({ answer }) =>
    answer.ok
      ? {
          what: 'exported',
          details: `to the ward's other kiosks: ${answer.value.given} acts given, ${answer.value.brought} brought`,
        }
      : null,
  getOrderChoices: () => null,
  checkOrder: ({ input, answer }) => done(answer, opened(input.patientId, 'an order before it is written')),
  writeOrder: ({ input, answer }) =>
    answer.ok ? recorded([input.typed.patientId], `order ${answer.value.number}, signed ${input.signed}`) : null,
  actOnOrder: ({ input, answer }) =>
    done(answer, recorded([input.said.patientId], `${input.said.kind} ${input.said.order}, signed ${input.signed}`)),
  verifyOrder: ({ input, answer }) =>
    done(answer, recorded([input.patientId], `act ${input.version} verified, signed ${input.signed}`)),
  takeBackOrder: ({ input, answer }) =>
    done(answer, recorded([input.patientId], `act ${input.version} taken back, signed ${input.signed}: ${input.reason}`)),
  getUnverified: ({ answer }) => (answer.ok ? shown(answer.value.map(({ patient }) => patient.id)) : null),
  getWalkIns: ({ answer }) => (answer.ok ? shown(answer.value.rows.map(row => row.patientId)) : null),
  registerWalkIn: ({ input, answer }) =>
    answer.ok ? recorded([answer.value.patientId], `registered, signed ${input.signed}`) : similarShown(answer.error),
  correctWalkIn: corrected,
  identifyPatient: ({ input, answer }) =>
    done(answer, recorded([input.said.patientId], `identified by ${input.said.how}, signed ${input.signed}`)),
  unidentifyPatient: corrected,
  recordPlace: ({ input, answer }) =>
    done(
      answer,
      recorded(
        [input.patientId, ...(input.said.kind === 'beds-swapped' ? [input.said.other] : [])],
        `${input.said.kind}, signed ${input.signed}`,
      ),
    ),
  correctPlace: corrected,
  getAdtLog: ({ answer }) => (answer.ok ? shown(answer.value.map(({ patient }) => patient)) : null),
  countPaper: () => null,
  planPrint: () => null,
  startPack: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'sheets-made',
          patients: chosen(input),
          details: `pack ${answer.value.pack}: ${selectionWords(input)}${footWords(known, answer.value.pack)}`,
        }
      : null,
  getPack: () => null,
  cancelPack: ({ input }) => recorded([], `pack ${input.pack}`),
  getPackPdf: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'patient-opened',
          ...paperOf(fileOf(known.pack(input.pack), input.patientId)),
          details: `sheets of pack ${input.pack} looked at`,
        }
      : null,
  takePackPdf: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'file-saved',
          ...paperOf(fileOf(known.pack(input.pack), input.patientId)),
          details: `${answer.value.name} of pack ${input.pack}, printed or saved by the browser${footWords(known, input.pack)}`,
        }
      : null,
  savePack: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'file-saved',
          ...paperOf(known.pack(input.pack)),
          details: `pack ${input.pack}, ${answer.value.files} files in ${answer.value.folder}${footWords(known, input.pack)}`,
        }
      : null,
  getDesk: () => null,
  getDeskList: ({ input, answer }) =>
    shown(
      answer.units.flatMap(({ parts }) => parts.flatMap(({ lines }) => lines.map(({ patientId }) => patientId))),
      `${input.list} of ${input.units.join(', ')}`,
    ),
  startDeskPacks: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'sheets-made',
          details: answer.value.packs
            .map(({ unit, pack }) => `pack ${pack} of ${unit}: ${input.forms.join(', ')} for everybody${footWords(known, pack)}`)
            .join('; '),
        }
      : null,
  startPrint: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'sheet-printed',
          ...paperOf(known.print(answer.value.print)),
          details: `pack ${input.pack} on ${input.printer} as ${answer.value.print}${footWords(known, input.pack)}`,
        }
      : null,
  printPageAgain: ({ input, answer, known }) =>
    answer.ok
      ? {
          what: 'sheet-printed',
          ...paperOf(known.print(answer.value.print)),
          details: `page ${input.page} of document ${input.document} of ${input.print} again on ${input.printer}`,
        }
      : null,
  getPrints: ({ answer }) => shown(answer.flatMap(({ documents }) => documents.flatMap(({ patientId }) => patientId ?? []))),
  cancelPrint: ({ input, answer, known }) =>
    done(answer, recorded(paperOf(known.print(input.print)).patients, `print ${input.print}`)),
  movePrint: ({ input, answer, known }) =>
    done(answer, {
      what: 'sheet-printed',
      ...paperOf(known.print(input.print)),
      details: `what was left of ${input.print} on ${input.printer}`,
    }),
  getAudit: ({ input, answer }) => done(answer, { what: 'audit-read', details: askedWords(input.asked) }),
  exportAudit: ({ input, answer }) =>
    answer.ok
      ? {
          what: 'exported',
          details: `the audit as ${input.format}, ${askedWords(input.asked)}: ${answer.value.entries} entries to ${answer.value.file}`,
        }
      : null,
  settlePrint: ({ input, answer, known }) =>
    done(answer, recorded(paperOf(known.print(input.print)).patients, `print ${input.print} came out whole`)),
} satisfies { [N in Name]: Row<N> };

/** Looking for somebody who may be here already shows patients who look alike. */
function similarShown(refusal: { kind: string } & { similar?: { patientId: string }[] }): Told | null {
  return refusal.similar
    ? shown(
        refusal.similar.map(({ patientId }) => patientId),
        'who may be the walk-in',
      )
    : null;
}

/** What the audit says of paper that the kiosk printed without being asked. */
export const printedByItself = (documents: readonly QueuedDocument[]): Told => ({ what: 'sheet-printed', ...paperOf(documents) });

/** What the audit says of a call that was answered; null when it showed no patient and changed nothing. */
export function auditOf<N extends Name>(
  name: N,
  input: Input<N>,
  answer: Output<N>,
  known: KnownPaper,
): (Told & { method: Name }) | null {
  // Which row belongs to which method is known to the table's own check but lost when it is indexed by a name.
  const told = (CALLS[name] as Row<N>)({ input, answer, known });
  return told && { ...told, method: name };
}
