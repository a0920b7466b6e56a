import { chromium, type Browser } from 'playwright-core';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import type { Band, Block, GridCell, OrderBlock, Sheet, Words } from '../../main/domain/sheet.ts';
import { code128, dataMatrix, pageCodeContent } from '../../main/paper/codes.ts';
import type { Code } from '../../main/paper/page.ts';
import { bandOn } from '../support/sheets.ts';

/**
 * The same sheets as HTML, printed by Chromium: what most desktop apps do. One browser, one document a patient, with the same fonts, words,
 * rules and codes; only the page's number is not on it, because a page doesn't know its own.
 */
export async function openChromiumPrinter(
  path: string,
): Promise<{ print(sheets: Sheet[]): Promise<Buffer>; memoryMb(): number; close(): Promise<void> }> {
  const browser: Browser = await chromium.launch({
    executablePath: path,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage();
  let most = 0;
  return {
    async print(sheets) {
      await page.setContent(`<style>${CSS}</style>${sheets.map(sheetHtml).join('')}`);
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      most = Math.max(most, chromiumMemoryMb());
      return pdf;
    },
    memoryMb: () => most,
    close: () => browser.close(),
  };
}

/** Resident memory of this process's children and theirs (Linux; 0 elsewhere). */
function chromiumMemoryMb(): number {
  if (process.platform !== 'linux') return 0;
  const processes = new Map<number, { parent: number; kb: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      processes.set(Number(name), {
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
        kb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
      });
    } catch {
      continue; // it ended while we looked
    }
  }
  const ours = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent === process.pid || (parent !== undefined && parent > 1 && ours(parent));
  };
  return [...processes].filter(([pid]) => ours(pid)).reduce((sum, [, { kb }]) => sum + kb / 1024, 0);
}

const { resolve } = createRequire(import.meta.url);
const fontFace = (weight: number, file: string): string =>
  `@font-face { font-family: Ward; font-weight: ${weight}; src: url(data:font/ttf;base64,${readFileSync(resolve(`@expo-google-fonts/source-sans-3/${file}.ttf`)).toString('base64')}) }`;

const CSS = `${fontFace(400, '400Regular/SourceSans3_400Regular')} ${fontFace(700, '700Bold/SourceSans3_700Bold')}
@page landscape { size: 11in 8.5in; margin: 0.4in } @page portrait { size: 8.5in 11in; margin: 0.4in }
body { font: 8.5pt Ward } section { break-after: page } .landscape { page: landscape } .portrait { page: portrait }
table { border-collapse: collapse; width: 100%; table-layout: fixed } td, th { border: 0.5pt solid black; padding: 2pt; vertical-align: top; text-align: left }
thead { display: table-header-group } tr { break-inside: avoid } section > table > tbody > tr { break-inside: auto } .name { font-size: 16pt; font-weight: bold } .drug { font-size: 10.5pt; font-weight: bold } .strong, b { font-weight: bold } .alarm { background: black; color: white }
.order { width: 37% } .band td { border: none } .sign td { height: 25pt; border: 0.6pt solid black } svg { display: block; margin-left: auto }
 .box { border: 1pt solid black; height: 14pt } .closed { background: repeating-linear-gradient(45deg, #fff, #fff 3pt, #000 3.2pt) }`;

const safe = (text: string): string => text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
const words = (line: Words[]): string =>
  line.map(w => `<span class="${w.role} ${w.tone ?? ''}">${safe(w.text)}</span>`).join(' ');

function sheetHtml(sheet: Sheet): string {
  return `<section class="${sheet.orientation}"><table><thead><tr><td>${bandHtml(bandOn(sheet), sheet.title)}</td></tr></thead>
    <tbody><tr><td>${sheet.blocks.map(blockHtml).join('')}</td></tr></tbody>
    <tfoot><tr><td>${footHtml(sheet)}</td></tr></tfoot></table></section>`;
}

const footHtml = (sheet: Sheet): string =>
  `<p>${sheet.foot.legends.map(l => `<b>${safe(l.title)}:</b> ${l.items.map(safe).join(' ')}`).join(' ')}</p>
  ${sheet.foot.signatures ? `<table class="sign"><tr>${'<td>Initials</td><td>Signature, name, title</td>'.repeat(4)}</tr></table>` : ''}
  <p>${safe(sheet.foot.source)}<br>${safe(sheet.foot.printed)} ${safe(sheet.id)}</p>${codeHtml(dataMatrix(pageCodeContent(sheet, 1, 1), 0, 0))}`;

