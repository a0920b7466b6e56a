import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { coreName, documentFonts, type DocumentFonts, type Objects, type PdfObject } from './embed-fonts.ts';
import { core, coreWidth } from './fonts.ts';
import { noBoxes, type Boxes, type Page, type Rect, type Text } from './page.ts';
import { shape } from './shape.ts';

/** What we use of pdfkit: the container. */
interface Container extends Objects {
  ref(data: object): PdfObject;
  on(event: 'data', listener: (chunk: Uint8Array) => void): this;
  on(event: 'end', listener: () => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  addPage(options: { size: [number, number]; margin: number }): void;
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

/**
 * Draws pages into one PDF. Nothing is decided here, and the same pages and properties give the same bytes. The properties
 * are readable without opening the document, so they carry no patient.
 */
export async function draw(
  pages: Page[],
  { title, subject, date }: { title: string; subject: string; date: Date },
): Promise<Drawn> {
  const info = { Title: title, Subject: subject, Producer: 'Downtime Kiosk', Creator: 'Downtime Kiosk', CreationDate: date };
  const options = { autoFirstPage: false, compress: false, font: '', info } as const;
  const doc = new PDFDocument(options) as unknown as Container; // its published types leave out half of this
  const chunks: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    doc
      .on('data', chunk => chunks.push(chunk))
      .on('end', resolve)
      .on('error', reject);
  });
  const fonts = documentFonts(doc);
  const fontResources = doc.ref({});
  const frames = new Map<Boxes, { form: PdfObject; called: PdfObject; stamp: PdfObject }>();
  const stamps: Stamp[] = [];
  for (const { sheet, width, height, frame, stamp: texts, own } of pages) {
    doc.addPage({ size: [width, height], margin: 0 });
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
      stamp.end(content({ ...noBoxes(), texts }, height, fonts));
      stamps.push({ sheet, object: stamp.id, width, height, texts });
      frames.set(frame, (shared = { form, called, stamp }));
    }
    const { form, called, stamp } = shared;
    const stream = doc.ref({ Filter: 'FlateDecode' });
    stream.end(deflateSync(content(own, height, fonts), DEFLATE));
    doc.page.dictionary.data = { ...doc.page.dictionary.data, Contents: [doc.page.content, called, stamp, stream] };
    doc.page.resources.data = { Font: fontResources, XObject: { T: form } };
  }
  Object.assign(fontResources.data, fonts.finish());
  fontResources.end();
  for (const { form } of frames.values()) form.end();
  doc.end();
  await done;
  return { pdf: Buffer.concat(chunks), stamps };
}

const content = (boxes: Boxes, height: number, fonts: DocumentFonts): Buffer =>
  Buffer.from(operators(boxes, height, fonts), 'latin1');

/** Content operators, one byte a character. Light fills first, black ones over them, rules over those, words on top. */
function operators(boxes: Boxes, height: number, fonts: DocumentFonts): string {
  const out: string[] = [];
  const fills = boxes.rects.filter(r => r.fill !== null).sort((a, b) => b.fill! - a.fill!);
  let grey = -1;
  for (const rect of fills) {
    if (rect.fill !== grey) out.push(`${(grey = rect.fill!)} g`);
    out.push(`${box(rect, height)} re f`);
  }
  hatches(out, boxes.hatches, height);
  strokes(out, boxes, height);
  if (boxes.codes.length > 0) {
    out.push('0 g', ...boxes.codes.flatMap(c => c.bars.map(bar => `${box(bar, height)} re`)), 'f');
  }
  texts(out, boxes.texts, height, fonts);
  return out.join('\n');
}

const n = (value: number): number => Math.round(value * 1000) / 1000;
const box = (r: { x: number; y: number; width: number; height: number }, height: number): string =>
  `${n(r.x)} ${n(height - r.y - r.height)} ${n(r.width)} ${n(r.height)}`;

