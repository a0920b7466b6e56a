import { med, once, prn, words, type OrderPlan } from './ward-plan.ts';

export type SpecialOrders =
  | 'pending'
  | 'tpn'
  | 'longWords'
  | 'contradiction'
  | 'leftWithoutName'
  | 'unschedulable'
  | 'doNotUse'
  | 'onceAsDaily'
  | 'twoLines'
  | 'sameNumber'
  | 'unresolved'
  | 'manyADay'
  | 'startsTomorrow';

/** Orders as real EHRs send them and a tidy reader would lose (fhir.md section 3); each must be on paper. */
export const SPECIALS: Record<SpecialOrders, OrderPlan[]> = {
  pending: [
    med('gabapentin 300 mg capsule', '300 mg', 'PO', 'TID', { pending: 'extension', sinceHours: 1, charted: 'never' }),
    med('famotidine 20 mg tablet', '20 mg', 'PO', 'BID', { pending: 'category', sinceHours: 2, charted: 'never' }),
  ],
  tpn: [
    words(
      'parenteral nutrition (amino acids 15 % 500 mL, dextrose 70 % 350 mL, fat emulsion 20 % 250 mL, sodium chloride 80 mEq, sodium acetate 40 mEq, potassium chloride 40 mEq, potassium phosphate 15 mmol, magnesium sulfate 12 mEq, calcium gluconate 10 mEq, multivitamin 10 mL, trace elements 1 mL) in 1,920 mL central line bag',
      '80 mL/h, Intravenous by central line, continuous over 24 hours, new bag at 1800. Filter 1.2 micron. Do not add anything to the bag. If the bag is late hang dextrose 10 % at the same rate.',
      { route: 'IV', rate: '80 mL/h', categories: ['continuous', 'TPN'], sinceHours: 20 },
    ),
  ],
  longWords: [
    med(
      'methylPREDNISolone acetate-lidocaine hydrochloride-bupivacaine hydrochloride compounded topical ointment in hydrophilic base',
      'thin layer',
      'TOP',
      'BID',
      {
        instructions: [
          'Clean the skin of both lower legs with lukewarm water and dry by dabbing, never rubbing',
          'Put on gloves; apply a thin layer from the ankle to a hand below the knee, leaving out every open area, blister and the line of stitches on the left shin',
          'Wait 10 minutes, cover with non-adherent gauze and then a single layer of tubular bandage, size E on the left and F on the right',
          'Stop and call wound care when the redness spreads beyond the pen mark or the patient reports burning for longer than 20 minutes',
          'Do not use within 4 hours of the compression pump',
        ],
      },
    ),
  ],
  contradiction: [
    med('simethicone 80 mg chewable tablet', '80 mg', 'PO', 'BID', {
      text: '80 mg, Oral, 3 times daily after meals',
      timing: 'repeat',
      repeat: { frequency: 2, period: 1, periodUnit: 'd' },
    }),
  ],
  leftWithoutName: [
    words('', 'Give per poison control sheet at the bedside', { said: 'nameless', route: 'IV', charted: 'never' }),
  ],
  unschedulable: [
    words('gentamicin by level', 'Dose per pharmacy after level', { code: 'ASDIR', route: 'IV', charted: 'never' }),
    words('heparin lock 1,000 units/mL', 'Fill both dialysis catheter lumens after each session', {
      code: 'HD PROTOCOL',
      route: 'IV',
      charted: 'never',
    }),
    { drug: 'darbepoetin alfa 60 mcg/0.3 mL syringe', text: null, charted: 'never' },
  ],
  doNotUse: [
    med('predniSONE 1 mg tablet', '1 mg', 'PO', 'DAILY', { text: '1.0 mg PO QD', times: ['08:00'] }),
    words('morphine sulfate injection', 'MSO4 .5 mg IV q4h prn SOB', { route: 'IV', code: 'Q4H:PRN', charted: 'never' }),
    words('heparin 5,000 units/mL injection', '5000U SC BID', { route: 'SC', charted: 'never' }),
    words('furosemide 20 mg tablet', '20 mg PO QOD', { route: 'PO', charted: 'never' }),
  ],
  onceAsDaily: [
    med('ertapenem 1 g in 50 mL piggyback', '1 g', 'IV', 'DAILY', {
      text: '1 g, Intravenous, once',
      code: 'ONCE',
      repeat: { frequency: 1, period: 1, periodUnit: 'd', count: 1 },
      timing: 'both',
      sinceHours: 1,
      charted: 'never',
    }),
    med('fluconazole 200 mg tablet', '200 mg', 'PO', 'DAILY', {
      repeat: { frequency: 1, period: 1, periodUnit: 'd', count: 5 },
      timing: 'repeat',
    }),
  ],
  twoLines: [
    med('hydrocortisone 10 mg tablet', '20 mg', 'PO', 'DAILY', {
      times: ['08:00'],
      text: '20 mg, Oral, every morning at 0800',
      and: { dose: '10 mg', route: 'PO', rhythm: 'DAILY', times: ['16:00'], text: '10 mg, Oral, every afternoon at 1600' },
    }),
    med('clindamycin 600 mg in 50 mL piggyback', '600 mg', 'IV', 'Q8H', {
      eventsAt: [-300, 180, 660, 1140],
      rate: '49.99999873689376 mL/h',
      charted: 'never',
    }),
  ],
  sameNumber: [
    med('insulin glargine 100 units/mL pen', '10 units', 'SC', 'DAILY', { number: '480000777', times: ['08:00'] }),
    med('insulin glargine 100 units/mL pen', '18 units', 'SC', 'QHS', { number: '480000777' }),
    med('cyanocobalamin 1,000 mcg tablet', '1,000 mcg', 'PO', 'DAILY', { number: null }),
  ],
  unresolved: [
    med('', '500 mg', 'PO', 'BID', { said: 'dangling', charted: 'never' }),
    med('', '20 mg', 'PO', 'DAILY', { said: 'code-only', charted: 'never' }),
    med('bupivacaine-epinephrine', '20 mL', 'SC', 'Q12H', {
      said: 'ingredients',
      indication: 'Nerve block catheter',
      charted: 'never',
    }),
  ],
  manyADay: [
    med('artificial saliva spray', '2 sprays', 'TOP', 'DAILY', {
      text: '2 sprays, Mouth, every 5 to 15 minutes while awake',
      code: 'Q5-15MIN',
      repeat: { frequency: 288, period: 1, periodUnit: 'd' },
      timing: 'both',
      charted: 'never',
    }),
    words(
      'zinc oxide paste',
      '<div xmlns="http://www.w3.org/1999/xhtml">Apply <b>a thick layer</b> to the sacrum<br/>after each incontinent episode &amp; at bedtime</div>',
      {
        route: 'TOP',
        charted: 'never',
      },
    ),
    prn('mineral oil enema', '133 mL', 'PR', 24, 'no stool after suppository', { charted: 'never' }),
  ],
  startsTomorrow: [
    med('ferrous sulfate 325 mg tablet', '325 mg', 'PO', 'DAILY', { sinceHours: -22, charted: 'never' }),
    once('zoledronic acid 5 mg in 100 mL infusion', '5 mg', 'IV', 1260, { rate: '200 mL/h', charted: 'never' }),
  ],
};
