import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Ward } from '../../main/contract.ts';
import { isDowntime } from '../../main/domain/outage.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { useLive } from '../live.ts';
import { PlaceForm } from './place-form.tsx';
import { placeWords as words } from './words.ts';

interface Props {
  /** Who goes somewhere; null while the dialog is closed. */
  row: WardRow | null;
  ward: Ward;
  close(): void;
}

/** Move, swap, transfer, leave, discharge, death and return of one patient: what it means in a sentence, and one deliberate act. */
export function PlaceDialog({ row, ward, close }: Props) {
  const status = useLive(l => l.status);
  if (!status) return null;
  return (
    <ModalOverlay className="veil" isOpen={row !== null} onOpenChange={open => !open && close()} isDismissable>
      <Modal className="modal">
        {row && (
          <Dialog className="dialog" data-act="place">
            <Heading slot="title" className="dialog-title">
              {words.title(row.name)}
            </Heading>
            <PlaceForm
              row={row}
              ward={ward}
              status={status}
              refused={!isDowntime(status.outage) ? words.noDowntime : row.stay.possible.length === 0 ? words.nothing : null}
              close={close}
            />
          </Dialog>
        )}
      </Modal>
    </ModalOverlay>
  );
}
