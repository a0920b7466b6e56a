import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Exchange } from '../../main/contract.ts';
import { useAnswer } from '../answer.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { Asking, GettingOld } from '../controls/problem.tsx';
import { distanceWords, momentWords } from '../moment.ts';
import { text } from '../text.ts';

const words = text.exchange;

interface Props {
  zone: string;
  now: string;
}

/** The other kiosks of the ward: which are known, when each was last heard of, what is missing, and an exchange at once. */
export function ExchangeSection({ zone, now }: Props) {
  const { value, fault } = useAnswer('getExchange', {}, ['status', 'ward']);
  return (
    <section aria-labelledby="exchange-title" className="exchange">
      <h2 id="exchange-title">{words.title}</h2>
      {fault && <GettingOld why={fault.message} />}
      {!value ? fault === null && <Asking /> : <Shown exchange={value} zone={zone} now={now} />}
    </section>
  );
}

function Shown({ exchange, zone, now }: Props & { exchange: Exchange }) {
  const { ward, folder, everyMinutes, last, fault, kiosks, clashes, troubles } = exchange;
  const time = (instant: string) => momentWords(instant, now, zone);
  return (
    <>
      <p>{ward === null ? words.alone : folder === null ? words.byHand(ward) : words.through(ward, folder, everyMinutes)}</p>
      {last && <p>{words.last(time(last.at), last.brought, last.given)}</p>}
      {[...(fault === null ? [] : [fault]), ...troubles].map(why => (
        <p key={why} className="exchange-trouble">
          <Icon name="alarm" /> <span>{why}</span>
        </p>
      ))}
      {kiosks.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              {Object.values(words.columns).map(title => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kiosks.map(({ kiosk, sign, own, events, missing, heardAt }) => (
              <tr key={sign} data-missing={missing > 0}>
                <th scope="row">
                  {kiosk} <span className="exchange-sign">{sign}</span>
                </th>
                <td>{own ? words.own : heardAt && words.heard(time(heardAt), distanceWords(heardAt, now))}</td>
                <td className="number">{events}</td>
                <td className="number">{own ? '–' : missing}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {clashes.map(sides => (
        <Clash key={`${sides[0]!.kiosk} ${sides[0]!.number}`} sides={sides} time={time} />
      ))}
      {ward !== null && folder !== null && <ExchangeButton running={exchange.running} />}
    </>
  );
}

/** Every side of an act whose number was used twice. */
const Clash = ({ sides, time }: { sides: Exchange['clashes'][number]; time: (instant: string) => string }) => (
  <div className="exchange-clash">
    <h3>{words.clash(sides[0]!.number, sides[0]!.kiosk)}</h3>
    <ul>
      {sides.map(({ at, by, unit, act }) => (
        <li key={`${at} ${by} ${act}`}>{words.side(time(at), by, unit, act)}</li>
      ))}
    </ul>
  </div>
);

/** Exchanges now, and says what came of it. */
function ExchangeButton({ running }: { running: boolean }) {
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const exchange = async () => {
    setAsking(true);
    setSaid(null);
    try {
      const result = await client.exchangeNow({});
      setSaid(result.ok ? words.done(result.value.brought, result.value.given) : words.failed(result.error.why));
    } catch (error) {
      setSaid(words.failed(error instanceof Error ? error.message : String(error)));
    }
    setAsking(false);
  };
  return (
    <div className="system-acts">
      <Button className="button" onPress={() => void exchange()} isDisabled={running || asking}>
        <Icon name="refresh" />
        {words.now}
      </Button>
      <p role="status">{running || asking ? words.running : said}</p>
    </div>
  );
}
