import PDFDocument from 'pdfkit';
import { coreName, documentFonts, type Objects, type PdfObject } from './embed-fonts.ts';
import { core, coreWidth } from './fonts.ts';
import { content } from './operators.ts';
import { noBoxes, type Boxes, type Page, type Text } from './page.ts';

/** pdfkit's document, which pushes whatever it writes and at its end null: kept, because to pass it through a stream costs as much as to make it. */
class KeptDocument extends PDFDocument {
  declare pieces: Uint8Array[] | undefined;
  declare whole: boolean | undefined;

  override push(piece: Uint8Array | null): boolean {
    // pdfkit's constructor writes already.
    if (piece !== null) (this.pieces ??= []).push(piece);
    else this.whole = true;
    return true;
  }
}

/** What we use of it: the container. */
interface Container extends Objects {
  pieces: Uint8Array[];
  whole: boolean | undefined;
  ref(data: object): PdfObject;
  addPage(options: { size: [number, number]; margin: number }): void;
  outline: { addItem(title: string): void };
  end(): void;
  page: { content: PdfObject; dictionary: { data: object }; resources: { data: object } };
}

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
 * Draws pages into one PDF, content as it is: deflated a patient's sheets would be a third smaller, but take a third longer to draw and a fifth
 * longer to read back. Nothing is decided here, and the same pages and properties give the same bytes, unless they are sealed. The
 * properties are readable without opening the document, so they carry no patient.
 */
export function draw(
  pages: readonly Page[],
  { title, subject, date }: { title: string; subject: string; date: Date },
  sealing: Sealing | null = null,
): Drawn {
  const info = { Title: title, Subject: subject, Producer: 'Downtime Kiosk', Creator: 'Downtime Kiosk', CreationDate: date };
  const options = { autoFirstPage: false, compress: false, font: '', info, ...(sealing && sealedWith(sealing)) } as const;
  const doc = new KeptDocument(options) as unknown as Container; // its published types leave out half of this
  const fonts = documentFonts(doc);
  const fontResources = doc.ref({});
  const frames = new Map<Boxes, { form: PdfObject; called: PdfObject; stamp: PdfObject }>();
  const stamps: Stamp[] = [];
  const written = (boxes: Boxes, height: number, data: object = {}): PdfObject => {
    const object = doc.ref(data);
    object.end(Buffer.from(content(boxes, height, fonts)));
    return object;
  };
  for (const page of pages) {
    const { sheet, width, height, frame, stamp: texts, own } = page;
    doc.addPage({ size: [width, height], margin: 0 });
    const mark = sealing?.marks.get(page);
    if (mark !== undefined) doc.outline.addItem(mark);
    let shared = frames.get(frame);
    if (!shared) {
      const BBox = [0, 0, width, height];
      const form = written(frame, height, { Type: 'XObject', Subtype: 'Form', BBox, Resources: { Font: fontResources } });
      // pdfkit has begun the page with its flip; the same flip again gives plain coordinates.
      const called = doc.ref({});
      called.end(Buffer.from(`1 0 0 -1 0 ${height} cm\n/T Do`, 'latin1'));
      const stamp = written({ ...noBoxes(), texts }, height);
      stamps.push({ sheet, object: stamp.id, width, height, texts });
      frames.set(frame, (shared = { form, called, stamp }));
    }
    const { form, called, stamp } = shared;
    const contents = [doc.page.content, called, stamp, written(own, height)];
    doc.page.dictionary.data = { ...doc.page.dictionary.data, Contents: contents };
    doc.page.resources.data = { Font: fontResources, XObject: { T: form } };
  }
  Object.assign(fontResources.data, fonts.finish());
  fontResources.end();
  doc.end();
  if (!doc.whole) throw new Error('an object of the document was not ended');
  return { pdf: Buffer.concat(doc.pieces), stamps };
}

/** Draws texts in the fonts that every document of ours has, as a stamp's new content; null when one has a character outside them. */
export function stampContent(all: Text[], height: number): Buffer | null {
  if (all.some(({ text, weight }) => coreWidth(core(weight), text) === null)) return null;
  const never = (): never => {
    throw new Error('a stamp has no shaped text');
  };
  return Buffer.from(content({ ...noBoxes(), texts: all }, height, { coreName, take: never, finish: never }));
}
