import type { Status } from '../../main/contract.ts';
import { standingReadiness } from '../standing-ready.ts';
import { PrintNow } from '../print/print-now.tsx';
import { text } from '../text.ts';
import { Check } from './check.tsx';

/** The standing packs: how old they are in each place, what failed, and whether the envelope has its sheet. */
export const StandingCheck = ({ status: { standing, zone }, now }: { status: Status; now: string }) =>
  standing && <Check title={text.standing.title} {...standingReadiness(standing, now, zone)} />;

/** Prints the sheet with the pass phrase, where there is one. */
export const PrintEnvelope = ({ status: { standing } }: { status: Status }) =>
  standing?.phrase && (
    <div className="system-acts">
      <PrintNow form="standing-envelope" words={text.standing.print} />
    </div>
  );