function strokes(out: string[], { lines, rects }: Boxes, height: number): void {
  const byWeight = new Map<number, string[]>();
  const paths = (weight: number): string[] => {
    const known = byWeight.get(weight) ?? [];
    byWeight.set(weight, known);
    return known;
  };
  for (const rect of rects) if (rect.stroke !== null) paths(rect.stroke).push(`${box(rect, height)} re`);
  for (const { x1, y1, x2, y2, weight } of lines) paths(weight).push(`${n(x1)} ${n(height - y1)} m ${n(x2)} ${n(height - y2)} l`);
  for (const [weight, path] of byWeight) out.push(`${weight} w`, ...path, 'S');
}

const HATCH_SPACING = 4.5;

/** Diagonals at 45 degrees, cut at the edges of each area. */
function hatches(out: string[], areas: Rect[], height: number): void {
  if (areas.length === 0) return;
  out.push('0.4 w');
  for (const { x, y, width, height: tall } of areas) {
    for (let at = HATCH_SPACING; at < width + tall; at += HATCH_SPACING) {
      const left = Math.max(0, at - tall);
      const right = Math.min(at, width);
      out.push(`${n(x + left)} ${n(height - y - (at - left))} m ${n(x + right)} ${n(height - y - (at - right))} l`);
    }
  }
  out.push('S');
}

function texts(out: string[], all: Text[], height: number, fonts: DocumentFonts): void {
  if (all.length === 0) return;
  out.push('BT', '0 g');
  let white = false;
  let squeeze = 1;
  let font = '';
  const use = (name: string, size: number): void => {
    const wanted = `/${name} ${size} Tf`;
    if (wanted !== font) out.push((font = wanted));
  };
  for (const text of all) {
    if (text.white !== white) {
      white = text.white;
      out.push(white ? '1 g' : '0 g');
    }
    if (text.squeeze !== squeeze) out.push(`${n((squeeze = text.squeeze) * 100)} Tz`);
    const baseline = height - text.y;
    const { glyphs } = shape(text.text, text.weight, text.rightToLeft);
    if (glyphs === null) {
      use(fonts.coreName(text.weight), text.size);
      out.push(`1 0 0 1 ${n(text.x)} ${n(baseline)} Tm (${coreString(text)}) Tj`);
      continue;
    }
    const scale = text.size / 1000;
    for (const glyph of glyphs) {
      const { name, cid } = fonts.take(glyph);
      use(name, text.size);
      out.push(`1 0 0 1 ${n(text.x + glyph.x * scale * squeeze)} ${n(baseline + glyph.y * scale)} Tm (${escaped(cid)}) Tj`);
    }
  }
  if (squeeze !== 1) out.push('100 Tz');
  out.push('ET');
}

function coreString({ text, weight }: Text): string {
  const { cids } = core(weight);
  let out = '';
  for (let i = 0; i < text.length; i++) out += escaped(cids[text.charCodeAt(i)]!);
  return out;
}

/** Draws texts in the fonts that every document of ours has, as a stamp's new content; null when one has a character outside them. */
export function stampContent(all: Text[], height: number): Buffer | null {
  if (all.some(({ text, weight }) => coreWidth(core(weight), text) === null)) return null;
  const out: string[] = [];
  const never = (): never => {
    throw new Error('a stamp has no shaped text');
  };
  texts(out, all, height, { coreName, take: never, finish: never });
  return Buffer.from(out.join('\n'), 'latin1');
}

const ESCAPES: Record<number, string> = { 0x0a: '\\n', 0x0d: '\\r', 0x28: '\\(', 0x29: '\\)', 0x5c: '\\\\' };
const byte = (value: number): string => ESCAPES[value] ?? String.fromCharCode(value);
const strings: string[] = [];

/** A CID as the two bytes of a PDF string. */
const escaped = (cid: number): string => (strings[cid] ??= byte(cid >> 8) + byte(cid & 0xff));
