import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Button, Form } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { failureWords } from './failure.ts';
import { TypedField } from './typed-field.tsx';
import { words } from './words.ts';

interface Props {
  /** Under which name the signature is remembered: whoever verifies is another person than whoever writes. */
  signedAs: 'signed' | 'verifier';
  /** What the button says. */
  act: string;
  /** Something is missing besides the signature. */
  lacks: boolean;
  /** Why it was not recorded; null when it was. */
  record(signed: string): Promise<string | null>;
  done(): void;
  close(): void;
  /** The fields; `tried` once somebody pressed the button. */
  children(tried: boolean): ReactNode;
}

/** What somebody says of what was written down, under their name. */
export function SaidForm({ signedAs, act, lacks, record, done, close, children }: Props) {
  const { name: signed, sign, known } = useSigner(signedAs);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const short = signed.trim().length < 2;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || short || lacks) return;
    setBusy(true);
    try {
      const why = await record(signed.trim());
      if (why !== null) return setFailure(words.failed(why));
      done();
    } catch (error) {
      setFailure(words.failed(failureWords(error)));
    } finally {
      setBusy(false);
      changedHere('ward');
    }
  };
  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      {children(tried)}
      {known ? (
        <SignedAs name={signed} />
      ) : (
        <TypedField
          label={words.signed}
          value={signed}
          type={sign}
          fault={tried && short ? words.tooShort(words.signed) : undefined}
          most={80}
          focus={signedAs === 'verifier'}
        />
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
        <Button className="button button-act" type="submit">
          {act}
        </Button>
      </div>
    </Form>
  );
}
