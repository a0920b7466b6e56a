import type { ReactNode } from 'react';
import { ageWords } from '../../main/domain/freshness.ts';
import type { Measure, PatientView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { labelWords } from '../labels/words.ts';
import { birthWords, carriedFreshness, dateWords, momentWords } from '../moment.ts';
import { PlaceButton } from '../places/place-button.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { AllergyBand, allergyLine } from './allergy-band.tsx';
import type { Hours } from './patient-shown.tsx';

const words = text.patient;

/** Who this is and what can harm them, never scrolled away. */
export function IdentityStrip({ view, now, zone }: { view: PatientView } & Hours) {
  const { identity, encounter } = view;
  const freshness = carriedFreshness(view.freshness, view.asOf, now);
  return (
    <header className="strip">
      <div className="strip-who">
        <p className="strip-bed">
          <span className="strip-label">{words.bed}</span>
          <strong>{encounter.bed ?? text.ward.noBed}</strong>
        </p>
        <div className="strip-name">
          <h1>
            <bdi>{identity.name}</bdi>
          </h1>
          <dl className="strip-facts">
            <Fact title={words.mrn} strong lacks={identity.mrn === null}>
              {identity.mrn ?? words.notReceived}
            </Fact>
            <Fact title={words.born} strong lacks={identity.birthDate === null}>
              {identity.birthDate ? birthWords(identity.birthDate) : words.notReceived}
            </Fact>
            <Fact title={words.ageSex}>
              {view.age ?? text.ward.ageNotKnown}, {text.sex[identity.sex]}
            </Fact>
            <Fact title={words.weight} lacks={view.weight === null}>
              <Measured measure={view.weight} now={now} zone={zone} />
            </Fact>
            <Fact title={words.height}>
              <Measured measure={view.height} now={now} zone={zone} />
            </Fact>
            <Fact title={words.visit}>{encounter.visit ?? words.notReceived}</Fact>
            {(identity.interpreterNeeded === true || identity.language !== null) && (
              <Fact title={words.language} strong={identity.interpreterNeeded === true}>
                {[identity.language, identity.interpreterNeeded && words.interpreter].filter(Boolean).join(', ')}
              </Fact>
            )}
          </dl>
        </div>
        <div className="strip-side">
          <p className="strip-age" data-freshness={freshness.state}>
            <Icon name="clock" /> {view.registered ? words.registered : text.banner.copy} {momentWords(view.asOf, now, zone)},{' '}
            {ageWords(freshness)}
          </p>
          <div className="strip-acts">
            <PlaceButton patientId={identity.id} />
            <a className="button" href={addressOf({ screen: 'labels', patientId: identity.id })}>
              {labelWords.open}
            </a>
            <a className="button" href={addressOf({ screen: 'print', patientId: identity.id })}>
              <Icon name="print" /> {words.print}
            </a>
          </div>
        </div>
      </div>
      <div className="strip-safety">
        <AllergyBand view={view} />
        <CodeStatus view={view} now={now} zone={zone} />
        <p className="strip-safe" data-present={view.isolation.listed.length > 0 || undefined}>
          <span className="strip-label">{words.isolation}</span>{' '}
          <strong>{view.isolation.listed.map(e => e.text).join('; ') || view.isolation.silence || words.noneInCopy}</strong>
        </p>
        {view.stay.alarm && <p className="strip-safe strip-alarm">{view.stay.alarm}</p>}
        {identity.deceased && <p className="strip-safe strip-alarm">{words.deceased}</p>}
      </div>
    </header>
  );
}

/** The same in one line at the foot of a small window or at twice the type, where the strip scrolls away. */
export const IdentityLine = ({ view: { identity, encounter, allergies, gone, stay } }: { view: PatientView }) => (
  <p className="strip-line" aria-hidden="true">
    {gone && <strong>{text.ward.gone[stay.presence.kind]}</strong>}
    <strong>{encounter.bed ?? text.ward.noBed}</strong>
    <strong>
      <bdi>{identity.name}</bdi>
    </strong>
    <span>
      {words.mrn} {identity.mrn ?? words.notReceived}
    </span>
    <span>
      {words.born} {identity.birthDate ? birthWords(identity.birthDate) : words.notReceived}
    </span>
    <strong>{allergyLine(allergies)}</strong>
  </p>
);

interface FactProps {
  title: string;
  children: ReactNode;
  strong?: boolean;
  lacks?: boolean;
}

const Fact = ({ title, children, strong = false, lacks = false }: FactProps) => (
  <div className={strong ? 'fact fact-strong' : 'fact'} data-lacks={lacks || undefined}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);

const Measured = ({ measure, now, zone }: { measure: Measure | null } & Hours) =>
  measure ? (
    <>
      {measure.value} <span className="when">({measure.at ? dateWords(measure.at, now, zone) : words.noDate})</span>
    </>
  ) : (
    words.notReceived
  );

function CodeStatus({ view, now, zone }: { view: PatientView } & Hours) {
  const { codeStatus } = view;
  const said = (at: string | null) => (at ? ` (${dateWords(at, now, zone)})` : '');
  switch (codeStatus.kind) {
    case 'stated':
      return (
        <p className="strip-safe" data-present>
          <span className="strip-label">{words.codeStatus.title}</span> <strong>{codeStatus.text}</strong>
          <span className="when">{said(codeStatus.at)}</span>
        </p>
      );
    case 'conflicting':
      return (
        <p className="strip-safe strip-alarm">
          <span className="strip-label">{words.codeStatus.title}</span> <strong>{words.codeStatus.conflict}</strong>{' '}
          {codeStatus.statements.map(s => `${s.text}${said(s.at)}, ${s.source}`).join(' / ')}
        </p>
      );
    case 'not-in-feed':
      return (
        <p className="strip-safe" data-lacks>
          <span className="strip-label">{words.codeStatus.title}</span> <strong>{words.codeStatus.none}</strong>
        </p>
      );
  }
}
