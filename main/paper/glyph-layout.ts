import type { Font, GlyphRun } from 'fontkit';

/** What fontkit places marks with; its types leave it out. */
interface Placing {
  applyAnchor(mark: { markAnchor: object | null }, baseAnchor: object | null, base: number): void;
}
type Engine = Font & { _layoutEngine: { engine: { GPOSProcessor: Placing | null } | null } };

const mended = new WeakSet<Font>();

/** Sets a text with a font's own rules for joining letters and placing marks; glyphs from left to right. */
export function layOutGlyphs(font: Font, text: string, direction: 'ltr' | 'rtl'): GlyphRun {
  if (!mended.has(font)) {
    skipMissingAnchors(font);
    mended.add(font);
  }
  return font.layout(text, { kern: false, liga: false }, undefined, undefined, direction);
}

/**
 * A font may have no anchor for a mark on a letter's shape (OpenType GPOS lookups 4 to 6: a null offset), as Noto's Arabic for a kasra
 * under a lone feh. The mark then stays where it stands by itself; fontkit 2.0.4 fails instead (its issue 367).
 */
function skipMissingAnchors(font: Font): void {
  const placing = (font as Engine)._layoutEngine.engine?.GPOSProcessor;
  if (!placing) return;
  const apply = placing.applyAnchor.bind(placing);
  placing.applyAnchor = (mark, baseAnchor, base) => {
    if (mark.markAnchor && baseAnchor) apply(mark, baseAnchor, base);
  };
}
