import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface Props {
  title: string;
  /** What it is about: a patient with two identifiers, an order in a line. */
  about: string;
  consequence: string;
  wide?: boolean;
  close(): void;
  children: ReactNode;
}

/** One act on an order: whom it is about, its consequence, and the form. */
export const OrderDialog = ({ title, about, consequence, wide = false, close, children }: Props) => (
  <ModalOverlay className="veil" isOpen onOpenChange={isOpen => !isOpen && close()}>
    <Modal className={wide ? 'modal modal-wide' : 'modal'}>
      <Dialog className="dialog">
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        <p>
          <strong>{about}</strong>
        </p>
        <p className="dialog-consequence">{consequence}</p>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
);
