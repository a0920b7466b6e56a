import type { Department } from '../main/domain/form.ts';
import type { Span } from '../main/domain/medication-day.ts';
import type { Declaration } from '../main/domain/event.ts';
import type { SectionStatus } from '../main/domain/section.ts';
import type { Outcome } from '../main/domain/administration.ts';
import type { TimesSource } from '../main/domain/schedule.ts';
import type { OrderFlag, OrderGroup } from '../main/domain/view.ts';
import type { Identity } from '../main/domain/patient.ts';
import type { Phase } from '../main/domain/phase.ts';
import type { Preset, Reach as HowFar } from './print/selection.ts';
import type { Role } from '../main/domain/role.ts';
import type { Presence } from '../main/domain/ward/place.ts';

const COLUMNS: Record<Span, string> = {
  hours: 'a column for each hour',
  shifts: 'a column for each shift',
  '3-days': 'a column for each day',
  '7-days': 'a column for each day',
};

/** How far a declared outage reaches. */
type Reach = Pick<Declaration, 'drill' | 'planned' | 'degraded'>;

const PHASES: Record<Phase, string> = {
  'first-hour': 'The first hour',
  'first-4-hours': 'Hours 1 to 4',
  'first-day': 'Hours 4 to 24',
  days: 'Days',
  weeks: 'Weeks',
};

/** "1 order", "3 orders". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A reason from the app, ended as a sentence. */
const sentence = (why: string): string => (/[.!?]$/.test(why) ? why : `${why}.`);

