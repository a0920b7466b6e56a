import { Icon } from '../controls/icon.tsx';
import { addressOf, type Route } from '../route.ts';
import { text } from '../text.ts';

const ITEMS = [
  { screen: 'ward', icon: 'ward', to: { screen: 'ward' } },
  { screen: 'print', icon: 'print', to: { screen: 'print', patientId: null } },
  { screen: 'walk-in', icon: 'walk-in', to: { screen: 'walk-in' } },
  { screen: 'pharmacy', icon: 'pharmacy', to: { screen: 'pharmacy' } },
  { screen: 'system', icon: 'system', to: { screen: 'system' } },
] as const satisfies { screen: string; icon: string; to: Route }[];

/** The screens of the kiosk. */
export const Rail = ({ route }: { route: Route }) => (
  <nav className="rail" aria-label={text.rail.label}>
    {ITEMS.map(({ screen, icon, to }) => {
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
