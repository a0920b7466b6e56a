import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { CorrectForm } from './correct-form.tsx';
import { IdentifyForm } from './identify-form.tsx';
import { walkInWords as words } from './words.ts';

/** What is to be done with a registration. */
export interface Asked {
  act: 'identify' | 'correct';
  row: MergeRow;
}

interface Props {
  asked: Asked | null;
  close(): void;
  now: string;
  zone: string;
}

/** Says who somebody is, or corrects what was typed: each says its consequence first. */
export const RegistrationDialog = ({ asked, close, now, zone }: Props) => (
  <ModalOverlay className="veil" isOpen={asked !== null} onOpenChange={open => !open && close()} isDismissable>
    <Modal className="modal modal-wide">
      {asked && (
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">
            {words[asked.act].title(asked.row.name ?? asked.row.alias ?? asked.row.number)}
          </Heading>
          <p className="dialog-consequence">
            {asked.act === 'identify' ? words.identify.consequence(asked.row.number) : words.correct.consequence}
          </p>
          {asked.act === 'identify' ? (
            <IdentifyForm row={asked.row} close={close} />
          ) : (
            <CorrectForm row={asked.row} close={close} now={now} zone={zone} />
          )}
        </Dialog>
      )}
    </Modal>
  </ModalOverlay>
);
