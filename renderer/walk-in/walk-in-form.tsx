import { useState, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { SimilarPatient, WalkInDesk } from '../../main/contract.ts';
import { emptyWalkIn, type FieldFaults, type WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { enterMovesOn } from './enter-moves-on.ts';
import { newFormId } from './form-id.ts';
import { SimilarChoice } from './similar-choice.tsx';
import { WalkInFields } from './walk-in-fields.tsx';
import { walkInWords as words } from './words.ts';
import { WrittenField } from './written-field.tsx';

interface Props {
  desk: WalkInDesk;
  now: string;
  zone: string;
  registered(patientId: string): void;
}

const SIGNED_MIN = 2;

/** The form of a walk-in: only what is needed, and one button that registers and makes the packet. */
export function WalkInForm({ desk, now, zone, registered }: Props) {
  const [form] = useState(newFormId);
  const [written, setWritten] = useState<WrittenWalkIn>(() => emptyWalkIn(now, zone));
  const { name: signed, sign, known } = useSigner('signed');
  const [faults, setFaults] = useState<FieldFaults>({});
  const [similar, setSimilar] = useState<SimilarPatient[]>([]);
  const [notSame, setNotSame] = useState<string[]>([]);
  const [unsigned, setUnsigned] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const change = (part: Partial<WrittenWalkIn>): void => {
    setWritten(before => ({ ...before, ...part }));
    setFaults(before => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
  };
  const register = async (others: string[]) => {
    if (signed.trim().length < SIGNED_MIN) return setUnsigned(true);
    if (busy) return;
    setBusy(true);
    setFailure(null);
    setUnsigned(false);
    try {
      const result = await client.registerWalkIn({ form, written, notSame: others, signed: signed.trim() });
      if (result.ok) return registered(result.value.patientId);
      const { error } = result;
      setFaults('fields' in error ? error.fields : {});
      setSimilar('similar' in error ? error.similar : []);
      setFailure('similar' in error ? null : words.failed(error.why));
    } catch {
      setFailure(words.noAnswer);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void register(notSame);
  };
  const anotherPerson = (): void => {
    const others = [...notSame, ...similar.map(({ patientId }) => patientId)];
    setNotSame(others);
    setSimilar([]);
    void register(others);
  };

  return (
    <form className="walk-in-form" onSubmit={submit} onKeyDown={enterMovesOn} aria-label={words.title}>
      <WalkInFields written={written} change={change} faults={faults} now={now} zone={zone} />
      {similar.length > 0 && <SimilarChoice similar={similar} other={anotherPerson} back={() => setSimilar([])} />}
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="walk-in-act">
        {known ? (
          <SignedAs name={signed} />
        ) : (
          <WrittenField label={words.signed} value={signed} write={sign} fault={unsigned ? words.signedShort : undefined} />
        )}
        <Button className="button-main" type="submit" isDisabled={busy || desk.whyNot !== null}>
          <Icon name="print" large /> {busy ? words.registering : words.register}
        </Button>
      </div>
    </form>
  );
}
