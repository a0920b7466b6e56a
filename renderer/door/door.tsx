import type { ReactNode } from 'react';
import { Asking } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { SignInPage } from './sign-in-page.tsx';
import { Watchful } from './watchful.tsx';

/** Who isn't signed in sees the door and nothing behind it; another person begins at the ward. */
export function Door({ children }: { children: ReactNode }) {
  const door = useLive(l => l.door);
  const silent = useLive(l => l.fault !== null || l.lostSince !== null);
  if (door === null) return silent ? children : <Asking />;
  if (door.caller === null) return <SignInPage door={door} />;
  return (
    <Watchful key={door.caller.user ?? door.caller.name} door={door}>
      {children}
    </Watchful>
  );
}
