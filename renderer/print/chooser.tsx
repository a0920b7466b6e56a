import { useState } from 'react';
import { Button, Radio, RadioGroup, Label } from 'react-aria-components';
import type { Selection, Status } from '../../main/contract.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { useAnswer } from '../answer.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';
import { holdPack } from './pack.ts';
import { PatientsAndForms } from './patients-and-forms.tsx';
import { FORMS, selectionOf, type Choice, type Preset } from './selection.ts';
import { WindowChoice } from './window-choice.tsx';

const words = text.print;
const PRESETS: Preset[] = ['everything', 'mars', 'choose'];

interface Props {
  rows: WardRow[];
  patientId: string | null;
  status: Status;
}

/** What to print, in the ward's words; one button says what will happen. */
export function Chooser({ rows, patientId, status }: Props) {
  const [choice, setChoice] = useState<Choice>({
    preset: patientId ? 'choose' : 'everything',
    patients: patientId ? [patientId] : [],
    forms: [...FORMS],
    from: '',
    hours: 24,
  });
  const change = (part: Partial<Choice>) => setChoice(before => ({ ...before, ...part }));
  const selection = selectionOf(choice);
  return (
    <div className="print">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <div className="print-choices">
        <RadioGroup
          className="presets"
          value={choice.preset}
          onChange={value => change({ preset: PRESETS.find(p => p === value) ?? 'everything' })}
        >
          <Label className="choice-title">{words.presets}</Label>
          <PresetCard preset="everything" title={words.everything} detail={words.everythingDetail} />
          <PresetCard preset="mars" title={words.mars} detail={words.marsDetail} />
          <PresetCard preset="choose" title={words.choose} detail={words.chooseDetail} />
        </RadioGroup>
        <WindowChoice choice={choice} change={change} status={status} />
      </div>
      {choice.preset === 'choose' && <PatientsAndForms rows={rows} choice={choice} change={change} />}
      {selection ? <MakeButton selection={selection} /> : <p className="make-none">{words.nobody}</p>}
    </div>
  );
}

const PresetCard = ({ preset, title, detail }: { preset: Preset; title: string; detail: string }) => (
  <Radio value={preset} className="preset">
    <span className="radio-dot" />
    <span>
      <strong>{title}</strong>
      <span className="preset-detail">{detail}</span>
    </span>
  </Radio>
);

/** "Make 14 patients, 42 sheets": counted by the kiosk before it is said. */
function MakeButton({ selection }: { selection: Selection }) {
  const plan = useAnswer('planPrint', selection, ['ward']);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const result = await client.startPack(selection);
      if (result.ok) return holdPack(result.value.pack);
      setFailure(result.error.why);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  const planned = plan.value?.ok ? plan.value.value : null;
  const why = plan.value && !plan.value.ok ? plan.value.error.why : (plan.fault?.message ?? null);
  return (
    <div className="make">
      <Button className="button-main" onPress={() => void make()} isDisabled={!planned || planned.sheets === 0 || busy}>
        <Icon name="print" large />
        {planned ? words.make(planned.patients, planned.sheets) : words.counting}
      </Button>
      {(failure ?? why) !== null && (
        <p className="failure" role="alert">
          {failure !== null ? words.failed(failure) : words.noPlan(why ?? '')}
        </p>
      )}
    </div>
  );
}
