import type { Role } from '../../main/domain/role.ts';
import { useAnswer } from '../answer.ts';
import { Icon } from '../controls/icon.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';

const words = text.steps;

/** In a downtime the way from the ward to the steps, with how many the caller's role has left undone. */
export function StepsLink({ role }: { role: Role }) {
  const { value } = useAnswer('getProcedures', { role }, ['status']);
  const overdue = value?.steps.filter(({ state }) => state === 'overdue').length ?? 0;
  return (
    <a className="button" href={addressOf({ screen: 'steps' })}>
      <Icon name="steps" /> {words.title}
      {overdue > 0 && <span className="steps-overdue">{words.overdue(overdue)}</span>}
    </a>
  );
}
