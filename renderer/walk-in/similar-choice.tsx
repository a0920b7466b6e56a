import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { SimilarPatient } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { birthWords } from '../moment.ts';
import { addressOf } from '../route.ts';
import { walkInWords } from './words.ts';

const words = walkInWords.similar;

interface Props {
  similar: SimilarPatient[];
  other(): void;
  back(): void;
}

/** Patients of the ward who may be this one, each with why; the clerk decides. */
export function SimilarChoice({ similar, other, back }: Props) {
  const here = useRef<HTMLElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <section className="alarm similar" role="alert" aria-labelledby="similar-title" tabIndex={-1} ref={here}>
      <h2 id="similar-title">
        <Icon name="alarm" /> {words.title}
      </h2>
      <ul>
        {similar.map(({ patientId, name, mrn, bed, birthDate, why }) => (
          <li key={patientId}>
            <p>
              <strong>
                <bdi>{name}</bdi>
              </strong>{' '}
              {words.row(mrn, bed, birthDate && birthWords(birthDate))}
              <br />
              {why.join(', ')}
            </p>
            <a className="button" href={addressOf({ screen: 'patient', patientId })}>
              {words.open}
            </a>
          </li>
        ))}
      </ul>
      <div className="similar-acts">
        <Button className="button" onPress={back}>
          {words.back}
        </Button>
        <Button className="button" onPress={other}>
          {words.other}
        </Button>
        <span>{words.detail}</span>
      </div>
    </section>
  );
}
