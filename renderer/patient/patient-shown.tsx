import type { SectionName } from '../../main/domain/chart.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';
import { AllergyList } from './allergy-list.tsx';
import { AsSentList } from './as-sent-list.tsx';
import { Entries } from './entries.tsx';
import { HomeMedicines } from './home-medicines.tsx';
import { IdentityLine, IdentityStrip } from './identity-strip.tsx';
import { Medications } from './medications.tsx';
import { OtherRecords } from './other-records.tsx';
import { Parts } from './parts.tsx';
import { Section } from './section.tsx';
import { SheetsPrinted } from './sheets-printed.tsx';
import { SideIndex } from './side-index.tsx';
import { Stay } from './stay.tsx';
import { Trends } from './trends.tsx';
import { UnmappedList } from './unmapped-list.tsx';
import { Vitals } from './vitals.tsx';

const titles = text.patient.sections;

/** What every part of the page needs to tell times. */
export interface Hours {
  now: string;
  zone: string;
}

/** The page of one patient: who it is stays on top, medications come first. */
export function PatientShown({ view, zone, now }: { view: PatientView } & Hours) {
  const hours = { zone, now };
  const part = (name: SectionName) => view.sections.find(s => s.name === name);
  const counts = {
    medications: view.orders.length,
    allergies: view.allergies.listed.length,
    vitals: view.vitals.length,
    labs: view.labs.length,
    problems: view.problems.length,
    serviceOrders: view.serviceOrders.length,
    diet: view.diet.length,
    home: view.homeMedicines.length,
    other: view.other.reduce((sum, o) => sum + o.entries.length, 0),
    sheets: view.sheets.length,
    parts: view.sections.filter(s => s.status !== 'ok').length,
    unmapped: view.unmapped.length,
  };
  return (
    <article className="patient">
      <IdentityStrip view={view} {...hours} />
      <div className="patient-body">
        <SideIndex counts={counts} />
        <div className="patient-sections" role="group" aria-label={view.identity.name} tabIndex={0}>
          {view.warnings.length > 0 && <Warnings warnings={view.warnings} />}
          <OtherRecords view={view} />
          <Section
            id="medications"
            title={titles.medications}
            parts={[part('orders'), part('administrations')]}
            view={view}
            {...hours}
          >
            <Medications view={view} {...hours} />
          </Section>
          <Section id="allergies" title={titles.allergies} parts={[part('allergies')]} view={view} {...hours}>
            <AllergyList view={view} {...hours} />
          </Section>
          <Section
            id="vitals"
            title={titles.vitals}
            parts={[part('vitals')]}
            view={view}
            isEmpty={view.vitals.length === 0}
            {...hours}
          >
            <Vitals trends={view.vitals} {...hours} />
          </Section>
          <Section id="labs" title={titles.labs} parts={[part('labs')]} view={view} isEmpty={view.labs.length === 0} {...hours}>
            <Trends trends={view.labs} {...hours} />
          </Section>
          <Section
            id="problems"
            title={titles.problems}
            parts={[part('problems')]}
            view={view}
            isEmpty={view.problems.length === 0}
            {...hours}
          >
            <Entries entries={view.problems} {...hours} />
          </Section>
          <Section
            id="serviceOrders"
            title={titles.serviceOrders}
            parts={[part('serviceOrders')]}
            view={view}
            isEmpty={view.serviceOrders.length === 0}
            {...hours}
          >
            <Entries entries={view.serviceOrders} {...hours} />
          </Section>
          <Section id="diet" title={titles.diet} parts={[part('diet')]} view={view} isEmpty={view.diet.length === 0} {...hours}>
            <Entries entries={view.diet} {...hours} />
          </Section>
          <Section
            id="home"
            title={titles.home}
            parts={[part('homeMedicines')]}
            view={view}
            isEmpty={view.homeMedicines.length === 0}
            {...hours}
          >
            <HomeMedicines orders={view.homeMedicines} {...hours} />
          </Section>
          <Section id="other" title={titles.other} parts={[]} view={view} {...hours}>
            <h3>{text.patient.stay}</h3>
            <Stay encounter={view.encounter} {...hours} />
            {view.other.map(({ title, entries }) => (
              <div key={title} className="other">
                <h3>{title}</h3>
                {entries.length > 0 ? <Entries entries={entries} {...hours} /> : <OtherEmpty title={title} view={view} />}
              </div>
            ))}
          </Section>
          <Section id="sheets" title={titles.sheets} parts={[]} view={view} {...hours}>
            <SheetsPrinted sheets={view.sheets} {...hours} />
          </Section>
          <Section id="parts" title={titles.parts} parts={[]} view={view} {...hours}>
            <Parts sections={view.sections} {...hours} />
          </Section>
          <Section id="unmapped" title={titles.unmapped} parts={[]} view={view} {...hours}>
            <UnmappedList unmapped={view.unmapped} />
            <AsSentList texts={view.asSent} />
          </Section>
        </div>
      </div>
      <IdentityLine view={view} />
    </article>
  );
}

/** A silent part of the chart says which silence it is. */
function OtherEmpty({ title, view }: { title: string; view: PatientView }) {
  const part = view.sections.find(s => s.title === title);
  const why = part && part.status !== 'ok' ? text.sectionStatus[part.status] : null;
  return <p className="empty">{why ? `${why}${part?.reason ? `: ${part.reason}` : ''}` : text.patient.noneInCopy}</p>;
}

const Warnings = ({ warnings }: { warnings: string[] }) => (
  <section className="warnings">
    <h2>
      <Icon name="alarm" /> {text.patient.warnings(warnings.length)}
    </h2>
    <ul>
      {warnings.map((warning, index) => (
        <li key={index}>{warning}</li>
      ))}
    </ul>
  </section>
);
