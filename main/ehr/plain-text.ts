const TAGS =
  'a|abbr|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|li|meta|ol|p|pre|s|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul';
/** Only real tags: "K <3.5 and >2" and "<max and >min" are words about a patient. */
const TAG = new RegExp(`</?(${TAGS})(?:\\s+[a-z:-]+\\s*=\\s*(?:"[^"]*"|'[^']*'|[^\\s>]+))*\\s*/?>`, 'gi');
const BREAKS = /^(br|p|div|li|tr|h[1-6]|table|ul|ol|dd|dt|blockquote|pre|hr)$/i;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** C0 controls other than tab and line feed, which no font can print. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** What every mark-up, entity, odd line end or control has; most texts have none of it. */
// eslint-disable-next-line no-control-regex
const SUSPICIOUS = /[<&\r\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|^\s*\{\\rtf/;

/** Text without HTML or RTF mark-up (fhir.md quirk 28); text without mark-up is returned exactly as it was sent. */
export function plainText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  if (/^\s*\{\\rtf/.test(text)) return tidy(rtfText(text));
  const lines = text.replace(/\r\n?/g, '\n').replace(CONTROLS, '');
  const marked = lines.search(TAG) >= 0;
  const stripped = marked
    ? lines
        .replace(/<(style|head|title)\b[^>]*>[\s\S]*?<\/\1>/gi, '')
        .replace(TAG, (_tag, name: string) => (BREAKS.test(name) ? '\n' : ''))
    : lines;
  const decoded = stripped.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,5});/gi, entity);
  return marked ? tidy(decoded) : decoded;
}

function entity(whole: string, body: string): string {
  if (!body.startsWith('#')) return NAMED[body.toLowerCase()] ?? whole;
  const point = /^#x/i.test(body) ? parseInt(body.slice(2), 16) : Number(body.slice(1));
  return point > 31 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map(line => line.replace(/[ \t\u00A0]+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n');

const SILENT_GROUP = /^\\(\*|fonttbl|colortbl|stylesheet|info|pict|header|footer|generator)/;
const RTF_TOKEN = /\\'([0-9a-f]{2})|\\u(-?\d+) ?\??|\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|([^\\{}]+)/gi;

/** The words of an RTF document; \'hh is read as Windows-1252, as RTF does by default. */
function rtfText(rtf: string): string {
  let out = '';
  let depth = 0;
  let silent = Infinity;
  for (const match of rtf.matchAll(RTF_TOKEN)) {
    const [, hex, unicode, word, , symbol, brace, plain] = match;
    if (brace === '{') {
      depth++;
      if (silent === Infinity && SILENT_GROUP.test(rtf.slice(match.index + 1))) silent = depth;
    } else if (brace === '}') {
      if (depth === silent) silent = Infinity;
      depth--;
    } else if (silent !== Infinity) continue;
    else if (hex !== undefined) out += new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'));
    else if (unicode !== undefined) out += String.fromCharCode(Number(unicode) & 0xffff);
    else if (word === 'par' || word === 'line' || word === 'row') out += '\n';
    else if (word === 'tab' || word === 'cell') out += ' ';
    else if (symbol !== undefined) out += symbol === '~' ? ' ' : /[\\{}]/.test(symbol) ? symbol : '';
    else if (plain !== undefined) out += plain.replace(/[\r\n]/g, '');
  }
  return out;
}
