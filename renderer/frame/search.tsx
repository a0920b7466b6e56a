import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from 'react-aria-components';
import type { WardRow } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { client } from '../client.ts';
import { useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { go } from '../route.ts';
import { text } from '../text.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { findPatients, scannedPatient, scannedSheet, sheetIdIn } from './find-patient.ts';
import { SheetHit } from './sheet-hit.tsx';
import { useScanner } from './scanner.ts';

const LIMIT = 8;
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** Search by bed, name or MRN, one key away; scans are heard here too. */
export function Search() {
  const ward = useWard();
  const rows = ward.value?.ok ? ward.value.value.rows : null;
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [unknownScan, setUnknownScan] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const hits = rows ? findPatients(rows, query).slice(0, LIMIT) : [];
  const isOpen = query.trim() !== '';
  const sheetId = sheetIdIn(query);

  const open = (row: WardRow) => {
    setQuery('');
    setUnknownScan(null);
    input.current?.blur();
    go({ screen: 'patient', patientId: row.patientId });
  };
  const openSheet = (id: string) => {
    setQuery('');
    input.current?.blur();
    go({ screen: 'sheet', id });
  };
  const scanned = useCallback(
    async (code: string) => {
      const row = rows ? scannedPatient(rows, code) : null;
      setQuery('');
      const sheet = scannedSheet(code);
      if (sheet !== null && (await isReplaced(sheet))) return go({ screen: 'sheet', id: sheet });
      setUnknownScan(row ? null : code);
      if (row) go({ screen: 'patient', patientId: row.patientId });
    },
    [rows],
  );
  useScanner(useCallback((code: string) => void scanned(code), [scanned]));

  useEffect(() => {
    const slash = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', slash);
    return () => document.removeEventListener('keydown', slash);
  }, []);

  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + hits.length) % hits.length);
    } else if (event.key === 'Enter' && hits[chosen]) open(hits[chosen]);
    else if (event.key === 'Enter' && sheetId !== null) openSheet(sheetId);
    else if (event.key === 'Escape') {
      setQuery('');
      input.current?.blur();
    }
  };

  return (
    <div className="search" role="search">
      <label className="search-box">
        <Icon name="search" />
        <span className="unseen">{text.search.label}</span>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && hits[chosen] ? `${list}-${chosen}` : undefined}
          placeholder={text.search.hint}
          value={query}
          autoComplete="off"
          spellCheck={false}
          onChange={event => {
            setQuery(event.target.value);
            setChosen(0);
            setUnknownScan(null);
          }}
          onKeyDown={pressed}
        />
        <kbd>/</kbd>
      </label>
      <div className="search-results" hidden={!isOpen}>
        <ul id={list} role="listbox" aria-label={text.search.label}>
          {hits.map((row, index) => (
            <Hit key={row.patientId} row={row} id={`${list}-${index}`} isChosen={index === chosen} open={open} />
          ))}
        </ul>
        {isOpen && sheetId !== null && <SheetHit id={sheetId} />}
        {isOpen && hits.length === 0 && sheetId === null && <NoHit query={query.trim()} hasCopy={rows !== null} />}
      </div>
      {unknownScan !== null && (
        <div className="search-unknown" role="alert">
          <Icon name="alarm" />
          <span>{text.search.scanned(unknownScan)}</span>
          <Button className="button button-small" onPress={() => setUnknownScan(null)}>
            {text.search.dismiss}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Whether a newer sheet counts in a scanned one's place; while nobody knows, the patient is opened. */
async function isReplaced(id: string): Promise<boolean> {
  try {
    const found = await client.findSheet({ id });
    return found.ok && found.value.instead.length > 0;
  } catch {
    return false;
  }
}

interface HitProps {
  row: WardRow;
  id: string;
  isChosen: boolean;
  open(row: WardRow): void;
}

const Hit = ({ row, id, isChosen, open }: HitProps) => (
  <li
    id={id}
    role="option"
    aria-selected={isChosen}
    className="hit"
    onPointerDown={event => event.preventDefault()}
    onClick={() => open(row)}
  >
    <span className="hit-bed">{row.bed ?? text.ward.noBed}</span>
    <span className="hit-name">
      <bdi>{row.name}</bdi>
    </span>
    <span className="hit-mrn">{row.mrn ?? text.ward.noMrn}</span>
    {row.gone && <strong className="lack hit-gone">{text.ward.gone[row.stay.presence.kind]}</strong>}
  </li>
);

function NoHit({ query, hasCopy }: { query: string; hasCopy: boolean }) {
  const asOf = useLive(l =>
    l.status?.copy && l.now ? ` ${text.asOf(momentWords(l.status.copy.asOf, l.now, l.status.zone))}` : '',
  );
  return (
    <p className="search-none" role="status">
      {hasCopy ? text.search.none(query, asOf) : text.search.noCopy}
    </p>
  );
}
