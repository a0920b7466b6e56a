import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { FormKind } from '../../main/domain/sheet.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { go } from '../route.ts';
import { text } from '../text.ts';
import { holdPack } from './pack.ts';

/** Makes one of the ward's own forms with one press and shows it. */
export function PrintNow({ form, words }: { form: FormKind; words: string }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const result = await client.startPack({ patients: 'none', forms: [form], from: null, span: 'hours', hours: 24 });
      if (result.ok) {
        holdPack(result.value.pack);
        return go({ screen: 'print', patientId: null });
      }
      setFailure(result.error.why);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <>
      <Button className="button" onPress={() => void make()} isDisabled={busy}>
        <Icon name="print" /> {words}
      </Button>
      {failure !== null && (
        <p className="failure" role="alert">
          {text.print.failed(failure)}
        </p>
      )}
    </>
  );
}
