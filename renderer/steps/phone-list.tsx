import type { Phone } from '../../main/domain/procedure.ts';
import { text } from '../text.ts';

const words = text.steps.phones;

/** Whom to call; says how to get a list where there is none. */
export const PhoneList = ({ phones }: { phones: Phone[] }) => (
  <aside className="phones" aria-labelledby="phones-title">
    <h2 id="phones-title">{words.title}</h2>
    {phones.length === 0 ? (
      <p>{words.none}</p>
    ) : (
      <dl>
        {phones.map(({ who, number }) => (
          <div key={`${who} ${number}`}>
            <dt>{who}</dt>
            <dd>{number}</dd>
          </div>
        ))}
      </dl>
    )}
  </aside>
);
