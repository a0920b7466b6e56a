import { ageInWords } from '../../main/domain/time.ts';
import { readAllergies, readBorn, type FieldFaults, type WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { text } from '../text.ts';
import { walkInWords as words } from './words.ts';
import { WrittenField } from './written-field.tsx';

interface Props {
  written: WrittenWalkIn;
  change(part: Partial<WrittenWalkIn>): void;
  faults: FieldFaults;
  now: string;
  zone: string;
  /** A registration that is corrected keeps its numbers, and with them that it is of somebody unknown. */
  correcting?: boolean;
}

type Words = Exclude<keyof WrittenWalkIn, 'unknown' | 'sex'>;
const SEXES = ['unknown', 'female', 'male', 'other'] as const;
const MORE: Words[] = ['broughtBy', 'contact', 'insurance', 'consent', 'service', 'attending', 'from', 'mrn'];

/** What is asked of a walk-in, arrival first; what is not needed at once stands folded away. */
export function WalkInFields({ written, change, faults, now, zone, correcting = false }: Props) {
  const field = (name: Words, more: { understood?: string | null; className?: string; autoFocus?: boolean } = {}) => (
    <WrittenField
      key={name}
      label={words.labels[name]}
      hint={name in words.hints ? words.hints[name as keyof typeof words.hints] : undefined}
      value={written[name]}
      write={value => change({ [name]: value })}
      fault={faults[name]}
      {...more}
    />
  );
  return (
    <>
      <div className="walk-in-fields">
        {field('arrived', { autoFocus: true })}
        {!correcting && (
          <label className="check walk-in-unknown">
            <input
              type="checkbox"
              checked={written.unknown}
              onChange={event =>
                change({ unknown: event.target.checked, ...(event.target.checked ? { name: '', mrn: '' } : {}) })
              }
            />
            {words.unknown}
          </label>
        )}
        {!written.unknown && field('name', { className: 'walk-in-wide' })}
        {field('born', { understood: bornWords(written.born, now, zone) })}
        <label className="field">
          <span className="walk-in-label">{words.sex}</span>
          <select value={written.sex} onChange={event => change({ sex: event.target.value as WrittenWalkIn['sex'] })}>
            {SEXES.map(sex => (
              <option key={sex} value={sex}>
                {text.sex[sex]}
              </option>
            ))}
          </select>
        </label>
        {field('bed')}
        {field('allergies', { understood: allergyWords(written.allergies), className: 'walk-in-wide' })}
        {field('weight')}
        {field('reason', { className: 'walk-in-wide' })}
      </div>
      <details className="walk-in-more" open={MORE.some(name => faults[name] !== undefined) || undefined}>
        <summary>{words.more}</summary>
        <div className="walk-in-fields">{MORE.filter(name => !(correcting && name === 'mrn')).map(name => field(name))}</div>
      </details>
    </>
  );
}

function bornWords(born: string, now: string, zone: string): string | null {
  const read = readBorn(born, now, zone);
  if (!read.ok) return null;
  const { birthDate, estimatedAge } = read.value;
  return estimatedAge === null ? ageInWords(birthDate, now, zone) : words.years(estimatedAge);
}

function allergyWords(allergies: string): string | null {
  const read = readAllergies(allergies);
  if (!read.ok || allergies.trim() === '') return null;
  return read.value.state === 'listed' ? words.allergies.listed(read.value.listed.length) : words.allergies[read.value.state];
}
