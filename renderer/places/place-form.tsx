import { useState, type SyntheticEvent } from 'react';
import { Button, Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { Status, Ward } from '../../main/contract.ts';
import { localInstant } from '../../main/domain/time.ts';
import type { PlaceAct } from '../../main/domain/ward/place.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { Line } from './line.tsx';
import { PlaceFields } from './place-fields.tsx';
import { localWords, NEEDED, NOTHING_SAID, saidOf, type Draft } from './place-said.ts';
import { placeWords as words } from './words.ts';

interface Props {
  row: WardRow;
  ward: Ward;
  status: Status;
  /** Why nothing can be recorded now. */
  refused: string | null;
  close(): void;
}

/** What happens, when, under whose name; recorded with one button. */
export function PlaceForm({ row, ward, status, refused, close }: Props) {
  const { possible } = row.stay;
  const [act, setAct] = useState<PlaceAct | null>(possible[0] ?? null);
  const [draft, setDraft] = useState<Draft>(NOTHING_SAID);
  const [now] = useState(localWords(status.now, status.zone));
  const [at, setAt] = useState(now);
  const { name: signed, sign, known } = useSigner('signed');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (refused !== null || act === null)
    return (
      <>
        <p className="dialog-consequence">{refused ?? words.nothing}</p>
        <div className="dialog-acts">
          <Button className="button" onPress={close} autoFocus>
            {text.close}
          </Button>
        </div>
      </>
    );
  const lacks = NEEDED[act].filter(field => draft[field].trim() === '');
  const unsigned = signed.trim().length < 2;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks.length > 0 || unsigned || busy) return;
    setBusy(true);
    const happenedAt = at === now ? null : localInstant(at, status.zone);
    try {
      const said = saidOf(act, draft, status.zone);
      const result = await client.recordPlace({ patientId: row.patientId, said, happenedAt, signed: signed.trim() });
      if (result.ok) {
        changedHere('ward');
        return close();
      }
      setFailure(result.error.why);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };

  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <RadioGroup className="extent" value={act} onChange={value => setAct(possible.find(kind => kind === value) ?? act)}>
        <Label>{words.what}</Label>
        {possible.map(kind => (
          <Radio key={kind} value={kind} className="check" autoFocus={kind === act}>
            <span className="radio-dot" />
            {words.acts[kind]}
          </Radio>
        ))}
      </RadioGroup>
      <PlaceFields
        act={act}
        row={row}
        ward={ward}
        draft={draft}
        change={part => setDraft(before => ({ ...before, ...part }))}
        lacks={tried ? lacks : []}
      />
      <div className="place-signature">
        <Line label={words.happenedAt} hint={words.happenedAtHint} value={at} change={setAt} type="datetime-local" />
        {known ? (
          <SignedAs name={signed} />
        ) : (
          <Line label={words.signed} value={signed} change={sign} lacks={tried && unsigned} />
        )}
      </div>
      <p className="dialog-consequence">{words.consequence[act](row.name, toWhom(act, draft, ward))}</p>
      {failure && (
        <p className="failure" role="alert">
          {words.failed(failure)}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        <Button
          className="button button-act"
          type="submit"
          data-danger={act === 'patient-died' || act === 'patient-discharged' || undefined}
        >
          {words.record(act)}
        </Button>
      </div>
    </Form>
  );
}

const toWhom = (act: PlaceAct, { bed, other, unit }: Draft, { rows }: Ward): string =>
  act === 'beds-swapped' ? (rows.find(row => row.patientId === other)?.name ?? '') : act === 'patient-transferred' ? unit : bed;
