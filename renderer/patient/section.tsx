import type { ReactNode } from 'react';
import type { SectionRow } from '../../main/domain/chart.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

interface Props extends Hours {
  id: string;
  title: string;
  /** The parts of the chart this section is drawn from; each says its own age and state. */
  parts: (SectionRow | undefined)[];
  view: PatientView;
  isEmpty?: boolean;
  children: ReactNode;
}

const words = text.patient;

/** A section of the page, with its own as-of and state; when empty, it says which kind of empty. */
export function Section({ id, title, parts, view, isEmpty = false, children, now, zone }: Props) {
  const known = parts.filter(p => p !== undefined);
  const main = known[0];
  return (
    <section id={id} className="section" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {known.map(part => (
          <PartState key={part.name} part={part} named={known.length > 1} view={view} now={now} zone={zone} />
        ))}
      </div>
      {isEmpty && main ? <Empty part={main} now={now} zone={zone} /> : children}
    </section>
  );
}

function PartState({ part, named, view, now, zone }: { part: SectionRow; named: boolean; view: PatientView } & Hours) {
  const time = part.asOf ? text.asOf(momentWords(part.asOf, now, zone)) : words.never;
  const old = part.asOf !== view.asOf;
  return (
    <p className="part-state" data-status={part.status} data-old={old || undefined}>
      {(part.status !== 'ok' || old) && <Icon name={part.status === 'ok' ? 'clock' : 'alarm'} />}
      {named && `${part.title}: `}
      {part.status === 'ok' ? time : `${text.sectionStatus[part.status]}, ${time}`}
      {part.reason && `. ${part.reason}`}
    </p>
  );
}

const Empty = ({ part, now, zone }: { part: SectionRow } & Hours) => (
  <p className="empty">
    {part.status === 'ok' && part.asOf
      ? words.emptyReceived(part.title, momentWords(part.asOf, now, zone))
      : words.emptyMissing(part.title)}
  </p>
);

/** Brings a section under the strip and puts the reading point there. */
export function showSection(id: string): void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.getElementById(id)?.scrollIntoView({ behavior: still ? 'instant' : 'smooth', block: 'start' });
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true });
}
