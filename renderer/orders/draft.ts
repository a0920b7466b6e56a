import type { SaidOrder } from '../../main/domain/ward/order-check.ts';
import type { OrderChoices, TypedOrder } from '../../main/domain/ward/typed-order.ts';
import { typedMoment } from '../../main/domain/ward/typed-moment.ts';
import { clockTime } from '../../main/domain/time.ts';
import { normalCode } from '../../main/domain/times-row.ts';
import type { OrderView } from '../../main/domain/view.ts';
import { words } from './words.ts';

/** An order as it is being typed; `often` is a code of the table, or one of the three other ways. */
export interface Draft {
  drug: string;
  dose: string;
  route: string;
  often: string;
  prnCode: string;
  prnReason: string;
  leastHours: string;
  mostPerDay: string;
  rate: string;
  start: string;
  stop: string;
  indication: string;
  instructions: string;
  prescriber: string;
  happened: string;
  why: string;
}

export const ONCE = '(once)';
export const PRN = '(prn)';
export const CONTINUOUS = '(rate)';

export type DraftFault = { field: keyof Draft; why: string };

/** An empty draft, or one with what an order says now. */
export function draftOf(change: OrderView | null, choices: OrderChoices, now: string, zone: string): Draft {
  const time = clockTime(now, zone).replace(':', '');
  const blank: Draft = {
    drug: '',
    dose: '',
    route: '',
    often: '',
    prnCode: '',
    prnReason: '',
    leastHours: '',
    mostPerDay: '',
    rate: '',
    start: time,
    stop: '',
    indication: '',
    instructions: '',
    prescriber: '',
    happened: time,
    why: '',
  };
  if (change === null) return blank;
  const { order, schedule } = change;
  const [line] = order.dosages;
  const code = normalCode(line?.timing?.code ?? line?.timing?.codeText ?? null);
  const row = choices.frequencies.find(({ codes }) => codes.some(own => normalCode(own) === code));
  const often = line?.asNeeded ? PRN : schedule.kind === 'once' ? ONCE : schedule.kind === 'continuous' ? CONTINUOUS : row?.code;
  return {
    ...blank,
    drug: order.drug.name,
    dose: line?.dose ?? '',
    route: line?.route ?? '',
    rate: line?.rate ?? '',
    often: often ?? '',
    prnCode: line?.asNeeded ? (row?.code ?? '') : '',
    prnReason: line?.asNeededReason ?? '',
    indication: order.indication ?? '',
    instructions: line?.instructions.join('; ') ?? '',
  };
}

/** What was typed, as it is sent; or what of it cannot be understood. */
export function readDraft(
  draft: Draft,
  about: { patientId: string; order: string | null; readBack: boolean; now: string; zone: string },
): { typed: TypedOrder } | { faults: DraftFault[] } {
  const { now, zone, ...rest } = about;
  const faults: DraftFault[] = [];
  const moment = (field: 'start' | 'stop' | 'happened'): string => {
    const at = typedMoment(draft[field], now, zone);
    if (at === null) faults.push({ field, why: words.noMoment(draft[field]) });
    return at ?? now;
  };
  const number = (field: 'leastHours' | 'mostPerDay'): number | null => {
    const said = draft[field].trim();
    if (said === '') return null;
    if (!/^\d{1,3}$/.test(said) || Number(said) === 0) faults.push({ field, why: words.noNumber(words[field]) });
    return Number(said);
  };
  if (draft.prescriber.trim().length < 2) faults.push({ field: 'prescriber', why: words.tooShort(words.prescriber) });
  const prn = draft.often === PRN;
  const code = prn ? draft.prnCode : [ONCE, CONTINUOUS].includes(draft.often) ? '' : draft.often;
  const content: SaidOrder = {
    drug: draft.drug.trim(),
    dose: orNull(draft.dose),
    route: draft.route.trim(),
    frequency: orNull(code),
    once: draft.often === ONCE,
    prn: prn ? { reason: draft.prnReason.trim(), minimumHours: number('leastHours'), mostPerDay: number('mostPerDay') } : null,
    rate: orNull(draft.rate),
    start: moment('start'),
    stop: draft.stop.trim() === '' ? null : moment('stop'),
    indication: orNull(draft.indication),
    instructions: orNull(draft.instructions),
    prescriber: draft.prescriber.trim(),
  };
  const typed: TypedOrder = { ...rest, content, happenedAt: moment('happened'), reason: orNull(draft.why) };
  return faults.length > 0 ? { faults } : { typed };
}

const orNull = (said: string): string | null => (said.trim() === '' ? null : said.trim());
