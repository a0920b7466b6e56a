import { text } from '../text.ts';
import { showSection } from './section.tsx';

const titles = text.patient.sections;
type SectionId = keyof typeof titles;

const ORDER: SectionId[] = [
  'medications',
  'allergies',
  'vitals',
  'labs',
  'problems',
  'serviceOrders',
  'diet',
  'home',
  'other',
  'sheets',
  'parts',
  'unmapped',
];

/** The page's contents with counts; for parts the count is of those that did not come whole. */
export const SideIndex = ({ counts }: { counts: Record<SectionId, number> }) => (
  <nav className="side-index" aria-label={text.patient.index}>
    <ul>
      {ORDER.map(id => (
        <li key={id}>
          <button
            type="button"
            onClick={() => showSection(id)}
            data-asks={(id === 'parts' || id === 'unmapped') && counts[id] > 0 ? true : undefined}
          >
            <span>{titles[id]}</span> <span className="side-count">{counts[id]}</span>
          </button>
        </li>
      ))}
    </ul>
  </nav>
);
