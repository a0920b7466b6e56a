import type { ReactNode } from 'react';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { Icon } from './icon.tsx';

interface Props {
  title?: string;
  why: string;
  safe?: string;
  toDo?: string;
  children?: ReactNode;
}

/** An error in the manner of this kiosk: what happened, what is still safe, what to do. */
export const Problem = ({
  title = text.problem.title,
  why,
  safe = text.problem.stillSafe,
  toDo = text.problem.whatToDo,
  children,
}: Props) => (
  <section className="problem" role="alert">
    <h1>
      <Icon name="alarm" large /> {title}
    </h1>
    <p className="problem-why">{why}</p>
    <p>{safe}</p>
    <p>{toDo}</p>
    {children}
  </section>
);

/** There is no copy to show: nothing on this screen can help until there is one. */
export const NoCopy = ({ why }: { why: string }) => (
  <Problem title={text.banner.noCopyShort} why={why} safe={text.problem.noCopySafe} toDo={text.problem.noCopyToDo} />
);

/** The way back from a page that cannot be shown. */
export const BackToWard = () => (
  <p>
    <a className="button" href={addressOf({ screen: 'ward' })}>
      {text.problem.backToWard}
    </a>
  </p>
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
