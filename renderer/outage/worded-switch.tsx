import { Switch } from 'react-aria-components';

interface Props {
  on: boolean;
  turn(on: boolean): void;
  title: string;
  hint: string;
}

/** A switch that says what it is and what it does. */
export const WordedSwitch = ({ on, turn, title, hint }: Props) => (
  <Switch className="switch" isSelected={on} onChange={turn}>
    <span className="switch-track" />
    <span>
      <strong>{title}</strong> {hint}
    </span>
  </Switch>
);
