import type { PaperReady } from '../../main/contract.ts';
import { Refused } from '../print/refused.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';

const words = text.paper;
/** The ward list must stay in sight: the rest is named on the System page. */
const MOST = 5;

/** Sheets that the kiosk already knows it can't print: said on the ward before anybody needs them. */
export const NoPaperAlarm = ({ refused }: Pick<PaperReady, 'refused'>) =>
  refused.length === 0 ? null : (
    <Refused title={words.refused(refused.length)} detail={words.refusedDetail} refused={refused.slice(0, MOST)}>
      {refused.length > MOST && <a href={addressOf({ screen: 'system' })}>{words.more(refused.length - MOST)}</a>}
    </Refused>
  );
