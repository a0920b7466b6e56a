import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Block, GridRow, OrderBlock, Sheet, Words } from '../../main/domain/sheet.ts';
import { unreachable } from '../../main/domain/result.ts';
import { dataMatrix, code128 } from '../../main/paper/codes.ts';
import type { Code } from '../../main/paper/page.ts';
import { bandOn } from '../support/sheets.ts';

/**
 * The same sheets the way pdfkit's guide teaches it: `doc.text` for each piece of text, `heightOfString` for the height of a row. What the
 * speed of our own drawing is compared with: same fonts, same sizes, same words, same rules and codes. Callers may hand it the sheets of
 * many patients at once, so that it parses and embeds each font once.
 */
export async function straightforwardPdf(sheets: Sheet[]): Promise<Uint8Array> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const chunks: Buffer[] = [];
  const done = new Promise(resolve => doc.on('data', (c: Buffer) => chunks.push(c)).on('end', resolve));
  const { resolve } = createRequire(import.meta.url);
  doc.registerFont('regular', resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'));
  doc.registerFont('bold', resolve('@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf'));
  for (const sheet of sheets) drawSheet(doc, sheet);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

type Doc = PDFKit.PDFDocument;
const SIZES: Record<Words['role'], number> = { drug: 11.5, dose: 11, large: 10, body: 9.25, small: 8.6, label: 7.5, hand: 9 };
const LEFT = 20;

function drawSheet(doc: Doc, sheet: Sheet): void {
  const landscape = sheet.orientation === 'landscape';
  const [width, height] = landscape ? [792, 612] : [612, 792];
  const inner = width - 2 * LEFT;
  const bottom = height - 92;
  let pages = 0;
  let y = 0;
  const turn = (): void => {
    doc.addPage({ size: [width, height], margin: 0 });
    pages++;
    foot(doc, sheet, inner, height, pages);
    y = band(doc, sheet, inner);
  };
  turn();
  const say = (text: string, x: number, top: number, room: number, font: string, size: number): void => {
    doc.font(font).fontSize(size).fillColor('black').text(text, x, top, { width: room, lineGap: 0 });
  };
  const tall = (text: string, room: number, font: string, size: number): number =>
    doc.font(font).fontSize(size).heightOfString(text, { width: room });
  const paragraphs = (lines: Words[][], x: number, top: number, room: number, draw: boolean): number => {
    let at = top;
    for (const line of lines) {
      const text = line.map(w => w.text).join(' ');
      const [first] = line;
      if (!first) continue;
      const font =
        first.role === 'drug' || first.role === 'dose' || first.tone === 'strong' || first.tone === 'alarm' ? 'bold' : 'regular';
      if (draw) say(text, x, at, room, font, SIZES[first.role]);
      at += tall(text, room, font, SIZES[first.role]);
    }
    return at - top;
  };
  const order = Math.round(inner * 0.37);
  const orderHeight = (o: OrderBlock): number =>
    paragraphs(runIn(o.lines), 0, 0, order - 6, false) + (o.marks.length > 0 ? 12 : 0) + 16;
  const drawOrder = (o: OrderBlock): void => {
    const used = paragraphs(runIn(o.lines), LEFT + 3, y + 2, order - 6, true);
    if (o.marks.length > 0) say(o.marks.join('   '), LEFT + 3, y + 2 + used, order - 6, 'bold', 8.5);
    say(`Order ${o.number}`, LEFT + 3, y + 2 + used + (o.marks.length > 0 ? 12 : 0), order - 100, 'bold', 9.2);
    say('RPh', LEFT + order - 92, y + 4 + used, 20, 'bold', 7.5);
    say('RN', LEFT + order - 46, y + 4 + used, 20, 'bold', 7.5);
  };
  const block = (b: Block): void => {
    switch (b.kind) {
      case 'heading':
        if (y + 60 > bottom) turn();
        doc.rect(LEFT, y, inner, 16).fill('#eeeeee');
        say(`${b.text} ${b.note ?? ''}`, LEFT + 4, y + 2, inner - 8, 'bold', 10.5);
        y += 17;
        return;
      case 'paragraph': {
        const need = paragraphs(b.lines, 0, 0, inner - 12, false) + 6;
        if (y + need > bottom) turn();
        paragraphs(b.lines, LEFT + 6, y + 3, inner - 12, true);
        if (b.box !== 'none') doc.rect(LEFT, y, inner, need).stroke();
        y += need + 3;
        return;
      }
      case 'order-grid': {
        const column = (inner - order) / b.columns.length;
        const head = (): void => {
          doc.rect(LEFT, y, inner, 23).fillAndStroke('#e0e0e0', 'black');
          say('Medication, dose, route, schedule', LEFT + 3, y + 9, order, 'bold', 9.5);
          b.columns.forEach((c, i) => {
            if (c.dayLabel)
              doc
                .font('bold')
                .fontSize(7.5)
                .text(c.dayLabel, LEFT + order + i * column, y + 1, { width: column + 4, lineBreak: false });
            doc
              .font('bold')
              .fontSize(9.5)
              .text(c.label, LEFT + order + i * column, y + 10, { width: column, align: 'center' });
          });
          y += 23;
        };
        head();
        for (const row of b.rows) {
          const notes = paragraphs(row.order.notes, 0, 0, inner - order - 8, false);
          const need = Math.max(orderHeight(row.order), 32 + notes);
          if (y + need > bottom) {
            turn();
            head();
          }
          drawOrder(row.order);
          gridCells(doc, row, LEFT + order, y, column, need - notes);
          paragraphs(row.order.notes, LEFT + order + 4, y + need - notes, inner - order - 8, true);
          doc
            .moveTo(LEFT, y + need)
            .lineTo(LEFT + inner, y + need)
            .lineWidth(1.2)
            .stroke();
          y += need;
        }
        return;
      }
      case 'order-entries': {
        const all = b.columns.reduce((sum, c) => sum + c.weight, 0);
        let x = LEFT + order;
        const xs = b.columns.map(c => {
          const at = x;
          x += ((inner - order) * c.weight) / all;
          return at;
        });
        b.columns.forEach((c, i) => say(c.label, xs[i]! + 2, y + 2, 60, 'bold', 8.75));
        y += 15;
        for (const row of b.rows) {
          const need = Math.max(orderHeight(row.order), row.lines * 21);
          if (y + need > bottom) turn();
          drawOrder(row.order);
          for (let at = 21; at < need; at += 21)
            doc
              .moveTo(LEFT + order, y + at)
              .lineTo(LEFT + inner, y + at)
              .lineWidth(0.5)
              .stroke();
          for (const at of xs)
            doc
              .moveTo(at, y)
              .lineTo(at, y + need)
              .lineWidth(0.4)
              .stroke();
          doc
            .moveTo(LEFT, y + need)
            .lineTo(LEFT + inner, y + need)
            .lineWidth(1.2)
            .stroke();
          y += need;
        }
        return;
      }
      case 'table': {
        const all = b.columns.reduce((sum, c) => sum + c.weight, 0);
        const cells = b.columns.map(c => (inner * c.weight) / all);
        const head: Words[][] = b.columns.map(c => [{ text: c.label, role: 'body', tone: 'strong' }]);
        for (const row of [head, ...b.rows].map(r => r.map(cell => [cell]))) {
          const need = Math.max(...row.map((cell, i) => paragraphs(cell, 0, 0, cells[i]! - 6, false)), 10) + 3;
          if (y + need > bottom) turn();
          let x = LEFT;
          row.forEach((cell, i) => {
            paragraphs(cell, x + 3, y + 1, cells[i]! - 6, true);
            x += cells[i]!;
          });
          doc
            .moveTo(LEFT, y + need)
            .lineTo(LEFT + inner, y + need)
            .lineWidth(0.4)
            .stroke();
          y += need;
        }
        return;
      }
      case 'fields':
      case 'labels':
        throw new Error('fields and labels are no part of this comparison');
      default:
        return unreachable(b);
    }
  };
  for (const b of sheet.blocks) block(b);
}

/** Plain lines that follow each other as one paragraph, so that pages carry as many orders as ours. */
function runIn(lines: Words[][]): Words[][] {
  const out: Words[][] = [];
  let plain: Words[] | null = null;
  for (const line of lines) {
    const isPlain = line.every(w => w.role === 'body' && (w.tone ?? 'plain') === 'plain');
    if (isPlain && plain) plain.push(...line.map(w => ({ ...w, text: `  ${w.text}` })));
    else out.push((plain = [...line]));
    if (!isPlain) plain = null;
  }
  return out;
}

function gridCells(doc: Doc, row: GridRow, left: number, y: number, column: number, height: number): void {
  if (row.across !== null)
    doc
      .font('bold')
      .fontSize(9.5)
      .text(row.across, left + 5, y + 3, { width: row.lines[0]!.length * column - 10 });
  row.lines[0]!.forEach((cell, i) => {
    const x = left + i * column;
    doc
      .moveTo(x, y)
      .lineTo(x, y + height)
      .lineWidth(0.4)
      .stroke();
    if (cell.kind === 'due') {
      cell.times.forEach((time, k) => {
        const text = `${time.computed ? '~' : ''}${time.text}`;
        doc
          .font('bold')
          .fontSize(8)
          .text(text, x - 2, y + 2 + k * 29, { width: column + 4, align: 'center', lineBreak: false });
        doc
          .rect(x + 1.5, y + 12 + k * 29, column - 3, 16)
          .lineWidth(0.9)
          .stroke();
      });
    } else if (cell.kind === 'closed') {
      for (let at = 4.5; at < column + height; at += 4.5) {
        const from = Math.max(0, at - height);
        const to = Math.min(at, column);
        doc
          .moveTo(x + from, y + at - from)
          .lineTo(x + to, y + at - to)
          .lineWidth(0.4)
          .stroke();
      }
    }
  });
}

function band(doc: Doc, sheet: Sheet, inner: number): number {
  const { title } = sheet;
  const band = bandOn(sheet);
  const say = (text: string, x: number, y: number, width: number, font: string, size: number): void => {
    doc.font(font).fontSize(size).fillColor('black').text(text, x, y, { width });
  };
  doc.rect(LEFT, LEFT, inner, 18).fill('#e0e0e0');
  say(`${band.institution}, ${band.unit}`, LEFT + 4, LEFT + 3, inner * 0.28, 'bold', 9.5);
  say(title, LEFT + inner * 0.29, LEFT + 3, inner * 0.48, 'bold', 11);
  say(band.mark, LEFT + inner * 0.8, LEFT + 3, inner * 0.2, 'bold', 9.5);
  say(`${band.asOf ?? ''} ${band.age ?? ''}`, LEFT + 4, LEFT + 20, inner * 0.6, 'bold', 11);
  say(`For ${band.period ?? ''}`, LEFT + inner * 0.62, LEFT + 20, inner * 0.38, 'bold', 11);
  let y = LEFT + 36;
  if (band.ageAlarm !== null) {
    say(band.ageAlarm, LEFT + 4, y, inner - 8, 'bold', 11);
    y += 16;
  }
  const facts: [string, string, string, number][][] = [
    [
      ['', band.name, 'bold', 16],
      ['MRN', band.mrn, 'bold', 12],
      ['Visit', band.visit, 'bold', 10],
      ['Born', `${band.born}, ${band.ageSex}`, 'bold', 10],
    ],
    [
      ['Bed', band.bed, 'bold', 12],
      ['Weight', band.weight, 'bold', 9.5],
      ['Height', band.height, 'regular', 9.5],
      ['Admitted', band.admitted, 'regular', 9.5],
      ['Attending', band.attending, 'regular', 9.5],
    ],
    [
      ['', band.allergyHeading, 'bold', 9.5],
      ['', band.allergies.join('; '), 'bold', 9.5],
    ],
    [
      ['CODE STATUS', band.codeStatus, 'bold', 11],
      ['ISOLATION', band.isolation.join('; '), 'bold', 9.5],
    ],
  ];
  const shares = [0.29, 0.2, 0.29, 0.22];
  let x = LEFT;
  facts.forEach((column, i) => {
    let at = y + (i === 3 ? 28 : 2);
    const room = inner * shares[i]! - 8;
    for (const [label, value, font, size] of column) {
      if (label !== '') say(label, x + 4, at + size - 7, 50, 'bold', 7.5);
      const left = label === '' ? 0 : doc.font('bold').fontSize(7.5).widthOfString(label) + 3;
      say(value, x + 4 + left, at, room - left, font, size);
      at += doc
        .font(font)
        .fontSize(size)
        .heightOfString(value, { width: room - left });
    }
    x += inner * shares[i]!;
  });
  if (band.mrnCode !== null) {
    const code = code128(band.mrnCode, LEFT + inner * 0.78 + 4, y + 3, inner * 0.22 - 8, 22);
    drawCode(doc, code);
  }
  doc
    .rect(LEFT, LEFT, inner, y + 72 - LEFT)
    .lineWidth(1.2)
    .stroke();
  return y + 74;
}

function foot(doc: Doc, { foot, id, head: band }: Sheet, inner: number, height: number, page: number): void {
  const say = (text: string, x: number, y: number, width: number, font: string, size: number): void => {
    doc.font(font).fontSize(size).fillColor('black').text(text, x, y, { width });
  };
  const top = height - 90;
  say(foot.legends.map(l => `${l.title}: ${l.items.join('   ')}`).join(' '), LEFT + 4, top, inner - 8, 'regular', 8.5);
  if (foot.signatures) {
    const box = (inner - 158) / 4;
    for (let i = 0; i < 4; i++) {
      doc
        .rect(LEFT + i * box, top + 24, box, 25)
        .lineWidth(0.6)
        .stroke();
      say('Initials', LEFT + i * box + 2, top + 24, 40, 'bold', 7.5);
      say('Signature, name, title', LEFT + i * box + box * 0.24, top + 24, box, 'bold', 7.5);
    }
  }
  say(`${foot.printed}. ${foot.source}`, LEFT + 4, top + 52, inner - 166, 'regular', 8.5);
  say(`Page ${page}`, LEFT + inner - 150, top + 24, 100, 'bold', 10);
  say(id, LEFT + inner - 150, top + 38, 100, 'regular', 8.5);
  const code = dataMatrix([id, page, 1, band.code, foot.generation].join('|'), LEFT + inner, height - LEFT);
  drawCode(doc, code);
}

function drawCode(doc: Doc, code: Code | null): void {
  if (code === null) return;
  const { x, y, module } = code;
  for (const bar of code.bars)
    doc.rect(x + bar.x * module, y + bar.y * module, bar.width * module, bar.height * module).fill('black');
}
