import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Door } from '../../main/contract.ts';
import { ageWords } from '../../main/domain/freshness.ts';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { carriedFreshness, momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { EnvelopeForm } from './envelope-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { words } from './words.ts';

/** What stands on the screen while nobody is signed in: whose kiosk, how the EHR and the copy are, and the two ways in. No patient. */
export function SignInPage({ door }: { door: Door }) {
  const [envelope, setEnvelope] = useState(door.trouble !== null);
  return (
    <main className="door" data-reach={door.ehr.state}>
      <header className="door-head">
        <p className="door-institution">{door.institution}</p>
        <h1>{door.unit}</h1>
        <p>{words.kiosk(door.kiosk)}</p>
      </header>
      <DoorState door={door} />
      <section className="door-form" aria-label={envelope ? words.envelopeTitle : words.title}>
        {door.trouble && (
          <p className="alarm" role="alert">
            <Icon name="alarm" /> {door.trouble}
          </p>
        )}
        {envelope ? <EnvelopeForm /> : <SignInForm />}
        <Button className="button door-switch" onPress={() => setEnvelope(!envelope)}>
          {envelope ? words.toPin : words.toEnvelope}
        </Button>
      </section>
      {door.hints.length > 0 && (
        <aside className="door-hints">
          <p>{words.demo}</p>
          <ul>
            {door.hints.map(hint => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </aside>
      )}
    </main>
  );
}

/** The three things that somebody who runs up to the kiosk has to know before anything else. */
function DoorState({ door }: { door: Door }) {
  const live = useLive(l => l);
  const now = live.now ?? door.now;
  const { ehr, copy, zone } = door;
  const freshness = copy && carriedFreshness(copy.freshness, copy.asOf, now);
  return (
    <dl className="door-state">
      {live.lostSince !== null && (
        <div data-state="bad">
          <dt>{words.kioskTitle}</dt>
          <dd>{text.banner.lost.title}</dd>
        </div>
      )}
      <div data-state={ehr.state === 'unreachable' ? 'bad' : ehr.state === 'reachable' ? 'good' : 'attention'}>
        <dt>{text.banner.ehr.title}</dt>
        <dd>
          <strong>{text.banner.ehr.state[ehr.state]}</strong> {ehr.since && text.since(momentWords(ehr.since, now, zone))}
        </dd>
      </div>
      <div data-state={!freshness ? 'bad' : freshness.state === 'fresh' ? 'good' : 'attention'}>
        <dt>{text.banner.copy}</dt>
        <dd>
          {copy && freshness ? (
            <>
              <strong>{momentWords(copy.asOf, now, zone)}</strong> {ageWords(freshness)}
            </>
          ) : (
            <strong>{text.banner.noCopyShort}</strong>
          )}
        </dd>
      </div>
      {door.printing && (
        <div data-state="attention">
          <dt>{words.printingTitle}</dt>
          <dd>{words.printing}</dd>
        </div>
      )}
      {door.envelope !== 'sealed' && (
        <div data-state="attention">
          <dt>{words.envelopeState}</dt>
          <dd>{words.envelope[door.envelope]}</dd>
        </div>
      )}
      {door.auditFault && (
        <div data-state="bad">
          <dt>{words.audit}</dt>
          <dd>{door.auditFault}</dd>
        </div>
      )}
    </dl>
  );
}
