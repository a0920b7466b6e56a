import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';

export type CheckState = 'good' | 'attention' | 'bad';

/** One line of readiness: what, how it stands in a word and a shape, and the facts. */
export const Check = ({ title, state, lines }: { title: string; state: CheckState; lines: readonly string[] }) => (
  <div className="check-row" data-state={state}>
    <dt>{title}</dt>
    <dd className="check-word">
      <Icon name={state === 'good' ? 'good' : state === 'bad' ? 'downtime' : 'alarm'} /> {text.system[state]}
    </dd>
    <dd className="check-lines">
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </dd>
  </div>
);
