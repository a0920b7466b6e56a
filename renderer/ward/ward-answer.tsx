import { createContext, use, type ReactNode } from 'react';
import type { Output } from '../../main/contract.ts';
import { useAnswer, type Answer } from '../answer.ts';
import { useMay } from '../door/may.ts';

type WardAnswer = Answer<Output<'getWard'>>;
const WardContext = createContext<WardAnswer>({ value: null, fault: null });

/** Asks for the ward once for the search, the ward list and the print page; not for who sees no patient. */
export const WardAnswer = ({ children }: { children: ReactNode }) =>
  useMay('see patients') ? <Asked>{children}</Asked> : children;

function Asked({ children }: { children: ReactNode }) {
  const answer = useAnswer('getWard', {}, ['ward', 'status']);
  return <WardContext value={answer}>{children}</WardContext>;
}

/** The ward as last heard. */
export const useWard = (): WardAnswer => use(WardContext);
