import type { Status } from '../../main/contract.ts';
import { endedOutage } from '../../main/domain/all-clear.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { useAnswer } from '../answer.ts';
import { idsOf } from '../forms.ts';
import { FormChoice } from './form-choice.tsx';

interface Props {
  chosen: FormKind[];
  choose(forms: FormKind[]): void;
  status: Status;
}

/** Which of the ward's own forms. */
export const WardChoice = ({ chosen, choose, status }: Props) => {
  const over = useAllClear(status);
  const offered = (form: FormKind): boolean =>
    (form !== 'all-clear' || over) && (form !== 'standing-envelope' || status.standing !== null);
  return <FormChoice of={idsOf(status.forms, 'ward').filter(offered)} chosen={chosen} choose={choose} />;
};

/** Whether there is something to give an all clear for. */
export function useAllClear({ outage }: Status): boolean {
  const { value } = useAnswer('getOutages', {}, ['status']);
  return value !== null && endedOutage(value, outage) !== null;
}