function codeHtml(code: Code | null): string {
  if (code === null) return '';
  const bars = code.bars.map(b => `<rect x="${b.x}" y="${b.y}" width="${b.width}" height="${b.height}"/>`);
  return `<svg width="${code.width}pt" height="${code.height}pt" viewBox="0 0 ${code.width / code.module} ${code.height / code.module}">${bars.join('')}</svg>`;
}

const fact = (label: string, value: string): string => `<div>${label} <b>${safe(value)}</b></div>`;

const bandHtml = (b: Band, title: string): string =>
  `<table class="band"><tr><td><b>${safe(b.institution)}, ${safe(b.unit)}</b></td><td colspan="2"><b>${safe(title)}</b></td><td><span class="alarm">${safe(b.mark)}</span></td></tr>
  <tr><td colspan="2"><b>${safe(b.asOf ?? '')} ${safe(b.age ?? '')}</b></td><td colspan="2">For ${safe(b.period ?? '')}</td></tr>
  <tr><td><span class="name">${safe(b.name)}</span>${fact('MRN', b.mrn)}${fact('Visit', b.visit)}${fact('Born', `${b.born}, ${b.ageSex}`)}</td>
  <td>${fact('Bed', b.bed)}${fact('Weight', b.weight)}${fact('Height', b.height)}${fact('Admitted', b.admitted)}${fact('Attending', b.attending)}</td>
  <td><b>${safe(b.allergyHeading)}</b> ${b.allergies.map(safe).join('; ')}</td>
  <td>${b.mrnCode === null ? '' : codeHtml(code128(b.mrnCode, 0, 0, 170, 22))}${fact('CODE STATUS', b.codeStatus)}${fact('ISOLATION', b.isolation.join('; '))}</td></tr></table>`;

const orderHtml = (o: OrderBlock): string =>
  `${o.marks.map(m => `<span class="alarm">${safe(m)}</span> `).join('')}${[...o.lines, ...o.notes].map(l => `<div>${words(l)}</div>`).join('')}<div>Order ${safe(o.number)}</div>`;

function cellHtml(cell: GridCell): string {
  if (cell.kind === 'due')
    return `<td>${cell.times.map(t => `<b>${t.computed ? '~' : ''}${t.text}</b><div class="box"></div>`).join('')}</td>`;
  return cell.kind === 'closed' ? '<td class="closed"></td>' : '<td></td>';
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${safe(block.text)}</h3>`;
    case 'paragraph':
      return block.lines.map(l => `<p>${words(l)}</p>`).join('');
    case 'order-grid':
      return `<table><thead><tr><th class="order">Medication</th>${block.columns.map(c => `<th>${safe(c.label)}</th>`).join('')}</tr></thead>
        ${block.rows.map(r => `<tr><td>${orderHtml(r.order)}</td>${r.across === null ? r.lines[0]!.map(cellHtml).join('') : `<td colspan="${r.lines[0]!.length}">${safe(r.across)}</td>`}</tr>`).join('')}</table>`;
    case 'order-entries':
      return `<table><thead><tr><th class="order">Medication</th>${block.columns.map(c => `<th>${safe(c.label)}</th>`).join('')}</tr></thead>
        ${block.rows.map(r => Array.from({ length: r.lines }, (_, i) => `<tr>${i === 0 ? `<td rowspan="${r.lines}">${orderHtml(r.order)}</td>` : ''}${block.columns.map(() => '<td>&nbsp;</td>').join('')}</tr>`).join('')).join('')}</table>`;
    case 'table':
      return `<table><thead><tr>${block.columns.map(c => `<th>${safe(c.label)}</th>`).join('')}</tr></thead>${block.rows.map(r => `<tr>${r.map(cell => `<td>${words(cell)}</td>`).join('')}</tr>`).join('')}</table>`;
    case 'fields':
    case 'labels':
      throw new Error('fields and labels are no part of this comparison');
  }
}
