import { useEffect, useRef } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { SignedAs, type Signer } from '../door/signer.tsx';
import type { PatientView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import type { Asked } from './charting-form.tsx';
import { text } from '../text.ts';
import { words } from './words.ts';

interface Props {
  whose: PatientView;
  count: number;
  wrong: number;
  asked: Asked | null;
  told: { saved: number } | { failure: string } | null;
  busy: boolean;
  signer: Signer;
  drugOf(key: string): string;
  confirm(): void;
}

/** Who types in, what stands against it, and the one button that saves all lines. */
export function SaveBar({ whose, count, wrong, asked, told, busy, signer, drugOf, confirm }: Props) {
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked?.kind === 'to-confirm') sure.current?.focus();
  }, [asked]);
  return (
    <div className="charting-bar">
      {asked && (
        <div className="alarm" role="alert">
          <p>
            <Icon name="alarm" /> <strong>{asked.why}</strong>
          </p>
          <ul>
            {asked.findings.map(({ key, why }, i) => (
              <li key={i}>
                <strong>{drugOf(key)}</strong>: {why}
              </li>
            ))}
          </ul>
          {asked.kind === 'to-confirm' && (
            <Button ref={sure} className="button" onPress={confirm} isDisabled={busy}>
              {words.sure}
            </Button>
          )}
        </div>
      )}
      {told && 'failure' in told && (
        <p className="failure" role="alert">
          {words.failed(told.failure)}
        </p>
      )}
      {told && 'saved' in told && (
        <p className="charting-saved" role="status">
          <Icon name="good" /> {words.saved(told.saved)}
        </p>
      )}
      <div className="charting-acts">
        {signer.known ? (
          <SignedAs name={signer.name} />
        ) : (
          <TextField className="field field-short" value={signer.name} onChange={signer.sign}>
            <Label>{words.signed}</Label>
            <Input maxLength={80} autoComplete="off" />
          </TextField>
        )}
        <Button className="button-main charting-save" type="submit" isDisabled={busy || count === 0 || wrong > 0}>
          {wrong > 0 ? words.hasWrong(wrong) : count === 0 ? words.nothing : words.save(count)}
        </Button>
        <p className="charting-whose">
          <strong>
            {whose.encounter.bed ?? text.ward.noBed} <bdi>{whose.identity.name}</bdi>
          </strong>{' '}
          {text.patient.mrn} {whose.identity.mrn ?? text.patient.notReceived}
        </p>
      </div>
    </div>
  );
}
