import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PackFile, Status } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';
import { downloadPdf } from './pdf-bytes.ts';

const words = text.print;

interface Props {
  pack: number;
  files: PackFile[];
  chosen: string | null;
  choose(patientId: string | null): void;
  host: Status['host'];
}

/** The released PDFs, one a patient. */
export function PackFiles({ pack, files, chosen, choose, host }: Props) {
  const [failure, setFailure] = useState<string | null>(null);
  const download = (file: PackFile) =>
    downloadPdf(pack, file.patientId, file.bed).catch((error: unknown) =>
      setFailure(error instanceof Error ? error.message : String(error)),
    );
  return (
    <section className="files" aria-labelledby="files-title">
      <h2 id="files-title">{words.files}</h2>
      {failure !== null && (
        <p className="failure" role="alert">
          {words.failed(failure)}
        </p>
      )}
      <ul>
        {files.map(file => (
          <li key={file.patientId} className="file">
            <button
              type="button"
              className="file-open"
              aria-current={file.patientId === chosen}
              onClick={() => choose(file.patientId)}
            >
              <span className="file-bed">{file.bed ?? text.ward.noBed}</span>
              <span className="file-name">
                <bdi>{file.name}</bdi>
              </span>
              <span className="file-pages">{words.pages(file.pages)}</span>
            </button>
            {host === 'browser' && (
              <Button className="button button-icon" aria-label={words.download(file.name)} onPress={() => void download(file)}>
                <Icon name="download" />
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
