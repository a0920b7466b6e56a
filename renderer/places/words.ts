import type { PlaceAct } from '../../main/domain/ward/place.ts';

/** Every word of the screens on which patients change their places. */
export const placeWords = {
  open: 'Move, leave, discharge …',
  title: (name: string) => `Where does ${name} go?`,
  acts: {
    'patient-moved': 'Move to another bed',
    'beds-swapped': 'Swap beds',
    'patient-transferred': 'Transfer to another unit',
    'leave-began': 'Goes on leave',
    'leave-ended': 'Back from leave',
    'patient-discharged': 'Discharge',
    'patient-died': 'Died',
    'patient-returned': 'Is here again',
  } satisfies Record<PlaceAct, string>,
  /** What recording it means, in a sentence. */
  consequence: {
    'patient-moved': (name: string, to: string) =>
      `${name} is in bed ${to || '…'} from then on, here and on the next sheets. Void sheets with the old bed.`,
    'beds-swapped': (name: string, other: string) =>
      `${name} and ${other || '…'} lie in each other’s beds. Change both patients’ sheets at once.`,
    'patient-transferred': (name: string, to: string) =>
      `${name} is not counted here any more and gets no more paper with the ward’s; the chart stays readable. ${to || 'The other unit'} gives the drugs. Send the sheets along.`,
    'leave-began': (name: string) =>
      `${name} keeps the bed and is given nothing until the return is recorded; sheets are printed when asked for.`,
    'leave-ended': (name: string) => `${name} counts as here again. Print new sheets: doses of the leave were not given here.`,
    'patient-discharged': (name: string) =>
      `${name} is not counted here any more and nothing is due from then on; every sheet says so. It can be undone in the ADT log.`,
    'patient-died': (name: string) =>
      `${name} is shown and printed as dead, and nothing is due from then on. It can be undone in the ADT log.`,
    'patient-returned': (name: string) =>
      `${name} counts as here again. The orders are from before: verify each with the prescriber.`,
  } satisfies Record<PlaceAct, (name: string, to: string) => string>,
  what: 'What happens?',
  bed: 'To bed',
  bedHeld: (bed: string, names: string[]) =>
    `Bed ${bed} is held by ${names.join(' and ')}. If this is recorded, both are shown as a conflict until one is moved. “Swap beds” exchanges them.`,
  other: 'With whom?',
  choose: 'Choose a patient',
  unit: 'To which unit?',
  unitBed: 'Bed there',
  acceptedBy: 'Accepted by',
  where: { 'leave-began': 'Where to?', 'patient-discharged': 'Where to?' },
  backBy: 'Back by',
  pronouncedBy: 'Pronounced by',
  origin: 'From where?',
  optional: 'May stay empty',
  happenedAt: 'When?',
  happenedAtHint: 'Now, unless it was earlier',
  signed: 'Your name',
  needed: (what: string) => `${what} is missing.`,
  noDowntime: 'No downtime is declared: this belongs into the EHR.',
  nothing: 'Nothing can be recorded of who has died. If it is wrong, undo it in the ADT log.',
  failed: (why: string) => `It was not recorded: ${why}`,
  record: (act: PlaceAct) => `Record: ${placeWords.acts[act]}`,
  conflicts: (n: number) => (n === 1 ? 'ONE PLACE IS IN CONFLICT' : `${n} PLACES ARE IN CONFLICT`),
  log: {
    title: 'ADT log',
    open: (n: number) => `ADT log (${n})`,
    intro: 'Who came, moved and left in this downtime. What was undone or corrected stays readable.',
    none: 'Nothing was recorded yet in an open downtime.',
    print: 'Print census and ADT log',
    columns: {
      at: 'Time',
      what: 'Event',
      patient: 'Patient',
      from: 'From',
      to: 'To',
      accepting: 'Accepted by',
      recorded: 'Recorded',
      acts: 'Correct',
    },
    recorded: (by: string, time: string) => `${by}, ${time}`,
    struck: (by: string, time: string, reason: string) => `Struck by ${by}, ${time}: ${reason}`,
    undo: 'Undo',
    correct: 'Correct',
    of: (act: string, what: string, name: string) => `${act}: ${what}, ${name}`,
    undoTitle: (what: string, name: string) => `Undo “${what}” of ${name}`,
    undoConsequence: (what: string, name: string) =>
      `“${what}” never happened: ${name} is where they were before it. The line stays in the log, struck, with your name and reason.`,
    correctTitle: (what: string, name: string) => `Correct “${what}” of ${name}`,
    correctConsequence: 'The line as it was stays in the log, struck, with your name and reason.',
    reason: 'Why?',
    undoAct: 'Undo it',
    correctAct: 'Correct it',
  },
};
