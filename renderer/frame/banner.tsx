import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useMay } from '../door/may.ts';
import type { Status } from '../../main/contract.ts';
import { ageWords } from '../../main/domain/freshness.ts';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { carriedFreshness, momentWords } from '../moment.ts';
import { OutageDialogs } from '../outage/outage-dialogs.tsx';
import { text } from '../text.ts';
import { LockButton } from '../door/lock-button.tsx';
import { PrinterFact } from './printer-fact.tsx';
import { actWords, bannerState, type OutageDialog } from './banner-state.ts';

const words = text.banner;

/** The state of the ward, always on top: state, age of the data, EHR, who. */
export function Banner() {
  const live = useLive(l => l);
  const [open, setOpen] = useState<OutageDialog | null>(null);
  const state = bannerState(live);
  const acts = useMay('declare outages') ? state.acts : [];
  const { status, now } = live;
  return (
    <header className="banner" data-kind={state.kind} aria-label={words.label}>
      <Icon name={state.kind} large />
      <div className="banner-state">
        <p className="banner-title" role="status">
          {state.title}
        </p>
        {status && now && state.kind !== 'no-copy' && <CopyAge status={status} now={now} />}
        <p className="banner-detail">{state.detail}</p>
      </div>
      <div className="banner-acts">
        {acts.map((act, index) => (
          <Button
            key={act}
            className={index === 0 ? 'banner-button' : 'banner-button banner-button-quiet'}
            onPress={() => setOpen(act)}
          >
            {status ? actWords(act, status.outage) : text.acts[act]}
          </Button>
        ))}
      </div>
      {status && now && <EhrReach status={status} now={now} />}
      {status && <PrinterFact printers={status.printers} />}
      {status && (
        <dl className="banner-fact banner-caller">
          <dt>{words.caller}</dt>
          <dd>{status.caller.name}</dd>
          <dd className="banner-small">{live.link === 'down' ? words.linkDown : text.roles[status.caller.role]}</dd>
          {live.door?.guarded && <LockButton />}
        </dl>
      )}
      {status && now && <OutageDialogs open={open} status={status} now={now} close={() => setOpen(null)} switchTo={setOpen} />}
    </header>
  );
}

interface Parts {
  status: Status;
  now: string;
}

/** Whose copy this is and how old, in words as big as the state itself. */
function CopyAge({ status, now }: Parts) {
  if (!status.copy) {
    return (
      <p className="banner-copy" data-freshness="unknown">
        <span className="banner-chip">{words.noCopyShort}</span>
      </p>
    );
  }
  const freshness = carriedFreshness(status.copy.freshness, status.copy.asOf, now);
  const mark = { fresh: null, ageing: words.ageing, stale: words.stale, unknown: null, 'no-ehr-data': null }[freshness.state];
  return (
    <p className="banner-copy" data-freshness={freshness.state}>
      <span>{words.copyOf(status.unit, momentWords(status.copy.asOf, now, status.zone))}</span>
      <span className="banner-chip">
        {freshness.state !== 'fresh' && <Icon name="clock" />}
        {mark && <strong>{mark}</strong>} {ageWords(freshness)}
      </span>
    </p>
  );
}

function EhrReach({ status, now }: Parts) {
  const { state, since, reason } = status.ehr;
  return (
    <dl className="banner-fact banner-ehr" data-reach={state}>
      <dt>{words.ehr.title}</dt>
      <dd className="banner-big">{words.ehr.state[state]}</dd>
      {since && <dd>{text.since(momentWords(since, now, status.zone))}</dd>}
      {(state === 'slow' || state === 'partial') && reason && <dd className="banner-small">{reason}</dd>}
    </dl>
  );
}
