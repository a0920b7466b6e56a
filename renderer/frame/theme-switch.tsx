import { useEffect, useState } from 'react';
import { text } from '../text.ts';

const THEMES = ['auto', 'light', 'night'] as const;
type Theme = (typeof THEMES)[number];
const KEPT = 'kiosk-light';

function keptTheme(): Theme {
  try {
    return THEMES.find(t => t === localStorage.getItem(KEPT)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Day or night colours, by the computer's setting unless somebody chooses. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(keptTheme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    try {
      localStorage.setItem(KEPT, theme);
    } catch {
      // A browser without storage forgets the choice; nothing else depends on it.
    }
  }, [theme]);
  return (
    <label className="theme">
      <span className="unseen">{text.theme.label}</span>
      <select value={theme} onChange={event => setTheme(THEMES.find(t => t === event.target.value) ?? 'auto')}>
        {THEMES.map(t => (
          <option key={t} value={t}>
            {text.theme[t]}
          </option>
        ))}
      </select>
    </label>
  );
}
