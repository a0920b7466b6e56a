import { err, ok, type Result } from '../result.ts';
import type { Dosage, MedicationOrder } from '../order.ts';
import { quantityIn, quantityWords, times, type Quantity, type SaidQuantity } from './quantity.ts';

/** What is dispensed for one dose, and how that was found. */
export interface DoseQuantity {
  each: Quantity;
  /** Each dose may be less. */
  most: boolean;
  /** "100 mg = 2 tablets of 50 mg"; null when the EHR says it itself. */
  found: string | null;
}

/**
 * What one dose takes out of the stock: what the EHR says that the dose is in tablets or mL, else tablets, syringes, bags or mL by the one
 * strength in the drug's name, else the dose itself. An order of several dosage lines, or whose dose is no plain number, is for a person to read.
 */
export function doseQuantity({ dosages, drug }: MedicationOrder): Result<DoseQuantity, { kind: 'not-computed'; why: string }> {
  const [dosage, ...more] = dosages;
  const not = (why: string): Result<DoseQuantity, { kind: 'not-computed'; why: string }> => err({ kind: 'not-computed', why });
  if (!dosage) return not('no dosage received');
  if (more.length > 0) return not(`${dosages.length} dosage lines: read each of them`);
  const said = quantityIn(dosage.amount);
  if (said) return ok({ each: plain(said), most: said.most, found: null });
  const dose = quantityIn(dosage.dose);
  if (!dose) return not(doseSilence(dosage));
  return ok(byStrength(dose, drug.name) ?? { each: plain(dose), most: dose.most, found: null });
}

const plain = ({ value, unit }: SaidQuantity): Quantity => ({ value, unit });

function doseSilence({ dose, amount, text }: Dosage): string {
  if (dose !== null) return `the dose "${dose}" cannot be counted`;
  if (amount !== null) return `the amount "${amount}" cannot be counted`;
  return text === null ? 'dose not received' : 'the dose is only in words: see the order';
}

const NUMBER = String.raw`\d[\d,]*(?:\.\d+)?`;
const MEASURE = 'mg|mcg|g|units?|mEq|mmol';
const ANY_STRENGTH = new RegExp(`${NUMBER} ?(?:${MEASURE})(?![\\p{L}])`, 'giu');
/** "50 mg tablet", "650 mg suppository"; what stands between ("chewable", "ER") forbids halves. */
const PIECE = new RegExp(`(${NUMBER} (?:${MEASURE})) ([\\p{L} -]*?)\\b(tablet|capsule|suppository)$`, 'iu');
/** "40 mg/0.4 mL syringe". */
const SYRINGE = new RegExp(`(${NUMBER} (?:${MEASURE}))/${NUMBER} mL (syringe)$`, 'iu');
/** "1 g in 50 mL piggyback". */
const BAG = new RegExp(
  `(${NUMBER} (?:${MEASURE})) in ([\\p{L}\\d.% -]*\\b)?${NUMBER} mL (piggyback|infusion|bag|minibag)$`,
  'iu',
);
/** "5,000 units/mL injection", "125 mg/5 mL suspension". */
const LIQUID = new RegExp(`(${NUMBER} (?:${MEASURE}))/(${NUMBER} )?mL (injection|solution|suspension|syrup|elixir)$`, 'iu');

/** A drug is given in whole pieces, in halves too, or measured. */
interface Shape {
  strength: string;
  piece: string;
  /** Of what one strength is: 1 tablet, 5 mL. */
  of: number;
  step: number;
}

function shapeOf(name: string): Shape | null {
  const piece = PIECE.exec(name);
  if (piece) {
    const changed = piece[2] !== '' || /\b(ER|XR|SR|CR|EC|DR|LA|XL)\b/.test(name);
    return { strength: piece[1]!, piece: piece[3]!, of: 1, step: piece[3]!.toLowerCase() === 'tablet' && !changed ? 0.5 : 1 };
  }
  const syringe = SYRINGE.exec(name);
  if (syringe) return { strength: syringe[1]!, piece: syringe[2]!, of: 1, step: 1 };
  const bag = BAG.exec(name);
  if (bag) return { strength: bag[1]!, piece: 'bag', of: 1, step: 1 };
  const liquid = LIQUID.exec(name);
  const volume = liquid?.[2] === undefined ? 1 : Number(liquid[2].replaceAll(',', ''));
  return liquid ? { strength: liquid[1]!, piece: 'mL', of: volume, step: 0.01 } : null;
}

/** Tablets, syringes, bags or mL by the strength in a drug's name, if it names only one; null when the dose doesn't come out even. */
function byStrength(dose: SaidQuantity, name: string): DoseQuantity | null {
  const shape = shapeOf(name);
  if (!shape || [...name.matchAll(ANY_STRENGTH)].length !== 1 || /\+/.test(name)) return null;
  const strength = quantityIn(shape.strength);
  if (!strength || strength.unit !== dose.unit) return null;
  const each = times(
    { value: dose.value / strength.value, unit: shape.piece.toLowerCase() === 'ml' ? 'mL' : shape.piece.toLowerCase() },
    shape.of,
  );
  const steps = each.value / shape.step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6 || (shape.piece !== 'mL' && each.value > 20)) return null;
  const one =
    shape.piece === 'mL' ? `${quantityWords(strength)}/${shape.of === 1 ? '' : `${shape.of} `}mL` : quantityWords(strength);
  return { each, most: dose.most, found: `${quantityWords(dose)} = ${quantityWords(each)} of ${one}` };
}
