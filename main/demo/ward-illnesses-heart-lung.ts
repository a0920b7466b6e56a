import { drip, med, once, prn, words, type IllnessPlan } from './ward-plan.ts';

const ACETAMINOPHEN = prn('acetaminophen 325 mg tablet', '650 mg', 'PO', 6, 'mild pain or temperature above 38.3 °C', {
  amount: '2 tablets',
  max: '3 g/24 h',
});
const ONDANSETRON = prn('ondansetron 2 mg/mL injection', '4 mg', 'IV', 8, 'nausea or vomiting', { amount: '2 mL' });
const SENNA = med('senna-docusate 8.6 mg-50 mg tablet', '2 tablets', 'PO', 'BID', { instructions: ['Hold for loose stools'] });

/** Heart, lung and vessel illnesses of the demo ward. */
export const HEART_AND_LUNG: Record<'heartFailure' | 'copd' | 'pneumonia' | 'fibrillation' | 'embolism' | 'stroke', IllnessPlan> =
  {
    heartFailure: {
      service: 'Cardiology',
      reason: ['443253003', 'Acute on chronic systolic heart failure'],
      problems: [
        ['53741008', 'Coronary arteriosclerosis'],
        ['38341003', 'Hypertensive disorder'],
        ['709044004', 'Chronic kidney disease stage 3a'],
        ['55822004', 'Hyperlipidemia'],
      ],
      orders: [
        med('furosemide 10 mg/mL injection', '80 mg', 'IV', 'BID', {
          amount: '8 mL',
          times: ['08:00', '16:00'],
          indication: 'Fluid overload',
          instructions: ['Give slowly over 4 minutes', 'Hold and call if SBP below 90 mmHg'],
        }),
        med('carvedilol 6.25 mg tablet', '6.25 mg', 'PO', 'BID', {
          amount: '1 tablet',
          times: ['08:00', '17:00'],
          instructions: ['With food', 'Hold for HR below 55/min or SBP below 90 mmHg'],
          charted: 'last-held',
        }),
        med('lisinopril 10 mg tablet', '10 mg', 'PO', 'DAILY', { amount: '1 tablet' }),
        med('spironolactone 25 mg tablet', '25 mg', 'PO', 'DAILY', { amount: '1 tablet' }),
        med('atorvastatin 40 mg tablet', '40 mg', 'PO', 'QHS', { amount: '1 tablet' }),
        med('aspirin 81 mg chewable tablet', '81 mg', 'PO', 'DAILY', { amount: '1 tablet' }),
        med('potassium chloride ER 20 mEq tablet', '20 mEq', 'PO', 'BID', {
          amount: '1 tablet',
          instructions: ['Do not crush', 'With food'],
        }),
        med('heparin 5,000 units/mL injection', '5,000 units', 'SC', 'Q8H', { indication: 'VTE prevention' }),
        ACETAMINOPHEN,
        prn('nitroglycerin 0.4 mg sublingual tablet', '0.4 mg', 'SL', 0, 'chest pain', {
          text: '0.4 mg, Sublingual, every 5 minutes as needed for chest pain, up to 3 doses; call provider after the first',
          charted: 'never',
        }),
      ],
      diet: 'Cardiac diet, 2 g sodium, fluid restriction 1,500 mL/day',
      consult: 'Cardiac rehabilitation evaluation',
      vitals: { hr: 84, sbp: 108, dbp: 62, rr: 20, temp: 36.7, spo2: 93, pain: 1 },
      labs: { K: [3.2, 3.4, 3.9, 4.1], Cr: [1.6, 1.7, 1.5, 1.4], BNP: [1840, 1410, 1120, 860], Na: [131, 132, 134, 135] },
      report: {
        name: 'Transthoracic echocardiogram',
        conclusion: 'LVEF 25–30 %, moderate mitral regurgitation, no thrombus seen.',
      },
      goal: 'Daily weight down to dry weight of the last clinic visit',
    },
    copd: {
      service: 'Medicine',
      reason: ['195951007', 'Acute exacerbation of chronic obstructive pulmonary disease'],
      problems: [
        ['13645005', 'Chronic obstructive lung disease'],
        ['56018004', 'Nicotine dependence'],
        ['38341003', 'Hypertensive disorder'],
      ],
      orders: [
        med('ipratropium-albuterol 0.5 mg-2.5 mg/3 mL nebulizer solution', '3 mL', 'NEB', 'Q4H', { indication: 'Bronchospasm' }),
        med('predniSONE 20 mg tablet', '40 mg', 'PO', 'DAILY', {
          amount: '2 tablets',
          times: ['08:00'],
          untilHours: 50,
          instructions: ['With food'],
        }),
        med('azithromycin 250 mg tablet', '500 mg', 'PO', 'Q24H', {
          amount: '2 tablets',
          untilHours: 8,
          indication: 'COPD exacerbation',
        }),
        med('budesonide-formoterol 160 mcg-4.5 mcg inhaler', '2 puffs', 'INH', 'BID', {
          instructions: ['Rinse mouth after use'],
        }),
        med('nicotine 21 mg/24 h patch', '1 patch', 'TD', 'DAILY', {
          categories: ['patch'],
          instructions: ['Remove the old patch before applying a new one', 'Rotate sites'],
          charted: 'last-refused',
        }),
        med('enoxaparin 40 mg/0.4 mL syringe', '40 mg', 'SC', 'DAILY', { amount: '0.4 mL', indication: 'VTE prevention' }),
        med('pantoprazole 40 mg EC tablet', '40 mg', 'PO', 'DAILY', {
          times: ['06:30'],
          instructions: ['30 minutes before breakfast'],
        }),
        med('guaiFENesin ER 600 mg tablet', '600 mg', 'PO', 'BID'),
        prn('albuterol 2.5 mg/3 mL nebulizer solution', '2.5 mg', 'NEB', 2, 'wheezing or shortness of breath', {
          charted: [3.5, 11],
        }),
        prn('melatonin 3 mg tablet', '3 mg', 'PO', 24, 'sleep', { charted: [17] }),
        ACETAMINOPHEN,
      ],
      diet: 'Regular diet',
      consult: 'Pulmonary function testing before discharge',
      vitals: { hr: 96, sbp: 134, dbp: 76, rr: 24, temp: 37.1, spo2: 90, pain: 2 },
      labs: { WBC: [13.8, 15.2, 14.1, 12.0], CO2: [33, 34, 33, 32], GLU: [142, 188, 201, 176] },
      report: { name: 'XR chest 2 views', conclusion: 'Hyperinflation. No focal consolidation. No effusion.' },
      goal: 'SpO2 88–92 % on no more than 2 L/min',
    },
    pneumonia: {
      service: 'Medicine',
      reason: ['385093006', 'Community acquired pneumonia'],
      problems: [
        ['40930008', 'Hypothyroidism'],
        ['38341003', 'Hypertensive disorder'],
        ['35489007', 'Depressive disorder'],
      ],
      orders: [
        med('cefTRIAXone 1 g in 50 mL piggyback', '1 g', 'IV', 'Q24H', {
          rate: '100 mL/h',
          indication: 'Pneumonia',
          untilHours: 90,
          sinceHours: 40,
        }),
        med('azithromycin 500 mg in 250 mL piggyback', '500 mg', 'IV', 'Q24H', {
          rate: '250 mL/h',
          times: ['10:00'],
          sinceHours: 40,
        }),
        med('levothyroxine 75 mcg tablet', '75 mcg', 'PO', 'DAILY', {
          times: ['06:00'],
          instructions: ['Empty stomach, 1 hour before food'],
        }),
        med('amLODIPine 5 mg tablet', '5 mg', 'PO', 'DAILY', { amount: '1 tablet' }),
        med('sertraline 50 mg tablet', '50 mg', 'PO', 'DAILY', { amount: '1 tablet' }),
        med('enoxaparin 40 mg/0.4 mL syringe', '40 mg', 'SC', 'DAILY', { indication: 'VTE prevention', charted: 'last-refused' }),
        SENNA,
        prn('guaiFENesin-dextromethorphan 100 mg-10 mg/5 mL syrup', '10 mL', 'PO', 4, 'cough', { charted: [6] }),
        ACETAMINOPHEN,
        ONDANSETRON,
      ],
      diet: 'Regular diet',
      consult: 'Physical therapy: evaluate and treat',
      vitals: { hr: 98, sbp: 118, dbp: 66, rr: 22, temp: 38.2, spo2: 92, pain: 3 },
      labs: { WBC: [18.6, 17.1, 14.4, 11.9], LACT: [2.6, 1.8, 1.4, 1.1], PCT: [4.2, 3.1, 1.6, 0.9] },
      report: { name: 'XR chest 1 view portable', conclusion: 'Right lower lobe consolidation, small parapneumonic effusion.' },
      goal: 'Off supplemental oxygen for 24 hours',
    },
    fibrillation: {
      service: 'Cardiology',
      reason: ['120041000119109', 'Atrial fibrillation with rapid ventricular response'],
      problems: [
        ['49436004', 'Atrial fibrillation'],
        ['44054006', 'Type 2 diabetes mellitus'],
        ['414916001', 'Obesity'],
      ],
      orders: [
        drip(
          'dilTIAZem 125 mg in dextrose 5 % 125 mL',
          '10 mg/h',
          'Start at 5 mg/h. Titrate by 2.5 mg/h every 15 minutes to HR below 110/min. Maximum 15 mg/h. Hold for SBP below 95 mmHg.',
          {
            categories: ['continuous', 'titrated'],
            indication: 'Rate control',
            sinceHours: 19,
          },
        ),
        med('metoprolol tartrate 25 mg tablet', '50 mg', 'PO', 'Q6H', {
          amount: '2 tablets',
          instructions: ['Hold for HR below 60/min or SBP below 100 mmHg'],
          charted: 'last-held',
        }),
        med('apixaban 5 mg tablet', '5 mg', 'PO', 'BID', { amount: '1 tablet', indication: 'Stroke prevention' }),
        med('digoxin 125 mcg tablet', '125 mcg', 'PO', 'DAILY', {
          times: ['14:00'],
          instructions: ['Check apical pulse; hold for HR below 60/min'],
        }),
        med('atorvastatin 20 mg tablet', '20 mg', 'PO', 'QHS'),
        med('furosemide 20 mg tablet', '20 mg', 'PO', 'DAILY'),
        once('magnesium sulfate 2 g in 50 mL piggyback', '2 g', 'IV', -200, {
          rate: '25 mL/h',
          indication: 'Magnesium 1.5 mg/dL',
        }),
        words('potassium chloride replacement', 'Replace per electrolyte protocol according to morning potassium', {
          code: 'ASDIR',
          charted: 'never',
        }),
        ACETAMINOPHEN,
      ],
      diet: 'Cardiac diet, consistent carbohydrate',
      consult: 'Electrophysiology consult',
      vitals: { hr: 118, sbp: 112, dbp: 70, rr: 18, temp: 36.6, spo2: 96, pain: 0 },
      labs: { MG: [1.5, 1.7, 2.0, 2.1], K: [3.3, 3.6, 4.0, 4.2], DIG: [0.7, 0.8, 0.8, 0.9], TSH: [1.9] },
      report: {
        name: 'Electrocardiogram 12 lead',
        conclusion: 'Atrial fibrillation, ventricular rate 128/min, nonspecific ST changes.',
      },
      goal: 'Resting heart rate below 110/min on oral medicines',
    },
    embolism: {
      service: 'Medicine',
      reason: ['59282003', 'Pulmonary embolism'],
      problems: [
        ['128053003', 'Deep venous thrombosis of left leg'],
        ['38341003', 'Hypertensive disorder'],
        ['73211009', 'Diabetes mellitus'],
      ],
      orders: [
        drip(
          'heparin 25,000 units in dextrose 5 % 250 mL',
          '18 units/kg/h',
          'Adjust per heparin nomogram to anti-Xa 0.3–0.7. Next anti-Xa 6 hours after each change. No boluses.',
          {
            categories: ['continuous', 'titrated'],
            indication: 'Pulmonary embolism',
            sinceHours: 34,
          },
        ),
        med('warfarin 5 mg tablet', '5 mg', 'PO', 'DAILY', {
          times: ['18:00'],
          amount: '1 tablet',
          instructions: ['Check INR before giving'],
          indication: 'Pulmonary embolism, INR goal 2–3',
        }),
        med('losartan 50 mg tablet', '50 mg', 'PO', 'DAILY'),
        med('metoprolol succinate ER 50 mg tablet', '50 mg', 'PO', 'DAILY', { instructions: ['Do not crush'] }),
        med('insulin glargine 100 units/mL pen', '14 units', 'SC', 'QHS', { times: ['21:30'] }),
        words(
          'insulin lispro 100 units/mL pen',
          'Before meals and at bedtime by glucose: below 70 treat hypoglycemia and call; 70–149: 0 units; 150–199: 2 units; 200–249: 4 units; 250–299: 6 units; 300–349: 8 units; 350 and above: 10 units and call provider',
          {
            route: 'SC',
            dose: '0–10 units',
            code: 'TID AC & HS',
            categories: ['sliding scale'],
          },
        ),
        SENNA,
        prn('oxyCODONE 5 mg tablet', '5 mg', 'PO', 6, 'moderate pain (4–6)', { charted: [8, 15] }),
        ACETAMINOPHEN,
      ],
      diet: 'Consistent carbohydrate diet, constant vitamin K',
      consult: 'Anticoagulation clinic teaching',
      vitals: { hr: 102, sbp: 126, dbp: 78, rr: 22, temp: 37.3, spo2: 93, pain: 4 },
      labs: {
        INR: [1.1, 1.2, 1.5, 1.8],
        AXA: [0.21, 0.48, 0.55, 0.52],
        TROP: [0.09, 0.05, 0.03, 0.02],
        GLU: [188, 164, 201, 172],
      },
      report: { name: 'CT angiogram chest', conclusion: 'Bilateral segmental pulmonary emboli. No right heart strain.' },
      goal: 'INR 2–3 on two consecutive days',
    },
    stroke: {
      service: 'Neurology',
      reason: ['422504002', 'Ischemic stroke'],
      problems: [
        ['38341003', 'Hypertensive disorder'],
        ['55822004', 'Hyperlipidemia'],
        ['40739000', 'Dysphagia'],
        ['84757009', 'Epilepsy'],
      ],
      orders: [
        med('aspirin 300 mg suppository', '300 mg', 'PR', 'DAILY', {
          instructions: ['Until cleared for oral intake'],
          charted: 'last-not-given',
        }),
        med('atorvastatin 80 mg tablet', '80 mg', 'NG', 'QHS', {
          instructions: ['Crush and flush tube with 30 mL water before and after'],
        }),
        med('levETIRAcetam 500 mg in 100 mL piggyback', '500 mg', 'IV', 'Q12H', { rate: '400 mL/h', indication: 'Seizure' }),
        med('enoxaparin 40 mg/0.4 mL syringe', '40 mg', 'SC', 'DAILY', { indication: 'VTE prevention' }),
        med('famotidine 20 mg tablet', '20 mg', 'NG', 'BID'),
        drip('sodium chloride 0.9 % 1,000 mL', '75 mL/h', '75 mL/h continuous', { sinceHours: 30, untilHours: 18 }),
        med('artificial tears ophthalmic drops', '1 drop', 'OU', 'QID'),
        prn('labetalol 5 mg/mL injection', '10 mg', 'IV', 2, 'SBP above 180 mmHg', {
          charted: 'never',
          instructions: ['Hold for HR below 60/min'],
        }),
        prn('acetaminophen 650 mg suppository', '650 mg', 'PR', 6, 'temperature above 37.5 °C', {
          max: '3 g/24 h',
          charted: [9],
        }),
      ],
      diet: 'Nothing by mouth until swallow evaluation',
      consult: 'Speech-language pathology: swallow evaluation',
      vitals: { hr: 74, sbp: 158, dbp: 86, rr: 16, temp: 37.0, spo2: 97, pain: 1 },
      labs: { LDL: [164], A1C: [6.1], GLU: [118, 124, 131, 121] },
      report: {
        name: 'MRI brain without contrast',
        conclusion: 'Acute infarct in the left middle cerebral artery territory. No hemorrhage.',
      },
      goal: 'Safe swallowing of medicines before discharge',
    },
  };
