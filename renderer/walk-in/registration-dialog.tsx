import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { CorrectForm } from './correct-form.tsx';
import { IdentifyForm } from './identify-form.tsx';
import { UnidentifyForm } from './unidentify-form.tsx';
import { walkInWords as words } from './words.ts';

/** What is to be done with a registration. */
export interface Asked {
  act: 'identify' | 'correct' | 'unidentify';
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
            {asked.act === 'correct' ? words.correct.consequence : words[asked.act].consequence(asked.row.number)}
          </p>
          <AskedForm asked={asked} close={close} now={now} zone={zone} />
        </Dialog>
      )}
    </Modal>
  </ModalOverlay>
);

function AskedForm({ asked: { act, row }, close, now, zone }: Props & { asked: Asked }) {
  const identified = row.registered.identified.at(-1);
  if (act === 'unidentify') return identified && <UnidentifyForm identified={identified} close={close} />;
  if (act === 'identify') return <IdentifyForm row={row} close={close} />;
  return <CorrectForm row={row} close={close} now={now} zone={zone} />;
}
