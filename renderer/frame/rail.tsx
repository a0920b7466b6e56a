import { may, type Right } from '../../main/domain/right.ts';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { addressOf, type Route } from '../route.ts';
import { text } from '../text.ts';

const ITEMS = [
  { screen: 'ward', icon: 'ward', to: { screen: 'ward' }, right: 'see patients' },
  { screen: 'print', icon: 'print', to: { screen: 'print', patientId: null }, right: 'print' },
  { screen: 'walk-in', icon: 'walk-in', to: { screen: 'walk-in' }, right: 'register patients' },
  { screen: 'pharmacy', icon: 'pharmacy', to: { screen: 'pharmacy' }, right: 'see other units' },
  { screen: 'audit', icon: 'audit', to: { screen: 'audit' }, right: 'read the audit' },
  { screen: 'system', icon: 'system', to: { screen: 'system' }, right: 'see this kiosk' },
] as const satisfies { screen: string; icon: string; to: Route; right: Right }[];

/** The screens of the kiosk that whoever is signed in may see. */
export function Rail({ route }: { route: Route }) {
  const caller = useLive(l => l.door?.caller ?? null);
  const items = ITEMS.filter(({ right }) => caller === null || may(caller.role, right));
  return (
    <nav className="rail" aria-label={text.rail.label}>
      {items.map(({ screen, icon, to }) => {
        const here =
          route.screen === screen || (screen === 'ward' && ['patient', 'charting', 'adt'].some(page => page === route.screen));
        return (
          <a key={screen} className="rail-item" href={addressOf(to)} aria-current={here ? 'page' : undefined}>
            <Icon name={icon} large />
            <span>{text.rail[screen]}</span>
          </a>
        );
      })}
    </nav>
  );
}
