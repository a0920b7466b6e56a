import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PackFile, Status } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { useForms } from '../forms.ts';
import { text } from '../text.ts';
import { fileWords } from './file-words.ts';
import { downloadPdf } from './pdf-bytes.ts';

const words = text.print;

interface Props {
  pack: number;
  files: PackFile[];
  chosen: string | null;
  choose(patientId: string | null): void;
  host: Status['host'];
}

/** The released PDFs: one a patient, and one for the sheets of no single patient. */
export function PackFiles({ pack, files, chosen, choose, host }: Props) {
  const forms = useForms();
  const [failure, setFailure] = useState<string | null>(null);
  const download = (file: PackFile) =>
    downloadPdf(pack, file).catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  return (
    <section className="files" aria-labelledby="files-title">
      <h2 id="files-title">{words.files}</h2>
      {failure !== null && (
        <p className="failure" role="alert">
          {words.failed(failure)}
        </p>
      )}
      <ul>
        {files.map(file => {
          const { bed, name } = fileWords(file, forms);
          return (
            <li key={file.patientId} className="file">
              <button
                type="button"
                className="file-open"
                aria-current={file.patientId === chosen}
                onClick={() => choose(file.patientId)}
              >
                <span className="file-bed">{bed}</span>
                <span className="file-name">
                  <bdi>{name}</bdi>
                  <span className="file-pages">{words.fileSize(file.sheets.length, file.pages)}</span>
                </span>
              </button>
              {host === 'browser' && (
                <Button className="button button-icon" aria-label={words.download(name)} onPress={() => void download(file)}>
                  <Icon name="download" />
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
