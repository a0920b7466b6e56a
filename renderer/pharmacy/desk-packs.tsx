import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Status, UnitPacks } from '../../main/contract.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { PackShown } from '../print/pack-shown.tsx';
import { words } from './words.ts';

interface Props {
  packs: UnitPacks;
  host: Status['host'];
  back(): void;
}

/** The packs of one action, a unit each: progress, preview and saving as for a ward's own. */
export function DeskPacks({ packs: { packs, without }, host, back }: Props) {
  const [chosen, choose] = useState(packs[0]?.pack ?? null);
  return (
    <div className="desk-packs">
      <div className="desk-packs-head">
        <Button className="button" onPress={back}>
          <Icon name="back" /> {words.back}
        </Button>
        <nav className="desk-tabs" aria-label={words.packs}>
          {packs.map(({ unit, pack }) => (
            <button key={pack} type="button" className="desk-tab" aria-current={pack === chosen} onClick={() => choose(pack)}>
              {unit}
            </button>
          ))}
        </nav>
        {packs.length > 1 && <SaveEach packs={packs.map(({ pack }) => pack)} />}
      </div>
      {without.map(({ unit, why }) => (
        <p key={unit} className="failure" role="alert">
          {words.without(unit, why)}
        </p>
      ))}
      {chosen !== null && <PackShown key={chosen} pack={chosen} host={host} leave={back} />}
    </div>
  );
}

/** Writes the packs of all units, a folder each. */
function SaveEach({ packs }: { packs: number[] }) {
  const [said, say] = useState<{ ok: boolean; words: string } | null>(null);
  const save = async () => {
    try {
      const saved = await Promise.all(packs.map(pack => client.savePack({ pack })));
      const failed = saved.find(result => !result.ok);
      const done = saved.flatMap(result => (result.ok ? [result.value] : []));
      say(
        failed && !failed.ok
          ? { ok: false, words: words.notSaved(failed.error.why) }
          : {
              ok: true,
              words: words.saved(
                done.reduce((sum, { files }) => sum + files, 0),
                done.map(({ folder }) => folder).join(', '),
              ),
            },
      );
    } catch (error) {
      say({ ok: false, words: words.notSaved(error instanceof Error ? error.message : String(error)) });
    }
  };
  return (
    <>
      <Button className="button" onPress={() => void save()}>
        <Icon name="save" /> {words.saveAll}
      </Button>
      {said && (
        <p className={said.ok ? 'save-words' : 'failure'} role={said.ok ? 'status' : 'alert'}>
          {said.words}
        </p>
      )}
    </>
  );
}
