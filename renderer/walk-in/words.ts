import type { WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';

type Field = Exclude<keyof WrittenWalkIn, 'unknown' | 'sex'>;

const sentence = (why: string): string => (/[.!?]$/.test(why) ? why : `${why}.`);

/** The words of the walk-in page. */
export const walkInWords = {
  title: 'Walk-in',
  detail: 'Register somebody the EHR does not know yet. Enter goes to the next field.',
  left: ({ known, unknown }: { known: number; unknown: number }) =>
    known === 0
      ? 'NO DOWNTIME NUMBERS LEFT: register on another kiosk, and call IT.'
      : `Numbers left: ${known} patients${unknown < known ? `, ${unknown} of them unknown` : ''}.`,
  unknown: 'Unknown patient: gets an alias (Space)',
  labels: {
    arrived: 'Arrived',
    name: 'Name, family name first',
    born: 'Birth date or age',
    bed: 'Bed',
    allergies: 'Allergies',
    weight: 'Weight, kg',
    reason: 'Reason',
    broughtBy: 'Brought by',
    contact: 'Contact',
    insurance: 'Insurance',
    consent: 'Consent',
    service: 'Service',
    attending: 'Attending',
    from: 'From unit',
    mrn: 'MRN on the band (no downtime number is used)',
  } satisfies Record<Field, string>,
  hints: {
    arrived: '14:52, or 11/21 23:50',
    born: '05/01/1990, or 45',
    allergies: 'with commas, or “none”; empty: not asked',
  } satisfies Partial<Record<Field, string>>,
  sex: 'Sex',
  more: 'More: brought by, contact, insurance, consent, service, from another unit',
  signed: 'Your name',
  signedShort: 'Write your name: it stands beside the registration.',
  register: 'Register and print',
  registering: 'Registering',
  failed: (why: string) => `Not registered: ${sentence(why)}`,
  noAnswer: 'The kiosk did not answer. Press again: the same form registers only once.',
  allergies: { listed: (n: number) => `${n} listed`, 'none-known': 'NO KNOWN ALLERGIES', 'not-asked': 'NOT ASKED' },
  years: (years: number) => `about ${years} y (estimated)`,
  similar: {
    title: 'Is it the same person?',
    open: 'Yes: open this patient',
    other: 'No, another person: register and print',
    detail: 'Your decision stands in the record.',
    back: 'Back to the form',
    row: (mrn: string | null, bed: string | null, born: string | null) =>
      [mrn === null ? 'no MRN' : `MRN ${mrn}`, bed === null ? 'no bed' : `bed ${bed}`, born === null ? null : `born ${born}`]
        .filter(Boolean)
        .join(', '),
  },
  done: {
    title: (number: string) => `Registered: ${number}`,
    detail: 'On the ward list now. Check the band with the patient before it goes on.',
    another: 'Register another patient',
    noPacket: (why: string) => `The patient is registered. The packet is not made: ${sentence(why)}`,
    packet: 'Make the packet',
    open: 'Open the patient',
  },
  list: {
    title: 'Registered in this downtime',
    none: 'Nobody yet.',
    print: 'Print the merge list',
    columns: { number: 'Number', name: 'Name', arrived: 'Arrived', bed: 'Bed', becomes: 'Becomes MRN', acts: '' },
    unknown: 'Name not known',
    band: (alias: string, number: string) => `${alias}. Band ${number} stays on: blood bank samples match it.`,
    notKnown: 'not known',
    packet: 'Packet',
    identify: 'Identify',
    correct: 'Correct',
    unidentify: 'Not this person',
  },
  identify: {
    title: (name: string) => `Who is ${name}?`,
    consequence: (number: string) =>
      `Band ${number} stays on and stays valid: blood bank samples match it. The name stands beside the alias on screen and on every new sheet.`,
    name: 'Name, family name first',
    mrn: 'MRN in the EHR, if known',
    mrnHint: 'A patient of the copy with this MRN is shown beside this one; nothing is merged.',
    how: 'How do you know?',
    howHint: 'Driving licence, relative, fingerprints',
    act: 'Record who this is',
    short: 'Write the name, and how it is known.',
  },
  unidentify: {
    title: (name: string) => `This is not ${name}`,
    consequence: (number: string) =>
      `The patient is unknown again. Band ${number} stays on and stays valid. Sheets printed under this name are out of date: print them again.`,
    reason: 'How do you know?',
    act: 'Take the name back',
  },
  correct: {
    title: (name: string) => `Correct the registration of ${name}`,
    consequence: 'The numbers stay. What was said before stays in the record. Sheets printed before are out of date.',
    reason: 'Why',
    reasonShort: 'Say in a few words why.',
    act: 'Correct the registration',
  },
  linked: 'Other record of this person',
  registration: 'Registration: identify or correct',
};
