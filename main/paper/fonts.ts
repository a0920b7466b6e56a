import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';
import type { Font } from 'fontkit';

/** Three weights are all the paper uses. */
export type Weight = 'regular' | 'semibold' | 'bold';
export type Family = 'source' | 'arabic' | 'hebrew' | 'thai' | 'devanagari' | 'korean' | 'chinese';

/** One font file: parsed once per process, on first use. */
export interface Face {
  /** "source-bold": names the font in a document. */
  key: string;
  family: Family;
  font: Font;
}

/** A Noto family; its bold serves as semibold too. */
const noto = (folder: string, name: string): Record<Weight, string> => {
  const bold = `@expo-google-fonts/${folder}/700Bold/${name}_700Bold.ttf`;
  return { regular: `@expo-google-fonts/${folder}/400Regular/${name}_400Regular.ttf`, semibold: bold, bold };
};

const FILES: Record<Family, Record<Weight, string>> = {
  source: {
    regular: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
    semibold: '@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf',
    bold: '@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf',
  },
  arabic: noto('noto-sans-arabic', 'NotoSansArabic'),
  hebrew: noto('noto-sans-hebrew', 'NotoSansHebrew'),
  thai: noto('noto-sans-thai', 'NotoSansThai'),
  devanagari: noto('noto-sans-devanagari', 'NotoSansDevanagari'),
  korean: noto('noto-sans-kr', 'NotoSansKR'),
  chinese: noto('noto-sans-sc', 'NotoSansSC'),
};

const SCRIPTS: readonly (readonly [RegExp, Family])[] = [
  [/[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/, 'arabic'],
  [/[\u0590-\u05ff\ufb1d-\ufb4f]/, 'hebrew'],
  [/[\u0e00-\u0e7f]/, 'thai'],
  [/\p{Script_Extensions=Devanagari}/u, 'devanagari'],
  [/[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]/, 'korean'],
];

/** The family to set a cluster of its script with when the source has no glyph for it; the Chinese one has the most others. */
export const familyFor = (cluster: string): Family => SCRIPTS.find(([script]) => script.test(cluster))?.[1] ?? 'chinese';

const { resolve } = createRequire(import.meta.url);
const faces = new Map<string, Face>();

/** The font of a family and weight. All of them have 1000 units to the em. */
export function face(family: Family, weight: Weight): Face {
  const key = `${family}-${weight}`;
  let known = faces.get(key);
  if (!known) {
    const font = fontkit.create(readFileSync(resolve(FILES[family][weight])));
    if (!('glyphForCodePoint' in font) || font.unitsPerEm !== 1000) throw new Error(`${key} is not a font of 1000 units`);
    faces.set(key, (known = { key, family, font }));
  }
  return known;
}

/** Everything below this code point can be in the core; one lookup table of so many places. */
const CORE_END = 0x2700;
/** What the paper of a ward says day by day. Everything else is embedded by the document that needs it: each character here is in every document. */
const CORE_RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], // ASCII
  [0xa1, 0xac], // Latin-1, without the two invisible ones
  [0xae, 0x17f], // Latin-1, Extended-A
  [0x1a0, 0x1a1], // ơ ư of Vietnamese
  [0x1af, 0x1b0],
  [0x218, 0x21b], // ș ț of Romanian
  [0x394, 0x394], // Δ Ω α β γ μ of drugs and tests
  [0x3a9, 0x3a9],
  [0x3b1, 0x3b3],
  [0x3bc, 0x3bc],
  [0x1ea0, 0x1ef9], // Vietnamese
  [0x2010, 0x2027], // dashes, quotes, bullets
  [0x2030, 0x205e],
  [0x2070, 0x209c], // superiors and inferiors
  [0x20ac, 0x20ac],
  [0x2116, 0x2122],
  [0x2150, 0x215e], // fractions
  [0x2190, 0x2195], // arrows
  [0x2200, 0x22ff], // ≤ ≥ ≠ ≈ ∞
  [0x25a0, 0x25ff],
];

/**
 * The part of a weight that every document embeds: one fixed subset, made once per process. A character's CID is its place in
 * `codePoints` plus one, so reading back is exact even where two characters share a glyph.
 */
export interface Core {
  face: Face;
  codePoints: number[];
  glyphs: number[];
  /** By code point: advance in 1/1000 em, or NOT_IN_CORE. */
  advances: Uint16Array;
  /** By code point: CID. */
  cids: Uint16Array;
}
export const NOT_IN_CORE = 0xffff;
const cores = new Map<Weight, Core>();

/** The core of a weight. */
export function core(weight: Weight): Core {
  let known = cores.get(weight);
  if (!known) cores.set(weight, (known = makeCore(face('source', weight))));
  return known;
}

function makeCore(of: Face): Core {
  const advances = new Uint16Array(CORE_END).fill(NOT_IN_CORE);
  const cids = new Uint16Array(CORE_END);
  const codePoints: number[] = [];
  const glyphs: number[] = [];
  for (const [first, last] of CORE_RANGES) {
    for (let c = first; c <= last; c++) {
      if (!of.font.hasGlyphForCodePoint(c)) continue;
      const { id } = of.font.glyphForCodePoint(c);
      codePoints.push(c);
      glyphs.push(id);
      advances[c] = Math.round(advanceOf(of.font, id));
      cids[c] = codePoints.length;
    }
  }
  return { face: of, codePoints, glyphs, advances, cids };
}

/** fontkit reads tables as they are asked for; its types leave them out. */
type Tables = Font & { hmtx: { metrics: { length: number; get(index: number): { advance: number } } } };

/** A glyph's own advance width looks at its outline first, which takes twenty times as long. */
function advanceOf(font: Font, glyph: number): number {
  const { metrics } = (font as Tables).hmtx;
  return metrics.get(Math.min(glyph, metrics.length - 1)).advance;
}

/** Width of a text in 1/1000 em when every character of it is in the core, else null: then it has to be shaped. */
export function coreWidth({ advances }: Core, text: string): number | null {
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const advance = advances[text.charCodeAt(i)] ?? NOT_IN_CORE;
    if (advance === NOT_IN_CORE) return null;
    width += advance;
  }
  return width;
}
