import { useState } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { askStatus, useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';

/** Reads the EHR now; says how far it is, and in words why the last attempt failed. */
export function RefreshButton() {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  if (!status || !now) return null;
  const { running, done, total, lastAttempt, lastFault } = status.refresh;

  const refresh = async () => {
    setAsking(true);
    setFault(null);
    try {
      const result = await client.refresh({});
      if (!result.ok) setFault(result.error.why);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setAsking(false);
    void askStatus();
  };

  return (
    <div className="refresh">
      <div className="refresh-words" role="status">
        {running ? (
          <ProgressBar
            className="progress"
            value={done}
            maxValue={Math.max(total, 1)}
            aria-label={text.refresh.running(done, total)}
          >
            <span>{text.refresh.running(done, total)}</span>
            <progress value={done} max={Math.max(total, 1)} aria-hidden="true" />
          </ProgressBar>
        ) : (
          <Failure
            hasCopy={status.copy !== null}
            words={
              lastFault !== null
                ? text.refresh.failed(lastAttempt ? momentWords(lastAttempt, now, status.zone) : '', lastFault)
                : fault !== null
                  ? text.refresh.fault(fault)
                  : status.ehr.state === 'unreachable' && status.ehr.reason
                    ? text.refresh.noAnswer(status.ehr.reason)
                    : null
            }
          />
        )}
      </div>
      <Button className="button" onPress={() => void refresh()} isDisabled={running || asking}>
        <Icon name="refresh" />
        {text.refresh.button}
      </Button>
    </div>
  );
}

const Failure = ({ words, hasCopy }: { words: string | null; hasCopy: boolean }) =>
  words === null ? null : (
    <p className="refresh-failure">
      <Icon name="alarm" />
      <span>
        {words} {hasCopy && text.refresh.kept}
      </span>
    </p>
  );