/** Every word of the interface, for reading and for translation. Clinical text comes from the copy and never passes through here. */
export const text = {
  skip: 'Skip to the page',
  bar: 'Search and refresh',
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  now: 'now',
  ahead: (span: string) => `in ${span}`,
  ago: (span: string) => `${span} ago`,
  since: (time: string) => `since ${time}`,
  asOf: (time: string) => `as of ${time}`,
  close: 'Close',
  cancel: 'Cancel',

  rail: {
    label: 'Screens',
    ward: 'Ward',
    print: 'Print',
    'walk-in': 'Walk-in',
    pharmacy: 'Pharmacy',
    audit: 'Audit',
    system: 'System',
  },

  banner: {
    label: 'State of the ward',
    opening: { title: 'OPENING THE COPY', detail: 'Asking the kiosk for its state.' },
    standby: { title: 'STANDING BY', detail: 'The EHR is the record.' },
    suspected: {
      title: (time: string) => `EHR NOT ANSWERING SINCE ${time}`,
      detail: (why: string) => `${sentence(why)} Declare an outage?`,
    },
    declared: {
      title: (time: string, { drill, planned, degraded }: Reach) => {
        const what = degraded
          ? `EHR DEGRADED${planned ? ' AS PLANNED' : ''}`
          : planned
            ? 'PLANNED DOWNTIME'
            : drill
              ? ''
              : 'DOWNTIME';
        return `${[drill && 'DRILL', what].filter(Boolean).join(': ')} SINCE ${time}`;
      },
      whole: 'Chart on paper.',
      degraded: (systems: string[]) => `Not working: ${systems.join(', ')}. Chart these on paper, the rest in the EHR.`,
      drill: (unit: string, systems: string[] | null) =>
        `${unit} practises downtime${systems ? ` of ${systems.join(', ')}` : ''}. The EHR stays the record.`,
    },
    stillRecovering: (times: string[]) =>
      times.length === 1
        ? `The outage declared at ${times.join()} is still being recovered.`
        : `The outages declared at ${times.join(' and ')} are still being recovered.`,
    recovery: {
      title: (time: string) => `RECOVERY SINCE ${time}`,
      detail: (declared: string) => `The outage declared at ${declared} is over: chart in the EHR, type back what is on paper.`,
    },
    drillRecovery: (time: string) => `DRILL: RECOVERY SINCE ${time}`,
    failsAgain: {
      title: (time: string) => `EHR NOT ANSWERING AGAIN SINCE ${time}`,
      drill: (time: string) => `DRILL: EHR NOT ANSWERING SINCE ${time}`,
      detail: (why: string) => `${sentence(why)} Declare an outage?`,
    },
    noCopy: {
      title: (unit: string) => `NO COPY OF ${unit.toUpperCase()}`,
      detail: 'This kiosk has no patients to show. Use another kiosk, the paper on the ward, and call IT.',
    },
    lost: {
      title: 'THIS SCREEN HAS LOST CONTACT WITH THE KIOSK',
      detail: (time: string) =>
        `No answer since ${time}. What is shown may be out of date. Printed sheets stay valid. Restart the kiosk.`,
      opening: 'it was opened',
      session: 'This window is no longer signed in to the kiosk. Open the address that the kiosk showed at its start again.',
    },
    copy: 'Data as of',
    noCopyShort: 'NO COPY',
    copyOf: (unit: string, time: string) => `${unit}: READ-ONLY COPY AS OF ${time}`,
    ageing: 'AGEING',
    stale: 'STALE',
    unknown: 'AGE UNKNOWN',
    old: (span: string) => `${span} old`,
    ehr: {
      title: 'EHR',
      state: {
        reachable: 'reachable',
        slow: 'SLOW',
        partial: 'ONLY PARTLY WORKING',
        unreachable: 'NOT REACHABLE',
        'never-asked': 'not asked yet',
      },
    },
    caller: 'Using this kiosk',
    linkDown: 'Live updates are interrupted; asking every 15 seconds.',
  },

  acts: {
    declare: 'Declare downtime',
    declareAgain: 'EHR is down again',
    declareReal: 'No drill: EHR is down',
    recover: 'EHR is back',
    close: 'End the outage',
    extent: 'What fails has changed',
    reopen: 'Closed by mistake: reopen',
  },

  search: {
    label: 'Find a patient by bed, name or MRN',
    hint: 'Bed, name or MRN',
    none: (query: string, as: string) => `Nobody in the copy${as} matches “${query}”.`,
    noCopy: 'There is no copy to search.',
    scanned: (code: string) => `The code “${code}” belongs to no patient of this copy. Check the band; search by bed or name.`,
    dismiss: 'Dismiss',
  },

  refresh: {
    button: 'Refresh now',
    running: (done: number, total: number) =>
      total > 0 ? `Reading the EHR: ${done} of ${total} patients` : 'Reading the EHR: asking who is here',
    failed: (time: string, why: string) => `Refresh failed at ${time}: ${sentence(why)}`,
    kept: 'The last good copy is kept.',
    noAnswer: (why: string) => `The EHR does not answer: ${sentence(why)}`,
    fault: (why: string) => `Refresh did not happen: ${sentence(why)}`,
  },

  theme: { label: 'Light', auto: 'As the computer', light: 'Day', night: 'Night' },

  problem: {
    title: 'This could not be shown',
    asking: 'Asking the kiosk…',
    stillSafe: 'The encrypted copy and all printed sheets are untouched.',
    whatToDo: 'The screen keeps asking by itself. If it stays like this, use the printed sheets or another kiosk, and call IT.',
    old: (why: string) => `This page could not be asked again (${why}). What is below was heard earlier; check its time.`,
    patientUnknown: 'This patient is not in the copy',
    backToWard: 'Back to the ward list',
    noCopySafe: 'Sheets that were printed before stay valid for the time that is printed on them.',
    noCopyToDo:
      'Press “Refresh now”. If that fails, use another kiosk or the paper on the ward, and call IT. System says which copies were skipped and why.',
    crash: 'This page ran into a fault in the program',
    again: 'Try again',
  },

  ward: {
    title: (unit: string) => unit,
    print: 'Print the ward',
    printDetail: (n: number) => `MARs and summaries of ${n === 1 ? 'the patient' : `all ${n} patients`}`,
    table: (unit: string) => `Patients of ${unit} by bed`,
    columns: {
      bed: 'Bed',
      name: 'Name, MRN, age and sex',
      tags: 'Alerts',
      dueNow: (from: string, to: string) => `Due ${from}\u2060–\u2060${to}`,
      timesNotKnown: 'Times not known',
      vitals: 'Last vitals',
    },
    noBed: 'No bed',
    noMrn: 'No MRN received',
    ageNotKnown: 'age not known',
    noVitals: 'None in the copy',
    gone: {
      here: '',
      'on-leave': 'ON LEAVE',
      transferred: 'TRANSFERRED',
      discharged: 'DISCHARGED',
      died: 'DIED',
      'left-census': 'LEFT THE WARD',
    } satisfies Record<Presence['kind'], string>,
    dataFrom: (time: string, age: string) => `Data of ${time}, ${age}`,
    unread: 'PATIENTS OF THIS WARD MAY BE MISSING FROM THIS LIST',
    unreadDetail: 'Whoever is on the ward and not in this list: use the paper chart; no MAR can be printed for them here.',
    empty: 'The copy holds no patients. The EHR named nobody on this unit when it was last read.',
    ready: {
      title: 'Readiness',
      copy: (n: number, generation: number) => `Copy ${generation} of ${count(n, 'patient')} is complete and verified`,
      every: (minutes: number) => `Refreshed every ${minutes} min`,
      weaknesses: (n: number) => `${count(n, 'weakness', 'weaknesses')} of this kiosk: see System`,
      skipped: (n: number) => `${count(n, 'damaged copy', 'damaged copies')} skipped: see System`,
    },
  },

  sex: { male: 'M', female: 'F', other: 'other', unknown: 'sex not known' } satisfies Record<Identity['sex'], string>,

  patient: {
    print: 'Print this patient',
    index: 'On this page',
    bed: 'Bed',
    mrn: 'MRN',
    ageSex: 'Age, sex',
    visit: 'Visit',
    notReceived: 'not received',
    born: 'Born',
    deceased: 'DECEASED in the EHR',
    weight: 'Weight',
    height: 'Height',
    noDate: 'date not received',
    attending: 'Attending',
    stay: 'This stay',
    admitted: 'Admitted',
    onUnitSince: 'On this unit since',
    service: 'Service',
    reason: 'Reason',
    language: 'Language',
    interpreter: 'INTERPRETER NEEDED',
    allergies: {
      listed: (n: number) => `ALLERGIES (${n})`,
      'none-known': 'NO KNOWN ALLERGIES',
      'not-asked': 'ALLERGIES NOT ASKED',
      'not-received': 'ALLERGIES NOT RECEIVED',
      conflict: 'The EHR also holds an entry that says there are none. Ask the patient.',
      conflictShort: 'EHR also says “none”: ask',
      more: (n: number) => `and ${n} more below`,
    },
    codeStatus: { title: 'Code status', conflict: 'CONFLICTING: VERIFY', none: 'NOT IN FEED: VERIFY' },
    isolation: 'Isolation and risks',
    noneInCopy: 'None in the copy',
    warnings: (n: number) => `${count(n, 'warning')} about this record`,
    sections: {
      medications: 'Medications',
      allergies: 'Allergies',
      vitals: 'Vital signs',
      labs: 'Results',
      problems: 'Problems',
      serviceOrders: 'Orders',
      diet: 'Diet',
      home: 'Home medicines',
      other: 'More from the chart',
      parts: 'What was received',
      unmapped: 'Not understood',
      sheets: 'Sheets printed',
    },
    emptyReceived: (what: string, time: string) => `${what}: the EHR sent none as of ${time}.`,
    emptyMissing: (what: string) => `${what}: not received, so nothing can be said.`,
    code: (code: string) => `Code ${code}`,
    status: (status: string) => `Status: ${status}`,
    unmappedIntro: 'The EHR sent these and the kiosk could not read them. They are kept exactly as sent.',
    unmappedNone: 'Everything the EHR sent for this patient was understood.',
    showRaw: 'Show as sent',
    asSent: {
      writtenOut: 'As sent by the EHR: abbreviations were written out',
      spelling: 'As sent by the EHR: spelling differs',
      sent: 'Sent:',
      shown: 'shown:',
    },
    registered: 'Registered here',
    noSheets: 'No sheet has been released for this patient by this kiosk.',
    sheet: (form: string, pages: number, time: string, by: string) => `${form}, ${count(pages, 'page')}, ${time}, by ${by}`,
    superseded: (by: string[], until: string | null) =>
      `${until === null ? '' : `Counts until ${until}, then `}SUPERSEDED by ${by.join(' and ')}`,
    partColumns: { part: 'Part', state: 'State', asOf: 'As of', count: 'Entries', reason: 'Why' },
    never: 'never',
  },

  sectionStatus: {
    ok: 'Received',
    partial: 'ONLY PARTLY RECEIVED',
    unauthorised: 'EHR REFUSED TO SEND IT',
    failed: 'NOT RECEIVED',
    'not-supported': 'EHR DOES NOT OFFER IT',
    'registered-here': 'REGISTERED HERE, NOTHING FROM THE EHR',
  } satisfies Record<SectionStatus, string>,

  medications: {
    window: (from: string, to: string) => `Due times from ${from} to ${to}`,
    next: 'Next due',
    last: 'Last given',
    groups: {
      scheduled: 'Scheduled',
      once: 'One-time',
      'times-not-known': 'Times not known: ask pharmacy',
      infusion: 'Infusions',
      prn: 'As needed (PRN)',
    } satisfies Record<OrderGroup, string>,
    none: (groups: string, time: string) => `No orders of these kinds were known at ${time}: ${groups}.`,
    noneDue: 'None in this window',
    computed: 'computed by the kiosk',
    computedMark: '~',
    computedLegend: '~ Time computed by the kiosk from the order, not sent by the EHR.',
    passed: (times: string) => `Due ${times}: no record, verify`,
    continuous: 'Continuous',
    timesNotKnown: 'TIMES NOT KNOWN',
    askPharmacy: 'Ask pharmacy',
    prn: 'As needed',
    earliest: 'Not before',
    earliestPassed: 'By the last dose in this copy, from',
    earliestUnknown: 'As needed. Earliest next not known',
    onceGiven: 'One dose ordered, one charted as given: verify before giving another',
    early: (given: string, due: string) => `Given ${given}, before the dose due ${due}: verify whether it was this one`,
    perhapsOfThis: 'Charted without an order number: verify whether for this order',
    twoInitials: 'TWO INITIALS',
    timesDoubtful: 'TIMES IN DOUBT',
    timesFrom: {
      sent: 'Times sent by the EHR',
      'unit-table': 'Times by the unit’s table',
      frequency: 'Times computed from the frequency',
    } satisfies Record<TimesSource, string>,
    countedFrom: {
      start: 'Times counted from the start of the order',
      'last-given': 'Times counted from the last dose given',
    },
    onceNoTime: 'One time: check whether given',
    dueAt: 'Due',
    rate: 'rate',
    max: 'Maximum',
    for: 'For',
    reason: 'Indication',
    noDosage: 'SEE ORDER: no dosage received',
    notResolved: 'NAME NOT RESOLVED',
    starts: 'Starts',
    stops: 'Stops',
    prescriber: 'Prescriber',
    number: 'Order',
    ordered: 'Ordered',
    held: 'ON HOLD',
    notReceivedYet: (from: string, typedIn: number) =>
      typedIn === 0
        ? `Nothing after ${from} is known here: verify doses with the patient and the nurse before.`
        : `After ${from} only what was typed in from paper is known here (${count(typedIn, 'record')}); there may be more on paper: verify doses with the patient and the nurse before.`,
    onlyCharted:
      'Last doses, next due and earliest times go by the doses charted here: doses on paper that were not typed in are not counted.',
    stoppedHere: 'STOPPED',
    allergyCheck: 'The allergy check knows only some names and classes: compare every order with the allergies above.',
    unlinked: 'Charted doses that name no order above',
    homeNote: 'Not orders of this stay. Never give from this list.',
    legend: { due: 'due', given: 'given', notGiven: 'not given', held: 'held', unknown: 'not known by this copy' },
    by: (who: string) => `by ${who}`,
    fromPaper: 'from paper',
    corrected: 'from paper, corrected',
  },

  outcomes: {
    given: 'given',
    'not-given': 'NOT GIVEN',
    refused: 'REFUSED',
    held: 'HELD',
    'in-progress': 'running',
    unknown: 'OUTCOME NOT KNOWN',
  } satisfies Record<Outcome, string>,

  flags: {
    'high-alert': 'HIGH ALERT',
    hazardous: 'HAZARDOUS',
    controlled: 'CONTROLLED',
    patch: 'PATCH',
    'own-medication': 'OWN MEDICATION',
    'on-hold': 'ON HOLD',
    pending: 'NOT VERIFIED BY PHARMACY',
    'stops-soon': 'STOPS SOON',
    'not-started': 'NOT STARTED',
    'stopped-by-date': 'STOP DATE PASSED: ask',
    'not-to-give': 'DO NOT GIVE',
    'stay-ended': 'STAY ENDED: DO NOT GIVE',
    'ward-conflict': 'CONFLICT: ASK THE PRESCRIBER',
    'stopped-on-ward': 'STOPPED ON WARD',
    'stop-not-verified': 'STOP NOT VERIFIED',
    'hold-not-verified': 'HOLD NOT VERIFIED',
    'resumed-on-ward': 'RESUMED ON WARD',
    'new-on-ward': 'NEW ON WARD',
    'changed-on-ward': 'CHANGED ON WARD',
    'not-verified': 'NOT VERIFIED BY A SECOND PERSON',
  } satisfies Record<OrderFlag, string>,

  trends: {
    columns: { name: 'Name', last: 'Last', at: 'When', range: 'Range', before: 'Before', trend: 'Trend' },
    chart: (name: string, n: number, low: string, high: string) => `${name}: ${n} values from ${low} to ${high}`,
    absent: 'no value',
    others: (n: number) => `${count(n, 'older value')} in the trend`,
  },

  print: {
    title: 'Print',
    presets: 'What do you need?',
    preset: {
      everything: { title: 'Start of downtime: everything', detail: 'MARs, infusions, insulin, PCA, summaries' },
      mars: { title: 'MARs', detail: 'Both sheets: scheduled, one-time and PRN' },
      'next-shift': { title: 'Next shift’s MARs', detail: '' },
      changed: { title: 'Changed since last print', detail: 'Only patients whose sheets would now differ' },
      days: { title: 'MARs for several days', detail: '3 or 7 days, a column for each day' },
      due: { title: 'Medications due, by nurse', detail: 'One list by the hour for the patients you pick' },
      census: { title: 'Census and ADT log', detail: 'Who is where, who came and left' },
      blank: { title: 'Blank forms', detail: 'To write by hand' },
      ward: { title: 'For the ward itself', detail: 'Role cards, phone list, log, all-clear notice' },
      choose: { title: 'Choose yourself', detail: 'Any patients, any forms' },
    } satisfies Record<Preset, { title: string; detail: string }>,
    noneChanged: 'Everybody has a MAR for this hour that says what is ordered now.',
    changedNote:
      'What differs from the sheets handed out last. Doses are no change: those since are on the sheets by hand. The new sheets name the ones they replace.',
    shift: (name: string, from: string, to: string) => `${name}, ${from} to ${to}`,
    wholeWard: (n: number) => `The whole ward: ${count(n, 'patient')}`,
    forEach: 'For each patient',
    onlyWhoHas: 'Only for patients who have such orders',
    leftOut: (n: number) =>
      `${count(n, 'patient')} who left the ward ${n === 1 ? 'gets' : 'get'} no paper here. With “Choose yourself” they can be printed.`,
    onLeave: (n: number) =>
      `${count(n, 'patient')} on leave ${n === 1 ? 'gets' : 'get'} no paper here: print it when the return is recorded.`,
    wholeUnit: 'The whole unit: everybody who is here, away or has left',
    patients: 'Patients',
    all: 'All',
    none: 'None',
    chosen: (n: number, of: number) => `${n} of ${of}`,
    forms: 'Forms',
    packet: {
      label: 'Tick what is used by, in or for',
      choose: 'Choose …',
      roles: 'Used by',
      phases: 'In the phase',
      departments: 'For',
      department: {
        pharmacy: 'Pharmacy',
        laboratory: 'Laboratory',
        'blood-bank': 'Blood bank',
        radiology: 'Radiology',
        kitchen: 'Kitchen',
      } satisfies Record<Department, string>,
    },
    formsOf: (role: string) => `Forms: ${role}`,
    oneForAll: ' one list for all chosen patients',
    marsCover: 'The MARs cover',
    listCovers: 'The list covers',
    start: 'From',
    reach: 'For',
    thisHour: (time: string) => `This hour, ${time}`,
    secondTime: (words: string) => `${words}, the second one: the clocks go back`,
    startAt: (today: boolean, time: string, shift: string | null) =>
      `${today ? 'Today' : 'Tomorrow'} ${time}${shift === null ? '' : `, ${shift} begins`}`,
    restOfShift: (name: string, to: string) => `To the end of ${name}, ${to}`,
    reaches: {
      '4': '4 hours',
      '8': '8 hours',
      '12': '12 hours',
      '24': '24 hours',
      shifts: '24 hours, by shift',
      '3-days': '3 days',
      '7-days': '7 days',
    } satisfies Record<Exclude<HowFar, 'shift'>, string>,
    covers: (from: string, to: string, column: Span | null) =>
      `From ${from} to ${to}${column === null ? '' : `, ${COLUMNS[column]}`}.`,
    listIsShort: 'The list of medications due covers the first 24 hours.',
    identity: 'Whose name is on them?',
    identities: {
      empty: 'Nobody’s: write it or put a label',
      patients: 'Of patients you pick: a set for each, with what the copy knows of them',
    },
    sets: 'How many sets?',
    make: (patients: number, sheets: number) => `Make ${count(patients, 'patient')}, ${count(sheets, 'sheet')}`,
    makeList: (patients: number) => `Make one list for ${count(patients, 'patient')}`,
    makeCensus: (sheets: number) => `Make census and ADT log, ${count(sheets, 'sheet')}`,
    makeBlank: (sets: number, sheets: number) => `Make ${count(sets, 'blank set')}, ${count(sheets, 'sheet')}`,
    makeWard: (sheets: number) => `Make ${count(sheets, 'sheet')} for the ward`,
    paper: {
      once: (pages: number, leaves: number) =>
        `${count(pages, 'page')}, ${count(leaves, 'leaf', 'leaves')} if printed on both sides`,
      hours: (hours: number, pages: number, leaves: number) =>
        `For ${hours} h: ${count(pages, 'page')}, ${count(leaves, 'leaf', 'leaves')} if printed on both sides`,
    },
    counting: 'Counting the sheets…',
    nothing: 'Nothing to print: by this copy none of these patients has orders for these forms.',
    noAllClear: 'Nothing to print: there is no outage to give an all clear for.',
    missing: {
      everything: '',
      mars: '',
      'next-shift': '',
      changed: 'Nobody’s sheets would differ: nothing to print',
      days: '',
      due: 'Pick the patients: at least one',
      census: '',
      blank: 'Choose at least one form and, for forms with a name, at least one patient',
      ward: 'Choose at least one form',
      choose: 'Choose at least one patient and one form',
    } satisfies Record<Preset, string>,
    noPlan: (why: string) => `Nothing can be printed: ${why}`,
    rendering: 'Making the sheets and reading each one back',
    progress: (done: number, total: number) => `${done} of ${total} done and verified`,
    done: (patients: number, sheets: number, pages: number) =>
      `${patients === 0 ? '' : `${count(patients, 'patient')}, `}${count(sheets, 'sheet')}, ${count(pages, 'page')}: made, read back and found whole`,
    butRefused: (n: number) => `${count(n, 'sheet')} not released: see above`,
    noneReleased: 'No sheet was released. There is no new paper.',
    cancelled: (done: number, total: number) => `Stopped after ${done} of ${total}. The others have no new paper.`,
    stop: 'Stop',
    again: 'Make other sheets',
    refused: (n: number) => `${count(n, 'SHEET WAS', 'SHEETS WERE')} NOT RELEASED`,
    refusedDetail:
      'They failed the check or could not be made at all. These patients have no paper for this from the kiosk: use the screen, write a MAR by hand, call pharmacy.',
    refusedColumns: { patient: 'Patient', sheet: 'Sheet', why: 'Why' },
    save: 'Save all to the printing folder',
    saving: 'Saving…',
    saved: (files: number, folder: string) =>
      `${count(files, 'PDF')} saved to ${folder}. Anyone who can read that folder can read them: print, then delete.`,
    files: 'What was made',
    unitFile: (unit: string) => `List for the nurse, ${unit}`,
    censusFile: (unit: string) => `Census and ADT log, ${unit}`,
    unitBed: 'Unit',
    wardFile: (unit: string) => `Forms for the ward, ${unit}`,
    wardBed: 'Ward',
    blankFile: 'Forms without a name',
    blankBed: 'Blank',
    fileSize: (sheets: number, pages: number) => `${count(sheets, 'sheet')}, ${count(pages, 'page')}`,
    sheet: 'Sheet',
    sheetWords: (form: string, id: string, pages: number) => `${form}, ${id}, ${count(pages, 'page')}`,
    download: (name: string) => `Download the PDF of ${name}`,
    preview: (name: string) => `Preview of ${name}`,
    opening: 'Opening the PDF…',
    previewFailed: (why: string) => `The PDF could not be drawn (${why}). The file itself was verified and can be printed.`,
    page: (n: number, of: number) => `Page ${n} of ${of}`,
    previous: 'Page back',
    next: 'Page forward',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    zoom: (percent: number) => `${percent} %`,
    gone: 'The kiosk no longer holds these sheets. Make them again.',
    failed: (why: string) => `This did not happen: ${sentence(why)} Nothing already printed changes.`,
  },

  printers: {
    title: 'On its way to paper',
    print: (pages: number, name: string) => `Print ${count(pages, 'page')} on ${name}`,
    printDuplex: (pages: number, sheets: number, name: string) =>
      `Print ${count(pages, 'page')} on ${name}, both sides of ${count(sheets, 'sheet')} of paper`,
    confirmed: (n: number, of: number, on: string, what: 'page' | 'label') => `${n} of ${count(of, what)} confirmed on ${on}`,
    done: (n: number, on: string, what: 'page' | 'label') => `All ${count(n, what)} confirmed on ${on}`,
    trouble: (why: string) => `Waiting. ${sentence(why)}`,
    beds: (beds: string) => `Bed ${beds}:`,
    rest: (n: number, name: string, what: 'page' | 'label') => `Print the other ${count(n, what)} on ${name}`,
    moveAnyway: (name: string) => `Print them on ${name} all the same`,
    settle: (what: 'page' | 'label') => `I looked: all ${what}s are there`,
    cancel: 'Cancel the rest',
    leave: 'Leave it: no more paper is needed',
    again: {
      title: 'Print one page again',
      consequence:
        'After a jam or a lost page. It is the same page with the same number: destroy the spoiled one, so that nobody charts on both.',
      whose: 'Whose sheets',
      unit: 'The unit’s own',
      page: 'Page',
      pageOf: (page: number, of: number) => `Page ${page} of ${of}`,
      on: (printer: string) => `Print it on ${printer}`,
      sent: 'The page is on its way.',
    },
    asking: 'Asking the printer…',
    banner: 'Printer',
    check: 'Printers',
    none: 'The site file lists no printer for this unit: sheets are saved as PDF.',
    stateOf: (name: string, state: 'ready' | 'printing' | 'attention' | 'stopped' | 'no-answer' | 'never-asked') =>
      `${name} ${{ ready: 'ready', printing: 'printing', attention: 'needs attention', stopped: 'NOT PRINTING', 'no-answer': 'NO ANSWER', 'never-asked': 'not asked yet' }[state]}`,
  },

  paper: {
    ready: (n: number, of: number, time: string) =>
      `Paper ready for ${n} of ${count(of, 'patient')}: read back, up to date at ${time}`,
    old: (n: number, of: number, time: string) =>
      `Paper ready for ${n} of ${count(of, 'patient')}, but not looked after since ${time}: it is made when asked for`,
    lacking: (n: number, of: number, sheets: number, time: string) =>
      `Paper ready for ${n} of ${count(of, 'patient')} at ${time}${sheets > 0 ? `, ${count(sheets, 'sheet')} could not be made` : ''}`,
    making: (n: number, of: number) => `Making paper in advance: ready for ${n} of ${count(of, 'patient')}`,
    notYet: 'No paper was made in advance yet: it is made when asked for',
    none: (why: string) => `No paper lies ready: ${why}`,
    refused: (n: number) => `${count(n, 'SHEET', 'SHEETS')} CAN’T BE PRINTED`,
    refusedDetail:
      'They could not be made whole. In a downtime these patients have no paper for this from the kiosk: tell IT now, and plan for a MAR by hand.',
    more: (n: number) => `and ${n} more: see System`,
  },

  system: {
    title: 'System',
    readiness: 'Is this kiosk ready?',
    good: 'Good',
    attention: 'Attention',
    bad: 'Problem',
    copy: 'Copy',
    copyIs: (generation: number, n: number, time: string, age: string) =>
      `Generation ${generation}: ${count(n, 'patient')}, as of ${time}, ${age}`,
    source: (url: string) => `Read from ${url}`,
    noCopy: 'There is no copy that opens. Nothing can be shown or printed.',
    skipped: 'Skipped copies',
    skippedNone: 'All stored copies verify.',
    ehr: 'EHR',
    paper: 'Paper made in advance',
    weaknesses: 'Weaknesses of this installation',
    weaknessesNone: 'None known.',
    sections: 'Parts not received',
    sectionsNone: 'Every part of every chart was received.',
    refresh: 'Refresh',
    lastAttempt: (time: string) => `Last attempt at ${time}`,
    never: 'Not refreshed since the kiosk started.',
    succeeded: 'it succeeded',
    failed: (why: string, hasCopy: boolean) => `${sentence(why)}${hasCopy ? ' The last good copy is kept.' : ''}`,
    every: (minutes: number) => `Every ${minutes} minutes by itself.`,
    outage: 'Outage',
    outageNone: 'No outage is declared.',
    notWorking: (systems: string[]) => `Not working: ${systems.join(', ')}.`,
    phase: (phase: Phase, span: string) => `${PHASES[phase]}: declared ${span} ago.`,
    history: 'Outages and drills',
    historyNone: 'None was ever declared on this ward.',
    historyColumns: {
      when: 'Declared',
      span: 'How long',
      what: 'What',
      why: 'Why and by whom',
      paper: 'First sheet',
      end: 'All clear',
    },
    noticed: (time: string) => `Noticed ${time}`,
    what: ({ drill, planned, degraded }: Reach) =>
      `${drill ? 'DRILL: ' : ''}${planned ? 'Planned' : 'Unplanned'}, ${degraded ? `only ${degraded.join(', ')}` : 'the whole EHR'}`,
    extent: (time: string, degraded: string[] | null, by: string, reason: string) =>
      `From ${time} ${degraded ? `only ${degraded.join(', ')}` : 'the whole EHR'}: ${sentence(reason)} ${by}`,
    reopened: (closed: string, closedBy: string, opened: string, by: string, reason: string) =>
      `Ended ${closed}, ${closedBy}, by mistake; reopened ${opened}, ${by}: ${reason}`,
    whyBy: (reason: string, by: string) => `${sentence(reason)} ${by}`,
    backAfter: (span: string) => `EHR back after ${span}`,
    ehrBack: (time: string, by: string) => `EHR back ${time}, ${by}`,
    firstSheet: (span: string) => `after ${span}`,
    noSheet: 'none',
    open: 'STILL OPEN',
    ended: (time: string, by: string, reason: string) => `${time}, ${by}: ${reason}`,
    kiosk: 'This kiosk',
    facts: { institution: 'Hospital', unit: 'Unit', kiosk: 'Kiosk', zone: 'Time zone', host: 'Runs as', caller: 'Used by' },
    hosts: { electron: 'Desktop application', browser: 'Page in a browser on this computer' },
    declaredBy: (by: string, reason: string) => `Declared by ${by}: ${reason}`,
    recoveryBy: (by: string) => `Recovery started by ${by}`,
  },

  outage: {
    reason: 'Reason',
    reasonHint: 'What happened, in a few words',
    signed: 'Your name',
    signedHint: 'As you sign on paper',
    drill: 'This is a drill',
    drillHint: 'Everything is marked DRILL, on screen and paper.',
    planned: 'This was planned',
    plannedHint: 'Announced beforehand, as for an upgrade.',
    extentAsked: 'What fails?',
    extents: { whole: 'The whole EHR', degraded: 'Only some systems' },
    systems: 'Which systems?',
    otherSystems: 'Others',
    otherSystemsHint: 'With commas between',
    noSystem: 'Say which systems fail: choose or write at least one.',
    declare: {
      title: 'Declare downtime',
      consequence: (unit: string, endsDrill: boolean) =>
        `${endsDrill ? 'The drill ends. ' : ''}${unit} works from this read-only copy and charts on paper, and everyone at this kiosk sees it in red, until somebody ends it.`,
      act: (unit: string, drill: boolean) => (drill ? `Start the drill for ${unit}` : `Declare downtime for ${unit}`),
    },
    recover: {
      title: 'The EHR is back',
      consequence: (unit: string) =>
        `${unit} charts in the EHR again, and what is on paper is to be typed back; the outage stays open until it is ended.`,
      act: (unit: string) => `Start recovery for ${unit}`,
    },
    close: {
      title: 'End the outage',
      consequence: (unit: string, recovering: string | null) =>
        `The outage of ${unit} is closed in the record ${recovering ? `and the one declared at ${recovering} goes on being recovered` : 'and the kiosk stands by again'}; paper that is not yet typed back stays your task.`,
      act: (unit: string) => `End the outage of ${unit}`,
    },
    extent: {
      title: 'What fails has changed',
      consequence: (unit: string) =>
        `From now on the banner of ${unit} says what does not work as you choose it here. The outage goes on, and what was said before stays in the record.`,
      act: 'Record what fails now',
    },
    reopen: {
      title: 'Closed by mistake',
      consequence: (unit: string, declared: string, drill: boolean, recovering: boolean) =>
        `The ${drill ? 'drill' : 'outage'} of ${unit} declared at ${declared} goes on ${recovering ? 'being recovered' : 'as if it had never ended'}; that it was closed stays in the record.`,
      act: (unit: string, drill: boolean) => `Reopen the ${drill ? 'drill' : 'outage'} of ${unit}`,
    },
    tooShort: (what: string, letters: number) => `${what}: write at least ${letters} letters.`,
    failed: (why: string) => `It was not recorded: ${sentence(why)} The state of the ward is unchanged.`,
    orEnd: 'End the outage instead',
  },

  aheadPaper: {
    title: 'Paper printed by itself',
    printed: (time: string, kiosk: string) => `${kiosk} prints by itself, ${time}:`,
    making: (why: string) => `paper is being made because ${why}.`,
    why: (why: string, printer: string) => `everybody’s paper on ${printer}, because ${why}.`,
    seePrint: 'See what came out',
    here: 'This kiosk',
    plan: (kiosk: string, forms: string[], when: string[]) =>
      `${kiosk} prints ${forms.join(', ')}: ${when.join('; ')}. Each time once.`,
    daily: (times: string[]) => `every day at ${times.join(' and ')}`,
    before: (minutes: number) => `${count(minutes, 'minute')} before a downtime that is announced`,
    gone: (minutes: number) => `when the EHR has not answered for ${count(minutes, 'minute')} and nobody has printed since`,
    announced: (time: string, reason: string, by: string) => `A downtime is announced for ${time}: ${sentence(reason)} ${by}`,
    done: (time: string, kiosk: string, printer: string, why: string) =>
      `${time}: ${kiosk} printed on ${printer}, because ${why}.`,
    noPrint: (time: string, kiosk: string, why: string) =>
      `${time}: ${kiosk} began to print because ${why}, and nothing was given to a printer.`,
  },

  standing: {
    title: 'Standing pack, for when this computer is gone, too',
    lies: (folder: string, file: string, pages: number | null, time: string, distance: string) =>
      `${folder}: ${file}, ${pages === null ? '' : `${count(pages, 'page')}, `}made ${time}, ${distance}.`,
    nothing: (folder: string) => `${folder}: no pack lies there.`,
    tooOld: 'TOO OLD:',
    missing: (patient: string, sheet: string, why: string) => `Not in it: ${patient}, ${sheet}: ${why}`,
    printed: (number: number) => `Pass phrase ${number} was printed for the envelope.`,
    unprinted: (number: number) =>
      `Pass phrase ${number} was not printed yet: without it nobody can open the packs. Print it and put it into the envelope.`,
    making: 'A new pack is being made.',
    print: 'Print the pass phrase for the envelope',
    notReady: 'Standing pack: look at System',
  },

  exchange: {
    title: 'Kiosks of this ward',
    alone: 'This kiosk exchanges with no other.',
    byHand: (ward: string) => `This kiosk has the key of ${ward}. Files are carried by hand: IT knows how ("kiosk exchange").`,
    through: (ward: string, folder: string, minutes: number) =>
      `This kiosk has the key of ${ward} and exchanges through ${folder} every ${count(minutes, 'minute')} by itself.`,
    last: (time: string, brought: number, given: number) =>
      `Last exchanged ${time}: ${count(brought, 'act')} came, ${count(given, 'act')} lay ready for the others.`,
    columns: { kiosk: 'Kiosk', heard: 'Last heard of', events: 'Its acts here', missing: 'Not here yet' },
    own: 'this kiosk',
    heard: (time: string, distance: string) => `${time}, ${distance}`,
    clash: (number: number, kiosk: string) => `Act ${number} of ${kiosk} stands more than once`,
    side: (time: string, by: string, unit: string, act: string) => `${time}, ${by}, ${unit}: ${act}`,
    now: 'Exchange now',
    running: 'Exchanging …',
    done: (brought: number, given: number) =>
      `Exchanged: ${count(brought, 'act')} came, ${count(given, 'act')} lie ready for the others.`,
    failed: (why: string) => `Not exchanged: ${sentence(why)} What happened on the ward is kept here.`,
  },

  steps: {
    title: 'What to do now',
    toRead: 'Downtime steps',
    standby: 'No downtime is declared. Read what would have to be done; in a drill or downtime it is ticked here.',
    downtime: (time: string, phase: string) => `Downtime since ${time}. Phase: ${phase}.`,
    drill: (time: string, phase: string) => `DRILL since ${time}. Phase: ${phase}.`,
    phases: {
      'first-hour': 'First hour',
      'first-4-hours': 'From 1 to 4 hours',
      'first-day': 'From 4 to 24 hours',
      days: 'After the first day',
      weeks: 'After the first week',
    } satisfies Record<Phase, string>,
    role: 'Steps for',
    roles: {
      nurse: 'Nurse',
      pharmacist: 'Pharmacist',
      clerk: 'Clerk',
      prescriber: 'Prescriber',
      supervisor: 'Charge nurse, supervisor',
      administrator: 'IT',
    } satisfies Record<Role, string>,
    printCard: (role: string) => `Print the card: ${role}`,
    printPhones: 'Print the phone list',
    printAllClear: 'Print the all-clear notice',
    signed: 'Your name, for what you tick',
    signedHint: (caller: string) => `Without it a tick stands under “${caller}”. A step is done once for the whole ward.`,
    notOwn: 'The hospital’s own steps could not be read: these are the usual ones. System says what is wrong with them.',
    none: 'The procedures of this kiosk have no steps for this role in this phase.',
    overdue: (n: number) => `${n} OVERDUE`,
    isOverdue: 'OVERDUE from an earlier phase',
    done: (time: string, by: string) => `Done ${time}, ${by}`,
    undone: (time: string, by: string) => `Tick taken back ${time}, ${by}`,
    print: (forms: string[]) => `Print: ${forms.join(', ')}`,
    failed: (why: string) => `This was not recorded: ${sentence(why)}`,
    phones: {
      title: 'Whom to call',
      none: 'No numbers are on this kiosk: IT lists them under phones in site.yml. Use the list on the wall.',
    },
  },

  roles: {
    nurse: 'nurse',
    pharmacist: 'pharmacist',
    clerk: 'clerk',
    prescriber: 'prescriber',
    supervisor: 'supervisor',
    administrator: 'administrator',
  } satisfies Record<Role, string>,
} as const;
