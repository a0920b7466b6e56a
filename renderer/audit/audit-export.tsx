import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Input } from '../../main/contract.ts';
import { REPORT_ORDERS } from '../../main/domain/audit-report.ts';
import type { AuditAsked } from '../../main/domain/audit-shown.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { words } from './words.ts';

type Said = { kind: 'no' } | { kind: 'busy' } | { kind: 'done'; words: string } | { kind: 'failed'; why: string };

/** Takes away what is looked for, all of it and not only the page that is shown. */
export function AuditExport({ asked, none }: { asked: AuditAsked; none: boolean }) {
  const [said, say] = useState<Said>({ kind: 'no' });
  const take = async (how: Pick<Input<'exportAudit'>, 'format' | 'order'>) => {
    say({ kind: 'busy' });
    try {
      const result = await client.exportAudit({ asked, ...how });
      say(
        result.ok
          ? { kind: 'done', words: words.exported(result.value.entries, result.value.file) }
          : { kind: 'failed', why: result.error.why },
      );
    } catch (error) {
      say({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  };
  const disabled = none || said.kind === 'busy';
  return (
    <section className="audit-export" aria-label={words.export}>
      <h2>{words.export}</h2>
      {REPORT_ORDERS.map(order => (
        <Button key={order} className="button" isDisabled={disabled} onPress={() => void take({ format: 'pdf', order })}>
          <Icon name="save" /> {words.report(order)}
        </Button>
      ))}
      <Button className="button" isDisabled={disabled} onPress={() => void take({ format: 'ndjson', order: 'day' })}>
        <Icon name="save" /> {words.ndjson}
      </Button>
      {said.kind === 'busy' && <p role="status">{words.exporting}</p>}
      {said.kind === 'done' && (
        <p className="save-words" role="status">
          <Icon name="good" /> {said.words}
        </p>
      )}
      {said.kind === 'failed' && (
        <p className="failure" role="alert">
          {words.failed(said.why)}
        </p>
      )}
    </section>
  );
}
