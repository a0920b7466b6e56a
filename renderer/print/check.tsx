import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Icon } from '../controls/icon.tsx';

/** A box to tick with its words, as large as a finger. */
export const Check = ({ value, children }: { value: string; children: ReactNode }) => (
  <Checkbox value={value} className="check">
    <span className="check-box">
      <Icon name="good" />
    </span>
    {children}
  </Checkbox>
);
