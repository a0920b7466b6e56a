import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { OutageDialog } from '../frame/banner-state.ts';
import { OutageForm } from './outage-form.tsx';
import { text } from '../text.ts';

interface Props {
  open: OutageDialog | null;
  unit: string;
  close(): void;
  switchTo(dialog: OutageDialog): void;
}

/** The three acts on the ward's outage: each says its consequence, asks for reason and name, and is one button. */
export function OutageDialogs({ open, unit, close, switchTo }: Props) {
  return (
    <ModalOverlay className="veil" isOpen={open !== null} onOpenChange={isOpen => !isOpen && close()} isDismissable>
      <Modal className="modal">
        {open && (
          <Dialog className="dialog" data-act={open}>
            <Heading slot="title" className="dialog-title">
              {text.outage[open].title}
            </Heading>
            <p className="dialog-consequence">{text.outage[open].consequence(unit)}</p>
            <OutageForm key={open} act={open} unit={unit} close={close} switchTo={switchTo} />
          </Dialog>
        )}
      </Modal>
    </ModalOverlay>
  );
}
