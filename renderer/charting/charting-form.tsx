import { useState, type SyntheticEvent } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { useSigner } from '../door/signer.tsx';
import type { DoseFinding, Status } from '../../main/contract.ts';
import { readEntry, type Entry, type EntryContext } from '../../main/domain/ward/typed-dose.ts';
import type { SaidDose } from '../../main/domain/ward/dose-checks.ts';
import type { GivenDose, OrderView, PatientView } from '../../main/domain/view.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { useRemembered } from '../remembered-words.ts';
import { text } from '../text.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { LOOSE_DRUG, useDraft } from './drafts.ts';
import { linesOf } from './lines.ts';
import { OrderLines } from './order-lines.tsx';
import { SaveBar } from './save-bar.tsx';
import { words } from './words.ts';

interface Props {
  view: PatientView;
  omitted: Status['charting']['omitted'];
  /** Whether anything can be typed in now. */
  open: boolean;
  now: string;
  zone: string;
}

/** What is to be said of the lines after they were sent. */
export interface Asked {
  kind: 'refused' | 'to-confirm';
  why: string;
  findings: (DoseFinding & { key: string })[];
}

/** All lines of a patient's MAR in the hours shown; saved at once, or not at all. */
export function ChartingForm({ view, omitted, open, now, zone }: Props) {
  const [typed, type] = useDraft(view.identity.id);
  const [initials, setInitials] = useRemembered('initials');
  const signer = useSigner('signed');
  const signed = signer.name;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [told, setTold] = useState<{ saved: number } | { failure: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [correcting, setCorrecting] = useState<GivenDose | null>(null);
  const contextOf = (due: string | null): EntryContext => ({ due, now, zone, omitted, initials });
  const entryOf = (key: string): Entry => readEntry(typed[key] ?? '', contextOf(dueOf(key)));
  const read = Object.keys(typed)
    .filter(key => key !== LOOSE_DRUG)
    .map(key => ({ key, order: orderOf(key, view.orders), entry: entryOf(key) }));
  const wrong = read.filter(({ entry }) => entry.kind === 'wrong').length;
  const doses = read.flatMap(({ key, order, entry }): { key: string; dose: SaidDose }[] =>
    entry.kind === 'dose'
      ? [
          {
            key,
            dose: {
              ...entry.dose,
              order: order?.order.id ?? null,
              drug: order ? null : (typed[LOOSE_DRUG] ?? '').trim() || null,
            },
          },
        ]
      : [],
  );
  const say = (key: string, said: string) => {
    setAsked(null);
    setTold(null);
    type({ [key]: said });
  };

  const save = async (confirmed: string[]) => {
    if (busy || doses.length === 0 || wrong > 0) return;
    if (signed.trim().length < 2) return setTold({ failure: words.lacksName });
    setBusy(true);
    const answer = await sent(view.identity.id, doses, confirmed, signed.trim());
    setBusy(false);
    setAsked(answer.kind === 'asked' ? answer.asked : null);
    setTold(answer.kind === 'saved' ? { saved: answer.saved } : answer.kind === 'failed' ? { failure: answer.why } : null);
    // What was recorded is gone from the lines; of a part only that part.
    const recorded = answer.kind === 'asked' ? 0 : answer.saved;
    if (recorded === doses.length) type(null);
    else if (recorded > 0) type(Object.fromEntries(doses.slice(0, recorded).map(({ key }) => [key, ''])));
    changedHere('ward');
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void save([]);
  };

  return (
    <form className="charting-form" onSubmit={submit}>
      {open && (
        <div className="charting-help">
          <div>
            <p>{words.intro}</p>
            <p className="charting-letters">
              {words.letters}: {omitted.map(({ code, meaning }) => `${code} ${meaning}`).join(' · ')}
            </p>
          </div>
          <TextField className="field field-short" value={initials} onChange={setInitials}>
            <Label>{words.initials}</Label>
            <Input maxLength={20} autoComplete="off" />
            <Text slot="description">{words.initialsHint}</Text>
          </TextField>
        </div>
      )}
      {view.orders.length === 0 && <p className="empty">{words.nothingDue}</p>}
      <ol className="charting-orders">
        {view.orders.map(order => (
          <OrderLines
            key={order.order.id}
            order={order}
            lines={linesOf(order, view)}
            typed={typed}
            say={say}
            contextOf={contextOf}
            findings={asked?.findings ?? []}
            open={open}
            correct={setCorrecting}
          />
        ))}
        {open && (
          <OrderLines
            order={null}
            lines={[{ key: 'loose other', due: null, charted: [] }]}
            typed={typed}
            say={say}
            contextOf={contextOf}
            findings={asked?.findings ?? []}
            open
            correct={setCorrecting}
          />
        )}
      </ol>
      {open && (
        <SaveBar
          whose={view}
          count={doses.length}
          wrong={wrong}
          asked={asked}
          told={told}
          busy={busy}
          signer={signer}
          drugOf={key => orderOf(key, view.orders)?.order.drug.name ?? words.loose}
          confirm={() => void save(asked?.findings.map(f => f.why) ?? [])}
        />
      )}
      <CorrectDialog dose={correcting} view={view} contextOf={contextOf} signer={signer} close={() => setCorrecting(null)} />
    </form>
  );
}

/** A line's key is its order's id and the due time, or "other" with a number. */
const dueOf = (key: string): string | null => /\d{4}-\d\d-\d\dT\S+$/.exec(key)?.[0] ?? null;

const orderOf = (key: string, orders: readonly OrderView[]): OrderView | null =>
  orders.find(({ order }) => key.startsWith(`${order.id} `)) ?? null;

type Answer = { kind: 'saved'; saved: number } | { kind: 'asked'; asked: Asked } | { kind: 'failed'; why: string; saved: number };

async function sent(
  patientId: string,
  doses: { key: string; dose: SaidDose }[],
  confirmed: string[],
  signed: string,
): Promise<Answer> {
  try {
    const result = await client.chartDoses({ patientId, doses: doses.map(({ dose }) => dose), confirmed, signed });
    if (result.ok) return { kind: 'saved', saved: result.value.recorded };
    const { error } = result;
    if (error.kind === 'refused' || error.kind === 'to-confirm') {
      const findings = error.findings.map(finding => ({ ...finding, key: doses[finding.dose]!.key }));
      return { kind: 'asked', asked: { kind: error.kind, why: error.why, findings } };
    }
    return { kind: 'failed', why: error.why, saved: error.kind === 'partly-recorded' ? error.recorded : 0 };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : text.problem.title, saved: 0 };
  }
}
