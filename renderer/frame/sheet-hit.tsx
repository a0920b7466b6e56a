import { useAnswer } from '../answer.ts';
import { SheetState } from '../charting/sheet-state.tsx';
import { words } from '../charting/words.ts';
import { useLive } from '../live.ts';

/** What is known of a sheet whose id is typed into the search. */
export function SheetHit({ id }: { id: string }) {
  const { value } = useAnswer('findSheet', { id }, []);
  const zone = useLive(l => l.status?.zone ?? null);
  const now = useLive(l => l.now);
  if (value === null || zone === null || now === null) return null;
  return (
    <div className="search-sheet" role="status">
      {value.ok ? (
        <>
          <SheetState found={value.value} now={now} zone={zone} />
          <p className="when">{words.sheet.open}</p>
        </>
      ) : (
        <p>{value.error.why}</p>
      )}
    </div>
  );
}
