import { useState } from 'react';
import type { DeskUnit, Input, Status, UnitPacks } from '../../main/contract.ts';
import type { ListKind } from '../../main/domain/pharmacy/lists.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { DeskListShown } from './desk-list-shown.tsx';
import { DeskPacks } from './desk-packs.tsx';
import { ListChoice } from './list-choice.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { words } from './words.ts';

type Hours = Input<'getDeskList'>['hours'];

/** What is chosen at the desk; forgotten when the page is left. */
export interface DeskChoice {
  list: ListKind;
  from: string | null;
  hours: Hours;
}

/** The pharmacy desk: units, list and period, the list itself, and its paper. */
export function PharmacyPage() {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  const { value, fault } = useAnswer('getDesk', {}, ['status', 'ward']);
  if (!status || !now || value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  return (
    <>
      {fault && <GettingOld why={fault.message} />}
      <Desk units={value} status={status} now={now} />
    </>
  );
}

function Desk({ units, status, now }: { units: DeskUnit[]; status: Status; now: string }) {
  const [left, leave] = useState<string[]>([]);
  const [choice, setChoice] = useState<DeskChoice>({ list: 'fill-list', from: null, hours: 24 });
  const [packs, setPacks] = useState<UnitPacks | null>(null);
  if (packs) return <DeskPacks packs={packs} host={status.host} back={() => setPacks(null)} />;
  const chosen = units.map(({ unit }) => unit).filter(unit => !left.includes(unit));
  return (
    <div className="desk">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <UnitChoice
        units={units}
        chosen={chosen}
        choose={kept => leave(units.map(({ unit }) => unit).filter(unit => !kept.includes(unit)))}
        now={now}
        zone={status.zone}
      />
      <ListChoice
        choice={choice}
        change={part => setChoice(before => ({ ...before, ...part }))}
        units={chosen}
        status={status}
        printed={setPacks}
      />
      {chosen.length > 0 && <Lists asked={{ units: chosen, ...choice }} now={now} zone={status.zone} />}
    </div>
  );
}

function Lists({ asked, now, zone }: { asked: Input<'getDeskList'>; now: string; zone: string }) {
  const { value, fault } = useAnswer('getDeskList', asked, ['ward']);
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  return (
    <>
      {fault && <GettingOld why={fault.message} />}
      <DeskListShown list={value} kind={asked.list} now={now} zone={zone} />
    </>
  );
}
