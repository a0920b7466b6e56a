import type { Status } from '../../main/contract.ts';
import { isDrill, type OutageRecord } from '../../main/domain/outage.ts';
import { unreachable } from '../../main/domain/result.ts';
import { momentWords } from '../moment.ts';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { OutageDialog } from '../frame/banner-state.ts';
import { OutageForm } from './outage-form.tsx';
import { text } from '../text.ts';

interface Props {
  open: OutageDialog | null;
  status: Status;
  /** The outage that is to be reopened. */
  record?: OutageRecord;
  now: string;
  close(): void;
  switchTo(dialog: OutageDialog): void;
}

/** The acts on the ward's outage: each says its consequence, asks for reason and name, and is one button. */
export function OutageDialogs({ open, status, record, now, close, switchTo }: Props) {
  return (
    <ModalOverlay className="veil" isOpen={open !== null} onOpenChange={isOpen => !isOpen && close()} isDismissable>
      <Modal className="modal">
        {open && (
          <Dialog className="dialog" data-act={open}>
            <Heading slot="title" className="dialog-title">
              {text.outage[open].title}
            </Heading>
            <p className="dialog-consequence">
              {consequenceWords(open, status, record, instant => momentWords(instant, now, status.zone))}
            </p>
            <OutageForm key={open} act={open} status={status} record={record} close={close} switchTo={switchTo} />
          </Dialog>
        )}
      </Modal>
    </ModalOverlay>
  );
}

function consequenceWords(
  act: OutageDialog,
  { unit, outage }: Status,
  record: OutageRecord | undefined,
  time: (instant: string) => string,
): string {
  switch (act) {
    case 'declare':
      return text.outage.declare.consequence(unit, isDrill(outage) && outage.state === 'declared');
    case 'recover':
      return text.outage.recover.consequence(unit);
    case 'close': {
      const earlier = outage.state === 'declared' || outage.state === 'recovery' ? outage.recovering.at(-1) : undefined;
      return text.outage.close.consequence(unit, earlier ? time(earlier.declaredAt) : null);
    }
    case 'extent':
      return text.outage.extent.consequence(unit);
    case 'reopen':
      return record ? text.outage.reopen.consequence(unit, time(record.declaredAt), record.drill, record.ehrBack !== null) : '';
    default:
      return unreachable(act);
  }
}
