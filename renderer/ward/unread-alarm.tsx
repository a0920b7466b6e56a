import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';

/** Patients the ward has and the copy has not: named at the top, because a missing patient looks like no patient. */
export const UnreadAlarm = ({ unread }: { unread: { patient: string; why: string }[] }) => (
  <section className="alarm" role="alert">
    <h2>
      <Icon name="alarm" /> {text.ward.unread}
    </h2>
    <p>{text.ward.unreadDetail}</p>
    <ul>
      {unread.map(({ patient, why }, index) => (
        <li key={index}>
          <strong>
            <bdi>{patient}</bdi>
          </strong>
          : {why}
        </li>
      ))}
    </ul>
  </section>
);
