import type { ReactNode } from 'react';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { Icon } from './icon.tsx';

/** An error in the manner of this kiosk: what happened, what is still safe, what to do. */
export const Problem = ({ title = text.problem.title, why, children }: { title?: string; why: string; children?: ReactNode }) => (
  <section className="problem" role="alert">
    <h1 tabIndex={-1}>
      <Icon name="alarm" large /> {title}
    </h1>
    <p className="problem-why">{why}</p>
    <p>{text.problem.stillSafe}</p>
    <p>{text.problem.whatToDo}</p>
    {children}
    <p>
      <a className="button" href={addressOf({ screen: 'ward' })}>
        {text.problem.backToWard}
      </a>
    </p>
  </section>
);

/** Said while an answer is on its way; never a spinner without words. */
export const Asking = () => (
  <p className="asking" role="status">
    {text.problem.asking}
  </p>
);

/** Above a page whose answer could not be asked again: it is getting old. */
export const GettingOld = ({ why }: { why: string }) => (
  <p className="getting-old" role="alert">
    <Icon name="clock" /> {text.problem.old(why)}
  </p>
);
