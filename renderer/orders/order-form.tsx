import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { Button, Checkbox, Form } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { CheckedOrder } from '../../main/domain/ward/order-check.ts';
import type { OrderChoices, TypedOrder } from '../../main/domain/ward/typed-order.ts';
import type { OrderView, PatientView } from '../../main/domain/view.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { draftOf, readDraft, type Draft } from './draft.ts';
import { MainFields, MoreFields } from './order-fields.tsx';
import { failureWords } from './failure.ts';
import { TypedField } from './typed-field.tsx';
import { words } from './words.ts';

interface Props {
  view: PatientView;
  /** The order that is changed; null for a new one. */
  change: OrderView | null;
  choices: OrderChoices;
  now: string;
  zone: string;
  /** It was recorded: what to tell. */
  done(told: string): void;
  close(): void;
}

const PREVIEW_MS = 250;

/** An order sheet's order, typed in: what it will read and what is to be known stand beside it before it is recorded. */
export function OrderForm({ view, change, choices, now, zone, done, close }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(change, choices, now, zone));
  const [readBack, setReadBack] = useState(false);
  const { name: signed, sign, known } = useSigner('signed');
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [seen, setSeen] = useState<string[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const act = useRef<HTMLButtonElement>(null);
  // What was warned of must be in sight, and is recorded by one more press.
  useEffect(() => {
    if (seen.length > 0) act.current?.focus();
  }, [seen]);
  const read = readDraft(draft, { patientId: view.identity.id, order: change?.order.id ?? null, readBack, now, zone });
  const checked = useChecked('typed' in read ? read.typed : null);

  const type = (part: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...part }));
    setSeen([]);
    setFaults(new Map());
    setFailure(null);
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    const lacks = signed.trim().length < 2 ? [{ field: 'signed', why: words.tooShort(words.signed) }] : [];
    const wrong = [...('faults' in read ? read.faults : []), ...lacks];
    if (wrong.length > 0 || !('typed' in read)) return setFaults(new Map(wrong.map(({ field, why }) => [field, why])));
    setBusy(true);
    try {
      const answer = await client.writeOrder({ typed: read.typed, seen, signed: signed.trim() });
      if (answer.ok) {
        changedHere('ward');
        return done(answer.value.warning === null ? words.written(answer.value.number) : words.writtenBut(answer.value.warning));
      }
      const { error } = answer;
      if (error.kind === 'warnings') setSeen(error.warnings);
      else if (error.kind === 'impossible-order') setFaults(new Map(error.faults.map(({ field, why }) => [field, why])));
      else setFailure(words.failed(error.why));
    } catch (error) {
      setFailure(words.failed(failureWords(error)));
    } finally {
      setBusy(false);
    }
  };
  const fields = { draft, type, choices, faults, change: change !== null };

  return (
    <Form className="form order-form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <div className="order-columns">
        <div className="order-main">
          <MainFields {...fields} />
          <Checkbox className="check" isSelected={readBack} onChange={setReadBack}>
            <span className="check-box">
              <Icon name="good" />
            </span>
            <span>
              <strong>{words.readBack}</strong> {words.readBackHint}
            </span>
          </Checkbox>
          {known ? (
            <SignedAs name={signed} />
          ) : (
            <TypedField label={words.signed} value={signed} type={sign} fault={faults.get('signed')} most={80} />
          )}
        </div>
        <div className="order-more">
          <MoreFields {...fields} />
        </div>
      </div>
      {checked && <Preview checked={checked} />}
      {seen.length > 0 && (
        <div className="order-seen" role="alert">
          <p>
            <strong>{words.look}</strong>
          </p>
          <ul>
            {seen.map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        <Button className="button button-act" type="submit" ref={act}>
          {seen.length > 0 ? words.allTheSame : words.act(change !== null)}
        </Button>
      </div>
    </Form>
  );
}

const Preview = ({ checked: { reads, times, faults } }: { checked: CheckedOrder }) =>
  faults.length > 0 ? null : (
    <p className="order-preview" aria-live="polite">
      {words.reads}: <strong>{reads}</strong>, {times}
    </p>
  );

/** What an order would say, asked again shortly after each change; null while there is none. */
function useChecked(typed: TypedOrder | null): CheckedOrder | null {
  const question = typed && JSON.stringify(typed);
  const [held, hold] = useState<{ question: string; checked: CheckedOrder } | null>(null);
  useEffect(() => {
    if (question === null) return undefined;
    const timer = setTimeout(() => {
      client.checkOrder(JSON.parse(question) as TypedOrder).then(
        answer => answer.ok && hold({ question, checked: answer.value }),
        () => hold(null),
      );
    }, PREVIEW_MS);
    return () => clearTimeout(timer);
  }, [question]);
  return held?.question === question ? held.checked : null;
}
