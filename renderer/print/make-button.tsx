import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PrintPlan, Selection } from '../../main/contract.ts';
import type { FormShown } from '../../main/domain/form.ts';
import { useAnswer } from '../answer.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { idsOf, useForms } from '../forms.ts';
import { text } from '../text.ts';
import { PaperCount } from './paper-count.tsx';
import { holdPack } from './pack.ts';

const words = text.print;

/** "Make 14 patients, 63 sheets": counted by the kiosk before it is said. */
export function MakeButton({ selection }: { selection: Selection }) {
  const plan = useAnswer('planPrint', selection, ['ward']);
  const [failure, setFailure] = useState<string | null>(null);
  const all = useForms();
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
        {planned ? makeWords(selection, planned, all) : words.counting}
      </Button>
      {planned && planned.sheets > 0 && <PaperCount selection={selection} />}
      {planned?.sheets === 0 && <p role="status">{selection.patients === 'none' ? words.noAllClear : words.nothing}</p>}
      {(failure ?? why) !== null && (
        <p className="failure" role="alert">
          {failure !== null ? words.failed(failure) : words.noPlan(why ?? '')}
        </p>
      )}
    </div>
  );
}

function makeWords({ patients, forms }: Selection, plan: PrintPlan, all: readonly FormShown[]): string {
  if (forms.every(form => idsOf(all, 'census').includes(form))) return words.makeCensus(plan.sheets);
  if (patients === 'none') return words.makeWard(plan.sheets);
  if (typeof patients === 'object' && 'blank' in patients) return words.makeBlank(patients.blank, plan.sheets);
  return forms.every(form => form === 'worksheet') ? words.makeList(plan.patients) : words.make(plan.patients, plan.sheets);
}
