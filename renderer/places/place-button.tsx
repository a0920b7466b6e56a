import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useMay } from '../door/may.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { PlaceDialog } from './place-dialog.tsx';
import { placeWords as words } from './words.ts';

/** On a patient's page: opens what can happen to their place. */
export function PlaceButton({ patientId }: { patientId: string }) {
  const { value } = useWard();
  const [isOpen, setOpen] = useState(false);
  const ward = value?.ok ? value.value : null;
  const row = ward?.rows.find(r => r.patientId === patientId) ?? null;
  const allowed = useMay('move patients');
  if (!ward || !row || !allowed) return null;
  return (
    <>
      <Button className="button" onPress={() => setOpen(true)}>
        {words.open}
      </Button>
      <PlaceDialog row={isOpen ? row : null} ward={ward} close={() => setOpen(false)} />
    </>
  );
}
