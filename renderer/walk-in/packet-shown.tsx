import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Status } from '../../main/contract.ts';
import { LabelPrinting } from '../labels/label-printing.tsx';
import { useLive } from '../live.ts';
import { holdPack, usePack } from '../print/pack.ts';
import { PackShown } from '../print/pack-shown.tsx';
import { addressOf } from '../route.ts';
import { makePack, packet } from './make-packet.ts';
import { walkInWords } from './words.ts';

const words = walkInWords.done;

interface Props {
  patientId: string;
  host: Status['host'];
  another(): void;
}

/** Somebody was registered: the packet is made at once, and shown as it prints. */
export function PacketShown({ patientId, host, another }: Props) {
  const pack = usePack();
  const [failure, setFailure] = useState<string | null>(null);
  const asked = useRef(false);
  const [printed, setPrinted] = useState<number[]>([]);
  const status = useLive(l => l.status);
  const make = async () => setFailure(await makePack(packet(patientId, status?.printers ?? [])));
  useEffect(() => {
    // Once for each registration, also where effects run twice.
    if (!asked.current) void make();
    asked.current = true;
  });
  const next = (): void => {
    holdPack(null);
    another();
  };
  return (
    <div className="packet">
      <div className="page-head">
        <div role="status">
          <h1>{words.title(patientId)}</h1>
          <p>{words.detail}</p>
        </div>
        <div className="packet-acts">
          <a className="button" href={addressOf({ screen: 'patient', patientId })}>
            {words.open}
          </a>
          <Button className="button" onPress={next} autoFocus>
            {words.another}
          </Button>
        </div>
      </div>
      {failure !== null && (
        <p className="failure" role="alert">
          {words.noPacket(failure)}{' '}
          <Button className="button" onPress={() => void make()}>
            {words.packet}
          </Button>
        </p>
      )}
      {status && status.printers.some(({ stock }) => stock !== null) && (
        <LabelPrinting
          patientId={patientId}
          status={status}
          printed={one => setPrinted(before => [...before, one])}
          made={holdPack}
        />
      )}
      {pack !== null && failure === null && <PackShown key={pack} pack={pack} host={host} also={printed} />}
    </div>
  );
}
