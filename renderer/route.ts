import { useSyncExternalStore } from 'react';

/** Where the screen is; kept in the address so that the back button works. */
export type Route =
  | { screen: 'ward' }
  | { screen: 'patient'; patientId: string }
  | { screen: 'charting'; patientId: string }
  | { screen: 'labels'; patientId: string }
  /** `preset` is what is offered first; the usual without it. */
  | { screen: 'print'; patientId: string | null; preset?: 'census' }
  | { screen: 'adt' }
  | { screen: 'pharmacy' }
  | { screen: 'sheet'; id: string }
  | { screen: 'walk-in' }
  | { screen: 'audit' }
  | { screen: 'steps' }
  | { screen: 'system' };

/** Reads an address; what is not an address of ours is the ward. */
export function routeOf(hash: string): Route {
  const [screen, ...rest] = hash.replace(/^#\/?/, '').split('/');
  const patientId = decoded(rest.join('/'));
  switch (screen) {
    case 'patient':
      return patientId ? { screen, patientId } : { screen: 'ward' };
    case 'print':
      return { screen, patientId };
    case 'sheet':
      return patientId ? { screen, id: patientId } : { screen: 'ward' };
    case 'charting':
    case 'labels':
      return patientId ? { screen, patientId } : { screen: 'ward' };
    case 'census':
      return { screen: 'print', patientId: null, preset: 'census' };
    case 'adt':
    case 'audit':
    case 'pharmacy':
    case 'walk-in':
    case 'steps':
    case 'system':
      return { screen };
    default:
      return { screen: 'ward' };
  }
}

function decoded(part: string): string | null {
  try {
    return part ? decodeURIComponent(part) : null;
  } catch {
    return null;
  }
}

/** The address of a route, for links. */
export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'patient':
      return `#/patient/${encodeURIComponent(route.patientId)}`;
    case 'sheet':
      return `#/sheet/${encodeURIComponent(route.id)}`;
    case 'charting':
    case 'labels':
      return `#/${route.screen}/${encodeURIComponent(route.patientId)}`;
    case 'print':
      if (route.preset) return '#/census';
      return route.patientId ? `#/print/${encodeURIComponent(route.patientId)}` : '#/print';
    case 'ward':
    case 'adt':
    case 'audit':
    case 'pharmacy':
    case 'walk-in':
    case 'steps':
    case 'system':
      return `#/${route.screen}`;
  }
}

/** Goes there, leaving a step for the back button. */
export function go(route: Route): void {
  window.location.hash = addressOf(route);
}

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** The route now. */
export const useRoute = (): Route => routeOf(useSyncExternalStore(subscribe, () => window.location.hash));
