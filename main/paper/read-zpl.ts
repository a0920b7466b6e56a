import type { Weight } from './fonts.ts';
import { textBits, turned } from './glyph-bits.ts';
import { printerWidth } from './printer-font.ts';
import { graphic } from './zpl.ts';

/** A box in the printer's dots. */
interface DotBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A label as a printer would understand it. */
export interface ReadZplLabel {
  across: number;
  along: number;
  copies: number;
  texts: { text: string; box: DotBox }[];
  codes: { kind: 'code128' | 'datamatrix'; content: string; box: DotBox }[];
  /** What can't be understood or drawn: such a label is not released. */
  faults: string[];
}

/** What letters of the printer's font reach above and below the baseline, in parts of their height. */
const ASCENT = 0.8;
const DESCENT = 0.25;

/** Reads ZPL of ours back, command by command; a command that we never write is a fault. */
export function readZpl(zpl: string): ReadZplLabel[] {
  return zpl
    .split('^XA')
    .slice(1)
    .map(body => readLabel(body));
}

/** What commands before a field's end said of it. */
interface Field {
  at: { x: number; y: number; baseline: boolean } | null;
  draws: (data: string | null) => void;
  data: string | null;
}

function readLabel(body: string): ReadZplLabel {
  const label: ReadZplLabel = { across: 0, along: 0, copies: 0, texts: [], codes: [], faults: [] };
  let module = 0;
  let claim: string | null = null;
  const nothing = (): void => undefined;
  let field: Field = { at: null, draws: nothing, data: null };
  const ended = /\^XZ\s*$/.test(body);
  if (!ended) label.faults.push('a label does not end');
  for (const [, name, rest] of body.matchAll(/[~^]([A-Z][A-Z0-9])([^~^]*)/g)) {
    const parameters = rest!.trim().split(',');
    const number = (i: number): number => Number(parameters[i]);
    const at = (): NonNullable<Field['at']> => field.at ?? { x: 0, y: 0, baseline: false };
    switch (name) {
      case 'CI':
      case 'PO':
      case 'PM':
      case 'LR':
      case 'LH':
      case 'FH':
      case 'FR':
      case 'GB':
      case 'XZ':
        break;
      case 'PW':
        label.across = number(0);
        break;
      case 'LL':
        label.along = number(0);
        break;
      case 'PQ':
        label.copies = number(0);
        break;
      case 'BY':
        module = number(0);
        break;
      case 'FX':
        claim = rest!;
        break;
      case 'FO':
      case 'FT':
        field.at = { x: number(0), y: number(1), baseline: name === 'FT' };
        break;
      case 'A0': {
        const [way, high, wide] = [parameters[0]!, number(1), number(2)];
        field.draws = text =>
          label.texts.push({ text: text ?? '', box: textBox(at(), way, high, wide * printerWidth(text ?? '')) });
        break;
      }
      case 'BC': {
        const [way, high] = [parameters[0]!, number(1)];
        field.draws = data => {
          const content = (data ?? '').replace(/^>:/, '').replaceAll('>0', '>');
          const wide = ((content.length + 3) * 11 + 2) * module;
          label.codes.push({ kind: 'code128', content, box: boxAt(at(), way === 'R' ? high : wide, way === 'R' ? wide : high) });
        };
        break;
      }
      case 'BX': {
        const [cell, side] = [number(1), number(3)];
        field.draws = data =>
          label.codes.push({ kind: 'datamatrix', content: data ?? '', box: boxAt(at(), cell * side, cell * side) });
        break;
      }
      case 'GF': {
        const [own, said] = [`^GF${rest!.trim()}`, claim];
        field.draws = () => {
          const drawn = said === null ? null : pictureOf(said, own);
          if (drawn === null) label.faults.push('a picture is not that of its words');
          else label.texts.push({ text: drawn.text, box: boxAt(at(), drawn.width, drawn.height) });
        };
        claim = null;
        break;
      }
      case 'FD':
        field.data = unescaped(rest!.replace(/\n$/, ''));
        break;
      case 'FS':
        field.draws(field.data);
        if (field.at !== null) field = { at: null, draws: nothing, data: null };
        break;
      default:
        label.faults.push(`^${name} is no command of ours`);
    }
  }
  return label;
}

const boxAt = ({ x, y }: { x: number; y: number }, width: number, height: number): DotBox => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

function textBox({ x, y }: { x: number; y: number }, way: string, high: number, width: number): DotBox {
  return way === 'R'
    ? { left: x - DESCENT * high, right: x + ASCENT * high, top: y, bottom: y + width }
    : { left: x, right: x + width, top: y - ASCENT * high, bottom: y + DESCENT * high };
}

/** The words of a picture, proven by drawing them anew; null when they draw another one. */
function pictureOf(claim: string, own: string): { text: string; width: number; height: number } | null {
  const [size, weight, direction, words = ''] = claim.split(' ');
  const text = decodeURIComponent(words);
  const drawn = textBits({ text, weight: weight as Weight, rightToLeft: direction === 'rtl' }, Number(size));
  if (drawn === null) return null;
  const found = [drawn.bits, turned(drawn.bits)].find(bits => graphic(bits) === own);
  return found ? { text, width: found.width, height: found.height } : null;
}

/** Field data as it was before what could be a command was written in hexadecimal. */
const unescaped = (data: string): string =>
  data.replace(/(?:_[0-9A-F]{2})+/g, hex => Buffer.from(hex.replaceAll('_', ''), 'hex').toString('utf8'));
