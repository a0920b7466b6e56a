import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { coreName, documentFonts, type Objects, type PdfObject } from './embed-fonts.ts';
import { core, coreWidth } from './fonts.ts';
import { content } from './operators.ts';
import { noBoxes, type Boxes, type Page, type Text } from './page.ts';

/** What we use of pdfkit: the container. Whatever it writes it pushes to whoever reads it, and null at the end. */
interface Container extends Objects {
  ref(data: object): PdfObject;
  read(): Uint8Array;
  push: (chunk: Uint8Array | null) => boolean;
  addPage(options: { size: [number, number]; margin: number }): void;
  outline: { addItem(title: string): void };
  end(): void;
  page: { content: PdfObject; dictionary: { data: object }; resources: { data: object } };
}

/** Our streams are short and alike; a higher level costs time and saves little. */
const DEFLATE = { level: 1 } as const;

/** A sheet's stamp in a PDF: the object that draws it, on pages of this size in points. */
export interface Stamp {
  sheet: string;
  object: number;
  width: number;
  height: number;
  texts: Text[];
}

/** A PDF, and where the stamps of its sheets are. */
export interface Drawn {
  pdf: Buffer;
  stamps: Stamp[];
}

/** Encrypts a PDF: either opens it. `marks` are the reader's list of contents, by the first page that each names. */
export interface Sealing {
  passwords: { user: string; owner: string };
  marks: ReadonlyMap<Page, string>;
}

/** AES-256 as Adobe's extension level 3 of PDF 1.7 has it (revision 5), which every reader of the last ten years opens; whoever opens it may print it. */
const sealedWith = ({ passwords: { user, owner } }: Sealing) => ({
  pdfVersion: '1.7ext3' as const,
  userPassword: user,
  ownerPassword: owner,
  permissions: { printing: 'highResolution' as const, contentAccessibility: true, copying: true },
});

/**
 * Draws pages into one PDF. Nothing is decided here, and the same pages and properties give the same bytes, unless they are sealed. The
 * properties are readable without opening the document, so they carry no patient.
 */
export function draw(
  pages: readonly Page[],
  { title, subject, date }: { title: string; subject: string; date: Date },
  sealing: Sealing | null = null,
): Drawn {
  const info = { Title: title, Subject: subject, Producer: 'Downtime Kiosk', Creator: 'Downtime Kiosk', CreationDate: date };
  const options = { autoFirstPage: false, compress: false, font: '', info, ...(sealing && sealedWith(sealing)) } as const;
  const doc = new PDFDocument(options) as unknown as Container; // its published types leave out half of this
  const chunks: Uint8Array[] = [doc.read()];
  let whole = false;
  // Straight into our hands, after the head that it has written: to pass each piece through a stream costs as much as to make it.
  doc.push = chunk => {
    if (chunk === null) whole = true;
    else chunks.push(chunk);
    return true;
  };
  const fonts = documentFonts(doc);
  const fontResources = doc.ref({});
  const frames = new Map<Boxes, { form: PdfObject; called: PdfObject; stamp: PdfObject }>();
  const stamps: Stamp[] = [];
  for (const page of pages) {
    const { sheet, width, height, frame, stamp: texts, own } = page;
    doc.addPage({ size: [width, height], margin: 0 });
    const mark = sealing?.marks.get(page);
    if (mark !== undefined) doc.outline.addItem(mark);
    let shared = frames.get(frame);
    if (!shared) {
      const resources = { Font: fontResources };
      const form = doc.ref({
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, width, height],
        Resources: resources,
        Filter: 'FlateDecode',
      });
      form.write(deflateSync(content(frame, height, fonts), DEFLATE));
      // pdfkit has begun the page with its flip; the same flip again gives plain coordinates.
      const called = doc.ref({});
      called.end(Buffer.from(`1 0 0 -1 0 ${height} cm\n/T Do`, 'latin1'));
      const stamp = doc.ref({});
      stamp.end(Buffer.from(content({ ...noBoxes(), texts }, height, fonts)));
      stamps.push({ sheet, object: stamp.id, width, height, texts });
      frames.set(frame, (shared = { form, called, stamp }));
    }
    const { form, called, stamp } = shared;
    const stream = doc.ref({ Filter: 'FlateDecode' });
    stream.end(deflateSync(content(own, height, fonts), DEFLATE));
    // pdfkit writes no stream for nothing, and a page whose contents aren't all streams is blank to some readers.
    const contents = [doc.page.content, called, ...(texts.length > 0 ? [stamp] : []), stream];
    doc.page.dictionary.data = { ...doc.page.dictionary.data, Contents: contents };
    doc.page.resources.data = { Font: fontResources, XObject: { T: form } };
  }
  Object.assign(fontResources.data, fonts.finish());
  fontResources.end();
  for (const { form } of frames.values()) form.end();
  doc.end();
  if (!whole) throw new Error('an object of the document was not ended');
  return { pdf: Buffer.concat(chunks), stamps };
}

/** Draws texts in the fonts that every document of ours has, as a stamp's new content; null when one has a character outside them. */
export function stampContent(all: Text[], height: number): Buffer | null {
  if (all.some(({ text, weight }) => coreWidth(core(weight), text) === null)) return null;
  const never = (): never => {
    throw new Error('a stamp has no shaped text');
  };
  return Buffer.from(content({ ...noBoxes(), texts: all }, height, { coreName, take: never, finish: never }));
}
