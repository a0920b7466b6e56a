import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { PackFile } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { formName, useForms } from '../forms.ts';
import { text } from '../text.ts';
import { fileWords } from './file-words.ts';
import { fetchPdf } from './pdf-bytes.ts';

GlobalWorkerOptions.workerSrc = workerUrl;
const words = text.print;
const ZOOMS = [50, 75, 100, 150, 200] as const;

/** The released PDF itself, drawn page by page: what is seen is what prints. */
export function Preview({ pack, file }: { pack: number; file: PackFile }) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const forms = useForms();
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(2);
  useEffect(() => {
    let current = true;
    let task: ReturnType<typeof getDocument> | undefined;
    const open = async () => {
      const data = await fetchPdf(pack, file.patientId);
      if (!current) return;
      task = getDocument({ data });
      const opened = await task.promise;
      if (current) setPdf(opened);
    };
    open().catch((error: unknown) => current && setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      current = false;
      void task?.destroy();
    };
  }, [pack, file.patientId]);

  if (failure !== null)
    return (
      <p className="failure" role="alert">
        {words.previewFailed(failure)}
      </p>
    );
  const pages = pdf?.numPages ?? file.pages;
  const percent = ZOOMS[zoom]!;
  const { name } = fileWords(file, forms);
  return (
    <section className="preview" aria-label={words.preview(name)}>
      <div className="preview-bar">
        <Button
          className="button button-icon"
          aria-label={words.previous}
          isDisabled={page <= 1}
          onPress={() => setPage(page - 1)}
        >
          <Icon name="back" />
        </Button>
        <span className="preview-page" role="status">
          {words.page(page, pages)}
        </span>
        <Button
          className="button button-icon"
          aria-label={words.next}
          isDisabled={page >= pages}
          onPress={() => setPage(page + 1)}
        >
          <Icon name="forward" />
        </Button>
        <select
          className="preview-sheet"
          aria-label={words.sheet}
          value={firstPages(file).findLast(first => first <= page)}
          onChange={event => setPage(Number(event.target.value))}
        >
          {firstPages(file).map((first, index) => {
            const sheet = file.sheets[index]!;
            return (
              <option key={sheet.id} value={first}>
                {words.sheetWords(formName(forms, sheet.form), sheet.id, sheet.pages)}
              </option>
            );
          })}
        </select>
        <Button
          className="button button-icon"
          aria-label={words.zoomOut}
          isDisabled={zoom === 0}
          onPress={() => setZoom(zoom - 1)}
        >
          <Icon name="minus" />
        </Button>
        <span className="preview-zoom">{words.zoom(percent)}</span>
        <Button
          className="button button-icon"
          aria-label={words.zoomIn}
          isDisabled={zoom === ZOOMS.length - 1}
          onPress={() => setZoom(zoom + 1)}
        >
          <Icon name="plus" />
        </Button>
      </div>
      <div className="preview-paper" tabIndex={0} role="group" aria-label={`${words.preview(name)}, ${words.page(page, pages)}`}>
        {pdf ? (
          <Page key={`${page} ${percent}`} pdf={pdf} page={page} percent={percent} failed={setFailure} />
        ) : (
          <p>{words.opening}</p>
        )}
      </div>
    </section>
  );
}

/** The page of the file on which each of its sheets begins. */
const firstPages = ({ sheets }: PackFile): number[] =>
  sheets.map((_, index) => sheets.slice(0, index).reduce((page, sheet) => page + sheet.pages, 1));

interface PageProps {
  pdf: PDFDocumentProxy;
  page: number;
  percent: number;
  failed(why: string): void;
}

function Page({ pdf, page, percent, failed }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawnOn = canvas.current;
    if (!drawnOn) return;
    let stop = () => {};
    let current = true;
    const draw = async () => {
      const opened = await pdf.getPage(page);
      if (!current) return;
      // As many dots as the page takes on this screen, so that small print is as sharp as on paper.
      const dots = drawnOn.clientWidth * window.devicePixelRatio;
      const viewport = opened.getViewport({ scale: dots / opened.getViewport({ scale: 1 }).width });
      drawnOn.width = Math.round(viewport.width);
      drawnOn.height = Math.round(viewport.height);
      const drawing = opened.render({ canvas: drawnOn, viewport });
      stop = () => drawing.cancel();
      await drawing.promise;
      drawnOn.dataset['drawn'] = String(page);
    };
    draw().catch((error: unknown) => {
      if (current) failed(error instanceof Error ? error.message : String(error));
    });
    return () => {
      current = false;
      stop();
    };
  }, [pdf, page, failed]);
  return <canvas ref={canvas} className="preview-canvas" data-percent={percent} />;
}
