import type { Dosage as FhirDosage, DosageDoseAndRate, Ratio } from 'fhir/r4';
import type { Amount, Dosage, DoseLimit } from '../domain/order.ts';
import type { Zone } from '../domain/time.ts';
import { conceptName, conceptWords, hasCode } from './concept.ts';
import { mapTiming } from './map-timing.ts';
import { plainText } from './plain-text.ts';
import { amountOf, calendarUnit, quantityWords, rangeWords, ratioWords } from './quantity.ts';
import { joined, list, numberOf, words } from './tolerant.ts';

const PRN = /\bPRN\b|\bas[ -](needed|required)\b|\b(if|when) (needed|required)\b/i;

/** One dosage line, and what in it could not be read. */
export function mapDosage(sent: FhirDosage, zone: Zone): { dosage: Dosage; unread: string[] } {
  const read = mapTiming(sent.timing, zone);
  const text = words(sent.text);
  const amounts = doseAndRate(sent);
  const reason = conceptName(sent.asNeededCodeableConcept) ?? reasonInR5(sent);
  const dosage: Dosage = {
    text: text === null ? null : plainText(text),
    instructions: [
      ...list(sent.additionalInstruction).map(conceptWords),
      words(sent.patientInstruction),
      ...list(sent.extension).map(e => words(e.valueString)),
      ...(read?.instructions ?? []),
    ]
      .filter(instruction => instruction !== null)
      .map(plainText)
      .filter((instruction, i, all) => instruction !== text && all.indexOf(instruction) === i),
    timing: read?.timing ?? null,
    asNeeded: isAsNeeded(sent),
    asNeededReason: reason,
    route: conceptWords(sent.route),
    site: conceptWords(sent.site),
    method: conceptWords(sent.method),
    ...amounts,
    maxPerPeriod: joined(
      [
        ...list(sent.maxDosePerPeriod).map(ratioWords),
        suffixed(quantityWords(sent.maxDosePerAdministration), 'per administration'),
        suffixed(quantityWords(sent.maxDosePerLifetime), 'in a lifetime'),
      ],
      '; ',
    ),
    limits: list(sent.maxDosePerPeriod).flatMap(limitOf),
  };
  const modifiers = list(sent.modifierExtension).map(e => `modifier ${words(e.url) ?? 'without a name'} is not understood`);
  return { dosage, unread: [...(read?.unread ?? []), ...modifiers] };
}

const suffixed = (text: string | null, suffix: string): string | null => (text === null ? null : `${text} ${suffix}`);

const HOURS_IN: Record<string, number> = { s: 1 / 3600, min: 1 / 60, h: 1, d: 24, wk: 168 };

/** "4 g/24 h" as numbers; a period in months or of no unit stays without hours. */
function limitOf(sent: Ratio): DoseLimit[] {
  const amount = amountOf(sent.numerator);
  if (amount === null) return [];
  const unit = HOURS_IN[calendarUnit(sent.denominator) ?? ''];
  const hours = unit === undefined ? null : (numberOf(sent.denominator?.value) ?? 1) * unit;
  return [{ amount, hours, words: ratioWords(sent) ?? '' }];
}

/** PRN if anything says so: the flag, a reason, the code, or the words (fhir.md quirk 26). */
function isAsNeeded(sent: FhirDosage): boolean {
  if (sent.asNeededBoolean === true || sent.asNeededCodeableConcept !== undefined || reasonInR5(sent) !== null) return true;
  const code = sent.timing?.code;
  const said = [
    words(sent.text),
    words(sent.patientInstruction),
    words(code?.text),
    ...list(sent.additionalInstruction).map(conceptWords),
  ];
  for (const coding of list(code?.coding)) said.push(words(coding.code), words(coding.display));
  return said.some(text => text !== null && PRN.test(text.replaceAll('_', ' ')));
}

/** R5's `asNeededFor`, which some R4 servers send already. */
function reasonInR5(sent: FhirDosage): string | null {
  const { asNeededFor } = sent as { asNeededFor?: Parameters<typeof conceptName>[0][] };
  return (
    list(asNeededFor)
      .map(conceptName)
      .find(text => text !== null) ?? null
  );
}

/**
 * Dose, amount and rate from all doseAndRate entries (fhir.md quirk 25): the dose is what was ordered; what that is in tablets or mL
 * (admin-amount) or by calculation stands beside it.
 */
function doseAndRate(sent: FhirDosage): Pick<Dosage, 'dose' | 'amount' | 'rate' | 'doseAmount'> {
  const entries = list(sent.doseAndRate);
  const said = entries.map(entry => ({ kind: kindOf(entry), dose: doseWords(entry), rate: rateWords(entry) }));
  const doses = (kinds: string[]): string[] => said.flatMap(s => (kinds.includes(s.kind) && s.dose !== null ? [s.dose] : []));
  const ordered = doses(['ordered']);
  const plain = doses(['']);
  const beside = [...doses(['calculated']), ...doses(['admin-amount'])];
  const chosen = ordered.length > 0 ? ordered : plain.length > 0 ? plain : beside;
  const dose = joined(chosen, '; ');
  const rest = [...(ordered.length > 0 ? plain : []), ...beside].filter(amount => !chosen.includes(amount));
  const rates = said.filter(s => s.rate !== null);
  const printed = entries.filter((_, i) => said[i]!.dose !== null && chosen.includes(said[i]!.dose));
  const orderedRates = rates.filter(s => s.kind === 'ordered');
  return {
    dose,
    doseAmount: printed.length === 1 ? mostOf(printed[0]!) : null,
    amount: joined(rest, ' = '),
    rate: joined(
      (orderedRates.length > 0 ? orderedRates : rates).map(s => s.rate),
      '; ',
    ),
  };
}

function kindOf(entry: DosageDoseAndRate): string {
  for (const kind of ['ordered', 'calculated', 'admin-amount'])
    if (hasCode(entry.type, [kind]) || words(entry.type?.text)?.toLowerCase() === kind) return kind;
  return '';
}

const doseWords = (entry: DosageDoseAndRate): string | null => quantityWords(entry.doseQuantity) ?? rangeWords(entry.doseRange);
/** The most that the dose may be. */
const mostOf = (entry: DosageDoseAndRate): Amount | null =>
  entry.doseQuantity ? amountOf(entry.doseQuantity) : amountOf(entry.doseRange?.high);
const rateWords = (entry: DosageDoseAndRate): string | null =>
  ratioWords(entry.rateRatio) ?? quantityWords(entry.rateQuantity) ?? rangeWords(entry.rateRange);
