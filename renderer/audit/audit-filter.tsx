import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AuditAsked } from '../../main/domain/audit-shown.ts';
import { words } from './words.ts';

/** Nothing in particular. */
export const EVERYTHING: AuditAsked = { patient: null, user: null, fromDay: null, toDay: null, breakGlass: false };

/** So long after the last key it is asked; milliseconds. */
const TYPING_MS = 400;

/** What is looked for; asked by itself a moment after it was typed. */
export function AuditFilterFields({ asked, ask }: { asked: AuditAsked; ask(asked: AuditAsked): void }) {
  const [typed, type] = useState({ patient: '', user: '' });
  const { patient, user } = typed;
  useEffect(() => {
    const next = { ...asked, patient: patient.trim() || null, user: user.trim() || null };
    if (next.patient === asked.patient && next.user === asked.user) return;
    const later = setTimeout(() => ask(next), TYPING_MS);
    return () => clearTimeout(later);
  }, [patient, user, asked, ask]);
  const day = (which: 'fromDay' | 'toDay', label: string) => (
    <label>
      {label}
      <input type="date" value={asked[which] ?? ''} onChange={event => ask({ ...asked, [which]: event.target.value || null })} />
    </label>
  );
  const written = (which: 'patient' | 'user', label: string) => (
    <label>
      {label}
      <input
        type="text"
        autoComplete="off"
        maxLength={120}
        value={typed[which]}
        onChange={event => type({ ...typed, [which]: event.target.value })}
      />
    </label>
  );
  return (
    <section className="audit-filter" aria-label={words.filter}>
      {written('patient', words.patient)}
      {written('user', words.user)}
      {day('fromDay', words.from)}
      {day('toDay', words.to)}
      <label className="audit-tick">
        <input
          type="checkbox"
          checked={asked.breakGlass}
          onChange={event => ask({ ...asked, breakGlass: event.target.checked })}
        />
        {words.breakGlass}
      </label>
      <Button
        className="button"
        onPress={() => {
          type({ patient: '', user: '' });
          ask(EVERYTHING);
        }}
      >
        {words.everything}
      </Button>
    </section>
  );
}
