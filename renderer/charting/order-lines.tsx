import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { EntryContext } from '../../main/domain/ward/typed-dose.ts';
import type { GivenDose, OrderView } from '../../main/domain/view.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { Charted } from './charted.tsx';
import { LOOSE_DRUG } from './drafts.ts';
import { EntryLine } from './entry-line.tsx';
import type { Line } from './lines.ts';
import { words } from './words.ts';

interface Props {
  /** Null for drugs that were given without an order. */
  order: OrderView | null;
  lines: Line[];
  typed: Record<string, string>;
  say(key: string, said: string): void;
  contextOf(due: string | null): EntryContext;
  findings: readonly { key: string; why: string }[];
  open: boolean;
  correct(dose: GivenDose): void;
}

/** One order with a line for each of its due times, or for each dose. */
export function OrderLines({ order, lines, typed, say, contextOf, findings, open, correct }: Props) {
  const [more, setMore] = useState<readonly string[]>([]);
  const drug = order?.order.drug.name ?? (typed[LOOSE_DRUG]?.trim() || words.loose);
  const { now, zone } = contextOf(null);
  const entry = (key: string, due: string | null) => (
    <EntryLine
      key={key}
      drug={drug}
      said={typed[key] ?? ''}
      say={said => say(key, said)}
      context={contextOf(due)}
      finding={
        findings
          .filter(f => f.key === key)
          .map(f => f.why)
          .join(' ') || null
      }
    />
  );
  return (
    <li className="charting-order" data-hold={order?.flags.includes('on-hold') || undefined}>
      {order ? <Ordered order={order} /> : <Loose typed={typed} say={say} />}
      <ul className="charting-lines">
        {lines.map(({ key, due, charted }) => (
          <li key={key} className="charting-line">
            <strong className="charting-due">{due === null ? words.noTime : momentWords(due, now, zone)}</strong>
            <div className="charting-said">
              {charted.map((dose, i) => (
                <Charted key={dose.onPaper?.event ?? i} dose={dose} now={now} zone={zone} correct={correct} />
              ))}
              {open && due === null && keysOf(key, typed).map(each => entry(each, null))}
              {open && due !== null && (charted.length === 0 || typed[key] || more.includes(key)) && entry(key, due)}
              {open && due !== null && charted.length > 0 && !typed[key] && !more.includes(key) && (
                <Button className="link" onPress={() => setMore([...more, key])}>
                  {words.another}
                </Button>
              )}
              {!open && charted.length === 0 && <span className="empty">{words.notCharted}</span>}
            </div>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Doses without due times: those typed so far, and an empty line. */
function keysOf(key: string, typed: Record<string, string>): string[] {
  const filled = Object.keys(typed).flatMap(k =>
    k.startsWith(`${key} `) && typed[k]?.trim() ? [Number(k.slice(key.length + 1))] : [],
  );
  return Array.from({ length: Math.max(-1, ...filled) + 2 }, (_, i) => `${key} ${i}`);
}

const Ordered = ({ order: { order, flags, schedule } }: { order: OrderView }) => (
  <div className="charting-drug">
    <p>
      <strong>{order.drug.name}</strong>
      {flags.map(flag => (
        <span key={flag} className="flag" data-flag={flag}>
          {text.flags[flag]}
        </span>
      ))}
    </p>
    <p>
      <strong className="dose">{[...new Set(order.dosages.map(d => d.dose ?? d.rate))].filter(Boolean).join(' / ')}</strong>{' '}
      {[...new Set(order.dosages.map(d => d.route))].filter(Boolean).join(', ')}
      {order.dosages.length > 0 && `, ${schedule.words}`}
    </p>
    <p className="when">
      {text.medications.number} {order.number}
    </p>
  </div>
);

const Loose = ({ typed, say }: Pick<Props, 'typed' | 'say'>) => (
  <div className="charting-drug">
    <p>
      <strong>{words.loose}</strong>
    </p>
    <p>{words.looseHint}</p>
    <input
      className="entry-field charting-loose"
      aria-label={words.drug}
      placeholder={words.drug}
      value={typed[LOOSE_DRUG] ?? ''}
      maxLength={300}
      autoComplete="off"
      onChange={event => say(LOOSE_DRUG, event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') event.preventDefault();
      }}
    />
  </div>
);
