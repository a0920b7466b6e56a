import { words } from './words.ts';

/** What was recorded by mistake and taken back: it stays readable, because older sheets may carry it. */
export const TakenBackOrders = ({ lines }: { lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <section className="med-group" aria-labelledby="group-taken-back">
      <div className="med-group-head">
        <h3 id="group-taken-back">
          {words.takenBack} <span className="page-count">{lines.length}</span>
        </h3>
      </div>
      <ul className="entries">
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </section>
  );
