import { Button, Group, Input } from 'react-aria-components';
import { Icon } from './icon.tsx';

/** The inside of a number field: a number between a button for less and one for more. */
export const MoreOrLess = () => (
  <Group className="sets-box">
    <Button slot="decrement" className="button button-icon">
      <Icon name="minus" />
    </Button>
    <Input />
    <Button slot="increment" className="button button-icon">
      <Icon name="plus" />
    </Button>
  </Group>
);
