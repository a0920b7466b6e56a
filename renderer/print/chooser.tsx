import { useState } from 'react';
import type { Status, Ward } from '../../main/contract.ts';
import { FIRST_BLANKS, START_FORMS } from '../../main/domain/form.ts';
import { unreachable } from '../../main/domain/result.ts';
import { text } from '../text.ts';
import { idsOf } from '../forms.ts';
import { useAnswer } from '../answer.ts';
import { UnreadAlarm } from '../ward/unread-alarm.tsx';
import { BlankChoice } from './blank-choice.tsx';
import { ChangedList } from './changed-list.tsx';
import { Contents, FormNames } from './contents.tsx';
import { FormChoice } from './form-choice.tsx';
import { MakeButton } from './make-button.tsx';
import { PatientChoice } from './patient-choice.tsx';
import { PresetList } from './preset-list.tsx';
import { patientForms, selectionOf, startOf, type Choice, type Preset } from './selection.ts';
import { WardChoice } from './ward-choice.tsx';
import { Covered, WindowChoice } from './window-choice.tsx';

const words = text.print;

interface Props {
  ward: Pick<Ward, 'rows' | 'unread'>;
  /** What can be printed as things stand. */
  offered: readonly Preset[];
  patientId: string | null;
  /** What is offered first; the usual without it. */
  preset: Preset | null;
  status: Status;
}

/** What to print, in the ward's words; one button says what will happen. */
export function Chooser({ ward: { rows, unread }, offered, patientId, preset, status }: Props) {
  const [choice, setChoice] = useState<Choice>({
    ...startOf(preset ?? (patientId ? 'choose' : 'everything')),
    patients: patientId ? [patientId] : [],
    forms: [...START_FORMS],
    blanks: [...FIRST_BLANKS],
    wards: idsOf(status.forms, 'ward').filter(form => form !== 'all-clear' && form !== 'standing-envelope'),
    identity: 'empty',
    sets: 5,
  });
  const change = (part: Partial<Choice>) => setChoice(before => ({ ...before, ...part }));
  const changed = useAnswer('getChanged', {}, ['ward', 'pack']);
  const differing = changed.value?.ok ? changed.value.value : null;
  const selection = selectionOf(
    choice.preset === 'changed' ? { ...choice, patients: differing?.map(c => c.patientId) ?? [] } : choice,
    status,
  );
  const patients = <PatientChoice rows={rows} chosen={choice.patients} choose={chosen => change({ patients: chosen })} />;

  const details = () => {
    switch (choice.preset) {
      case 'everything':
      case 'mars':
      case 'next-shift':
      case 'days':
        return selection && <Contents forms={selection.forms} rows={rows} />;
      case 'changed':
        return <ChangedList changed={differing} rows={rows} />;
      case 'due':
        return patients;
      case 'blank':
        return (
          <>
            <BlankChoice choice={choice} change={change} named={rows.length > 0} />
            {choice.identity === 'patients' && patients}
          </>
        );
      case 'census':
        return (
          <section className="contents">
            <h2 className="choice-title">{words.wholeUnit}</h2>
            <FormNames forms={idsOf(status.forms, 'census')} />
          </section>
        );
      case 'ward':
        return <WardChoice chosen={choice.wards} choose={wards => change({ wards })} status={status} />;
      case 'choose':
        return (
          <>
            <FormChoice of={patientForms(status.forms)} chosen={choice.forms} choose={forms => change({ forms })} />
            {patients}
          </>
        );
      default:
        return unreachable(choice.preset);
    }
  };

  return (
    <div className="print">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      {unread.length > 0 && <UnreadAlarm unread={unread} />}
      <div className="print-choices">
        <PresetList offered={offered} preset={choice.preset} choose={preset => change(startOf(preset))} status={status} />
        <div className="print-details">
          <WindowChoice choice={choice} change={change} status={status} />
          {choice.preset === 'next-shift' && <Covered choice={choice} status={status} />}
          {details()}
        </div>
      </div>
      {selection ? <MakeButton selection={selection} /> : <p className="make make-none">{words.missing[choice.preset]}</p>}
    </div>
  );
}
