import { useState } from 'react';
import { Button } from 'react-aria-components';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';

const words = text.print;
type Saved = { kind: 'no' } | { kind: 'saving' } | { kind: 'saved'; words: string } | { kind: 'failed'; why: string };

/** Writes the whole pack to the site's printing folder, and says where and what that means; quiet where a printer comes first. */
export function SaveAll({ pack, quiet }: { pack: number; quiet: boolean }) {
  const [saved, setSaved] = useState<Saved>({ kind: 'no' });
  const save = async () => {
    setSaved({ kind: 'saving' });
    try {
      const result = await client.savePack({ pack });
      setSaved(
        result.ok
          ? { kind: 'saved', words: words.saved(result.value.files, result.value.folder) }
          : { kind: 'failed', why: result.error.why },
      );
    } catch (error) {
      setSaved({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <div className="save">
      <Button className={quiet ? 'button' : 'button-main'} onPress={() => void save()} isDisabled={saved.kind === 'saving'}>
        <Icon name="save" large={!quiet} />
        {saved.kind === 'saving' ? words.saving : words.save}
      </Button>
      {saved.kind === 'saved' && (
        <p className="save-words" role="status">
          <Icon name="good" /> {saved.words}
        </p>
      )}
      {saved.kind === 'failed' && (
        <p className="failure" role="alert">
          {words.failed(saved.why)}
        </p>
      )}
    </div>
  );
}
