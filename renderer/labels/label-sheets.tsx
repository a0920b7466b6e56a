import { useState } from 'react';
import { Button, Input, Label, NumberField } from 'react-aria-components';
import type { LabelWish, Status } from '../../main/contract.ts';
import type { LabelCounts } from '../../main/domain/label.ts';
import { labelWords as words } from './words.ts';

interface Props {
  sheets: Status['labelSheets'];
  counts: LabelCounts;
  busy: boolean;
  make(on: LabelWish['on']): void;
}

/** Sheets of labels for a page printer, from the first free label of one that is partly used. */
export function LabelSheets({ sheets, counts, busy, make }: Props) {
  const [name, setName] = useState(sheets[0]?.name ?? '');
  const [start, setStart] = useState(1);
  const sheet = sheets.find(each => each.name === name);
  const first = Math.min(start, sheet?.labels ?? 1);
  if (!sheet) return null;
  return (
    <div className="label-way">
      <h2>{words.sheets}</h2>
      <div className="label-sheet">
        <label>
          <span className="choice-title">{words.sheet}</span>
          <select value={name} onChange={event => setName(event.target.value)}>
            {sheets.map(each => (
              <option key={each.name} value={each.name}>
                {words.sheetOf(each.name, each.labels)}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          className="sets"
          value={first}
          minValue={1}
          maxValue={sheet.labels}
          onChange={value => setStart(Number.isNaN(value) ? 1 : value)}
        >
          <Label className="choice-title">{words.start}</Label>
          <Input />
          <span className="label-hint">{words.startHint}</span>
        </NumberField>
      </div>
      <Button
        className="button"
        isDisabled={busy || counts.chart + counts.specimen === 0}
        onPress={() => make({ kind: 'sheets', name, start: first })}
      >
        {words.make(counts, name)}
      </Button>
    </div>
  );
}
