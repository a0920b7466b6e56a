import { Button } from 'react-aria-components';
import { client } from '../client.ts';
import { askStatus } from '../live.ts';
import { words } from './words.ts';

/** Signs out at once; the next person finds the way in. */
export const LockButton = () => (
  <dd>
    <Button
      className="banner-lock"
      aria-label={words.lockTitle}
      onPress={() => void client.signOut({}).finally(() => void askStatus())}
    >
      {words.lock}
    </Button>
  </dd>
);
