import { useId } from 'react';
import type { Ward } from '../../main/contract.ts';
import { wardOrder } from '../../main/domain/bed-order.ts';
import { unreachable } from '../../main/domain/result.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { isOnUnit, type PlaceAct } from '../../main/domain/ward/place.ts';
import { text } from '../text.ts';
import { Line } from './line.tsx';
import { othersIn, type Draft } from './place-said.ts';
import { placeWords as words } from './words.ts';

interface Props {
  act: PlaceAct;
  row: WardRow;
  ward: Ward;
  draft: Draft;
  change(part: Partial<Draft>): void;
  /** What is missing, once somebody tried. */
  lacks: (keyof Draft)[];
}

/** What an act asks for. */
export function PlaceFields({ act, row, ward, draft, change, lacks }: Props) {
  const line = (field: keyof Draft, label: string, hint?: string) => (
    <Line
      label={label}
      value={draft[field]}
      change={value => change({ [field]: value })}
      lacks={lacks.includes(field)}
      {...(hint && { hint })}
    />
  );
  switch (act) {
    case 'patient-moved':
      return <BedLine row={row} ward={ward} draft={draft} change={change} lacks={lacks} />;
    case 'patient-returned':
      return (
        <>
          {line('origin', words.origin)}
          <BedLine row={row} ward={ward} draft={draft} change={change} lacks={lacks} />
        </>
      );
    case 'beds-swapped':
      return <OtherChoice row={row} ward={ward} draft={draft} change={change} lacks={lacks} />;
    case 'patient-transferred':
      return (
        <>
          {line('unit', words.unit)}
          <div className="place-signature">
            {line('bed', words.unitBed, words.optional)}
            {line('acceptedBy', words.acceptedBy, words.optional)}
          </div>
        </>
      );
    case 'leave-began':
      return (
        <div className="place-signature">
          {line('where', words.where[act])}
          <Line
            label={words.backBy}
            hint={words.optional}
            value={draft.backBy}
            change={backBy => change({ backBy })}
            type="datetime-local"
          />
        </div>
      );
    case 'leave-ended':
      return null;
    case 'patient-discharged':
      return line('where', words.where[act]);
    case 'patient-died':
      return line('pronouncedBy', words.pronouncedBy);
    default:
      return unreachable(act);
  }
}

type FieldProps = Omit<Props, 'act'>;

/** A bed, with those of the unit to choose from; whoever holds it is named before anything is recorded. */
function BedLine({ row, ward, draft, change, lacks }: FieldProps) {
  const list = useId();
  const held = othersIn(draft.bed, row.patientId, ward);
  const beds = [...new Set(ward.rows.flatMap(({ bed, stay }) => [bed, stay.bedInEhr].filter(known => known !== null)))];
  return (
    <div>
      <Line label={words.bed} value={draft.bed} change={bed => change({ bed })} lacks={lacks.includes('bed')} list={list} />
      <datalist id={list}>
        {beds.map(bed => (
          <option key={bed} value={bed} />
        ))}
      </datalist>
      {held.length > 0 && (
        <p className="place-held" role="status">
          {words.bedHeld(draft.bed, held)}
        </p>
      )}
    </div>
  );
}

function OtherChoice({ row, ward, draft, change, lacks }: FieldProps) {
  const others = ward.rows
    .filter(other => other.patientId !== row.patientId && other.bed !== null && isOnUnit(other.stay.presence))
    .toSorted(wardOrder);
  const missing = lacks.includes('other');
  return (
    <label className="field">
      <span className="place-label">{words.other}</span>
      <select value={draft.other} onChange={event => change({ other: event.target.value })} aria-invalid={missing || undefined}>
        <option value="">{words.choose}</option>
        {others.map(({ patientId, bed, name, mrn }) => (
          <option key={patientId} value={patientId}>
            {`${bed}  ${name}, ${text.patient.mrn} ${mrn ?? text.patient.notReceived}`}
          </option>
        ))}
      </select>
      {missing && <span className="failure">{words.needed(words.other)}</span>}
    </label>
  );
}
