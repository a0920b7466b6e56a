import { useEffect, useRef } from 'react';
import { useMay } from './door/may.ts';
import { SheetPage } from './charting/sheet-page.tsx';
import { ChartingPage } from './charting/charting-page.tsx';
import { AuditPage } from './audit/audit-page.tsx';
import { Crash } from './controls/crash.tsx';
import { Door } from './door/door.tsx';
import { Banner } from './frame/banner.tsx';
import { Rail } from './frame/rail.tsx';
import { RefreshButton } from './frame/refresh-button.tsx';
import { Search } from './frame/search.tsx';
import { ThemeSwitch } from './frame/theme-switch.tsx';
import { PatientPage } from './patient/patient-page.tsx';
import { PharmacyPage } from './pharmacy/pharmacy-page.tsx';
import { AdtPage } from './places/adt-page.tsx';
import { LabelsPage } from './labels/labels-page.tsx';
import { PrintPage } from './print/print-page.tsx';
import { addressOf, useRoute, type Route } from './route.ts';
import { StepsPage } from './steps/steps-page.tsx';
import { SystemPage } from './system/system-page.tsx';
import { text } from './text.ts';
import { WardAnswer } from './ward/ward-answer.tsx';
import { WalkInPage } from './walk-in/walk-in-page.tsx';
import { WardPage } from './ward/ward-page.tsx';

/** The door, and behind it the frame around every screen. */
export const App = () => (
  <Door>
    <Frame />
  </Door>
);

function Frame() {
  const seesPatients = useMay('see patients');
  const route = useRoute();
  const address = addressOf(route);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  /** Where each page was left, so that going back to the ward goes back to the same beds. */
  const places = useRef(new Map<string, number>());
  useEffect(() => {
    // Going somewhere moves the reading point there too; the very first page leaves the focus where the browser puts it.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    main.current?.scrollTo(0, places.current.get(address) ?? 0);
  }, [address]);
  return (
    <WardAnswer>
      <div className="frame">
        <a
          className="skip"
          href="#main"
          onClick={event => {
            event.preventDefault();
            main.current?.focus();
          }}
        >
          {text.skip}
        </a>
        <Banner />
        <Rail route={route} />
        <section className="bar" aria-label={text.bar}>
          {seesPatients && <Search />}
          <RefreshButton />
          <ThemeSwitch />
        </section>
        <main
          id="main"
          className="main"
          ref={main}
          tabIndex={-1}
          onScroll={event => event.target === event.currentTarget && places.current.set(address, event.currentTarget.scrollTop)}
        >
          <Crash key={address}>
            <Screen route={route} />
          </Crash>
        </main>
      </div>
    </WardAnswer>
  );
}

function Screen({ route }: { route: Route }) {
  const seesPatients = useMay('see patients');
  switch (route.screen) {
    case 'ward':
      return seesPatients ? <WardPage /> : <SystemPage />;
    case 'patient':
      return <PatientPage key={route.patientId} patientId={route.patientId} />;
    case 'sheet':
      return <SheetPage key={route.id} id={route.id} />;
    case 'charting':
      return <ChartingPage key={route.patientId} patientId={route.patientId} />;
    case 'labels':
      return <LabelsPage key={route.patientId} patientId={route.patientId} />;
    case 'print':
      return <PrintPage key={addressOf(route)} patientId={route.patientId} preset={route.preset ?? null} />;
    case 'pharmacy':
      return <PharmacyPage />;
    case 'walk-in':
      return <WalkInPage />;
    case 'adt':
      return <AdtPage />;
    case 'audit':
      return <AuditPage />;
    case 'steps':
      return <StepsPage />;
    case 'system':
      return <SystemPage />;
  }
}
