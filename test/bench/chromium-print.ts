import { chromium, type Browser } from 'playwright-core';
import { readdirSync, readFileSync } from 'node:fs';
import type { Band, Block, GridCell, OrderBlock, Sheet, Words } from '../../main/domain/sheet.ts';
import { bandOn } from '../support/sheets.ts';

/** The same sheets as HTML, printed by Chromium: what most desktop apps do. One browser, one document a patient. */
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

const CSS = `@page landscape { size: 11in 8.5in; margin: 0.4in } @page portrait { size: 8.5in 11in; margin: 0.4in }
body { font: 8.5pt 'Source Sans 3', sans-serif } section { break-after: page } .landscape { page: landscape } .portrait { page: portrait }
table { border-collapse: collapse; width: 100%; table-layout: fixed } td, th { border: 0.5pt solid black; padding: 2pt; vertical-align: top; text-align: left }
thead { display: table-header-group } tr { break-inside: avoid } .drug { font-size: 10.5pt; font-weight: bold } .strong, b { font-weight: bold } .alarm { background: black; color: white }
.order { width: 37% } .box { border: 1pt solid black; height: 14pt } .closed { background: repeating-linear-gradient(45deg, #fff, #fff 3pt, #000 3.2pt) }`;

const safe = (text: string): string => text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
const words = (line: Words[]): string =>
  line.map(w => `<span class="${w.role} ${w.tone ?? ''}">${safe(w.text)}</span>`).join(' ');

function sheetHtml(sheet: Sheet): string {
  return `<section class="${sheet.orientation}"><table><thead><tr><td>${bandHtml(bandOn(sheet), sheet.title)}</td></tr></thead>
    <tbody><tr><td>${sheet.blocks.map(blockHtml).join('')}</td></tr></tbody></table><p>${safe(sheet.foot.printed)} ${safe(sheet.foot.source)}
    ${sheet.foot.legends.map(l => `${safe(l.title)}: ${l.items.map(safe).join(' ')}`).join('. ')}</p></section>`;
}

const bandHtml = (b: Band, title: string): string =>
  `<b>${safe(title)}</b> ${safe(b.institution)} ${safe(b.unit)} <b>${safe(b.name)}</b> MRN ${safe(b.mrn)} ${safe(b.visit)} ${safe(b.born)} ${safe(b.ageSex)} ${safe(b.weight)} ${safe(b.height)}
  ${safe(b.bed)} ${safe(b.admitted)} ${safe(b.attending)} <b>${safe(b.allergyHeading)}</b> ${b.allergies.map(safe).join('; ')} ${safe(b.codeStatus)} ${safe(b.isolation)} <b>${safe(b.asOf ?? '')} ${safe(b.age ?? '')}</b> ${safe(b.mark)}`;

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
