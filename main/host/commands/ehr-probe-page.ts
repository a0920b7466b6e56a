import type { Chapter } from '../../ehr/probe-chapters.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, letter => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter]!);

const STYLE = `@page{size:A4 landscape;margin:12mm}body{font:10pt/1.35 "Source Sans 3",Arial,sans-serif;color:#000;margin:2em auto;max-width:72em;padding:0 1em}
h1{font-size:16pt;margin:0}h2{font-size:12pt;border-bottom:1px solid #000;margin:1.4em 0 .4em;break-after:avoid}p{margin:.25em 0}
table{border-collapse:collapse;width:100%;margin:.5em 0}th,td{border:1px solid #888;padding:2px 5px;text-align:left;vertical-align:top;overflow-wrap:break-word}
th{background:#eee}thead{display:table-header-group}tr{break-inside:avoid}@media print{body{margin:0;max-width:none;padding:0}}`;

/** The report as one file for a browser or a printer: nothing is fetched, nothing runs. */
export function probePage(title: string, subtitle: string, chapters: readonly Chapter[]): string {
  const breakable = (text: string): string => escaped(text).replace(/&amp;|,(?! )|\|/g, '$&<wbr>');
  const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map(cell => `<${tag}>${breakable(cell)}</${tag}>`).join('')}</tr>`;
  const body = chapters.map(({ title: heading, lines, table }) =>
    [
      `<h2>${escaped(heading)}</h2>`,
      ...lines.map(line => `<p>${escaped(line)}</p>`),
      ...(table && table.rows.length > 0
        ? [
            `<table><thead>${row(table.columns, 'th')}</thead><tbody>${table.rows.map(cells => row(cells, 'td')).join('\n')}</tbody></table>`,
          ]
        : []),
    ].join('\n'),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1><p>${escaped(subtitle)}</p>
${body.join('\n')}
</body></html>
`;
}
