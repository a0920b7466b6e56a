import type { CodeableConcept, FhirResource, Medication, MedicationRequest } from 'fhir/r4';
import { hl7, local, type WardFrame } from './ward-frame.ts';
import type { OrderPlan } from './ward-plan.ts';

const formularyCode = (drug: string): string =>
  drug
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 12)
    .toUpperCase();

const drugConcept = (drug: string): CodeableConcept => ({
  coding: [{ system: local('formulary'), code: formularyCode(drug), display: drug }],
  text: drug,
});

const medication = (id: string, drug: string): Medication => ({
  resourceType: 'Medication',
  id,
  status: 'active',
  code: drugConcept(drug),
});

/** Every drug of the plans as a Medication resource, each once; a mixture without a code, and one that is only a code. */
export function formulary(frame: WardFrame, plans: readonly OrderPlan[]): FhirResource[] {
  const drugs = [...new Set(plans.map(plan => plan.drug))].filter(drug => drug !== '');
  return [
    ...drugs.map(drug => medication(frame.id('Medication', drug), drug)),
    { resourceType: 'Medication', id: frame.id('Medication', 'mixture'), ...MIXTURE },
    {
      resourceType: 'Medication',
      id: frame.id('Medication', 'code-only'),
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '00093-7180-01' }] },
    },
  ];
}

const MIXTURE: Pick<Medication, 'status' | 'form' | 'ingredient'> = {
  status: 'active',
  form: { text: 'injection' },
  ingredient: [
    {
      itemCodeableConcept: { text: 'bupivacaine 0.25 %' },
      strength: { numerator: { value: 2.5, unit: 'mg' }, denominator: { value: 1, unit: 'mL' } },
    },
    {
      itemCodeableConcept: { text: 'epinephrine 1:200,000' },
      strength: { numerator: { value: 5, unit: 'mcg' }, denominator: { value: 1, unit: 'mL' } },
    },
  ],
};

type SaidDrug = Pick<MedicationRequest, 'contained' | 'medicationReference' | 'medicationCodeableConcept'>;

/** The drug of an order in one of the ways FHIR allows, and two it doesn't mean to (fhir.md quirk 18). */
export function saidDrug(frame: WardFrame, plan: OrderPlan, key: string): SaidDrug {
  switch (
    plan.said ??
    frame.random(`said:${key}`).pick(['reference', 'reference', 'reference', 'concept', 'contained'] as const)
  ) {
    case 'reference':
      return { medicationReference: frame.ref('Medication', plan.drug, plan.drug) };
    case 'concept':
      return { medicationCodeableConcept: drugConcept(plan.drug) };
    case 'contained':
      return { contained: [medication('drug', plan.drug)], medicationReference: { reference: '#drug' } };
    case 'ingredients':
      return { medicationReference: frame.ref('Medication', 'mixture') };
    case 'code-only':
      return { medicationReference: frame.ref('Medication', 'code-only') };
    case 'dangling':
      return { medicationReference: { reference: 'Medication/eNoLongerInTheFormulary' } };
    case 'nameless':
      return { medicationCodeableConcept: { extension: [hasNoName] } };
  }
}

const hasNoName = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };

/** Category of an order: the setting, and the ward's own words. */
export const orderCategories = (setting: string, more: readonly string[]): CodeableConcept[] => [
  hl7('medicationrequest-category', setting, setting[0]!.toUpperCase() + setting.slice(1)),
  ...more.map(text => ({ text })),
];
