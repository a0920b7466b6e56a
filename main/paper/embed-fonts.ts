import { deflateSync } from 'node:zlib';
import type { Glyph } from 'fontkit';
import { core, type Core, type Face, type Weight } from './fonts.ts';
import type { PlacedGlyph } from './shape.ts';

/** The part of pdfkit's document that fonts are written to. */
export interface Objects {
  ref(data: object): PdfObject;
}
export interface PdfObject {
  readonly id: number;
  data: object;
  end(chunk?: Uint8Array): void;
}

/** A glyph of a document's own subset: which CID it got. Equal glyphs that stand for different texts get different ones. */
interface Taken {
  id: number;
  text: string;
  advance: number;
}

/** The fonts of one document: shared cores, and subsets of what else its texts need. */
export interface DocumentFonts {
  /** Font resource name of a weight's core: "R", "S", "B". */
  coreName(weight: Weight): string;
  /** Resource name and CID for a glyph outside the cores. */
  take(glyph: PlacedGlyph): { name: string; cid: number };
  /** Writes what was used; resource name → object. To be called once, when all text has been set. */
  finish(): Record<string, PdfObject>;
}

const CORE_NAMES: Record<Weight, string> = { regular: 'R', semibold: 'S', bold: 'B' };

/** Font resource name of a weight's core. */
export const coreName = (weight: Weight): string => CORE_NAMES[weight];

/** Begins the fonts of a document. */
export function documentFonts(doc: Objects): DocumentFonts {
  const usedCores = new Set<Weight>();
  const subsets = new Map<Face, { name: string; taken: Taken[]; cids: Map<string, number> }>();
  return {
    coreName(weight) {
      usedCores.add(weight);
      return CORE_NAMES[weight];
    },
    take(glyph) {
      let subset = subsets.get(glyph.face);
      if (!subset) subsets.set(glyph.face, (subset = { name: `F${subsets.size}`, taken: [], cids: new Map() }));
      const key = `${glyph.id}\n${glyph.text}`;
      let cid = subset.cids.get(key);
      if (cid === undefined) {
        subset.taken.push({ id: glyph.id, text: glyph.text, advance: glyph.face.font.getGlyph(glyph.id).advanceWidth });
        subset.cids.set(key, (cid = subset.taken.length));
      }
      return { name: subset.name, cid };
    },
    finish() {
      const written: Record<string, PdfObject> = {};
      for (const weight of usedCores) written[CORE_NAMES[weight]] = write(doc, coreProgram(weight));
      for (const [face, { name, taken }] of subsets) written[name] = write(doc, program(face, taken, 'DKFALL'));
      return written;
    },
  };
}

/** Words of PDF that pdfkit writes as they are, as it does with whatever is no plain object: a font's thousand widths become words only once. */
class AsWritten {
  readonly #words: string;
  readonly [Symbol.toStringTag] = 'AsWritten';
  constructor(words: string) {
    this.#words = words;
  }
  toString(): string {
    return this.#words;
  }
}

/** A font ready to be written: streams deflated, so that a shared one costs a copy. */
interface Program {
  face: Face;
  name: string;
  file: Buffer;
  fileLength: number;
  cidToGid: Buffer;
  toUnicode: Buffer;
  widths: AsWritten;
}

const corePrograms = new Map<Weight, Program>();

/** A core as a font program; made once per process. */
export function coreProgram(weight: Weight): Program {
  let known = corePrograms.get(weight);
  if (!known) corePrograms.set(weight, (known = program(core(weight).face, coreTaken(core(weight)), 'DKCORE')));
  return known;
}

const coreTaken = ({ codePoints, glyphs, advances }: Core): Taken[] =>
  codePoints.map((c, i) => ({ id: glyphs[i]!, text: String.fromCodePoint(c), advance: advances[c]! }));

function program(face: Face, taken: Taken[], tag: string): Program {
  const subset = face.font.createSubset();
  const include = subset.includeGlyph.bind(subset) as unknown as (glyph: Glyph) => number; // typed as if it took no glyph
  const gids = Buffer.alloc((taken.length + 1) * 2);
  taken.forEach(({ id }, i) => gids.writeUInt16BE(include(face.font.getGlyph(id)), (i + 1) * 2));
  const file = Buffer.from(subset.encode());
  return {
    face,
    name: `${tag}+${face.font.postscriptName.replace(/[^A-Za-z0-9-]/g, '')}`,
    file: deflateSync(file),
    fileLength: file.length,
    cidToGid: deflateSync(gids),
    toUnicode: deflateSync(Buffer.from(toUnicode(taken))),
    widths: new AsWritten(`[1 [${taken.map(t => t.advance).join(' ')}]]`),
  };
}

/** CID → text, so that what is read back is what was meant. A glyph that stands for nothing reads as a zero-width space. */
function toUnicode(taken: Taken[]): string {
  const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const entries = taken.map(({ text }, i) => `<${(i + 1).toString(16).padStart(4, '0')}> <${utf16(text || '\u200b')}>`);
  const chunks: string[] = [];
  for (let i = 0; i < entries.length; i += 100) {
    const chunk = entries.slice(i, i + 100);
    chunks.push(`${chunk.length} beginbfchar\n${chunk.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange',
    ...chunks,
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend',
  ].join('\n');
}

function write(doc: Objects, { face: { font }, name, file, fileLength, cidToGid, toUnicode, widths }: Program): PdfObject {
  const stream = (bytes: Buffer, data: object = {}): PdfObject => {
    const object = doc.ref({ ...data, Filter: 'FlateDecode' });
    object.end(bytes);
    return object;
  };
  const whole = (data: object): PdfObject => {
    const object = doc.ref(data);
    object.end();
    return object;
  };
  const { minX, minY, maxX, maxY } = font.bbox;
  const descriptor = whole({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: [minX, minY, maxX, maxY],
    ItalicAngle: 0,
    Ascent: font.ascent,
    Descent: font.descent,
    CapHeight: font.capHeight,
    XHeight: font.xHeight,
    StemV: 80,
    FontFile2: stream(file, { Length1: fileLength }),
  });
  const descendant = whole({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    // pdfkit writes String objects as PDF strings and plain strings as names.
    CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: 1000,
    W: widths,
    CIDToGIDMap: stream(cidToGid),
  });
  return whole({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: stream(toUnicode),
  });
}
