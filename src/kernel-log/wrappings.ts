// What a line went through before it came here: journald's and containers' JSON, HTML, Markdown, mail.
// The words of the kernel are taken out of it; what has none of these is left as it is.

const WRAPPED =
  /[\\&<`|*\u00ad\u1680\u2000-\u200f\u205f\u2060\u3000\ufeff]|#01|=3D|\[\/?(?:code|quote|pre|tt|[bius])[\]=]/i;
/** A log inside a log: docker's JSON in journald's. */
const MOST_LAYERS = 3;

/** RFC 8259, 7; and what Markdown escapes (CommonMark 2.4). */
const ESCAPE = /\\(?:u([\da-f]{4})|([nrtbf])|([^\w\s]|_))/gi;
/** HTML 4.01, 24; those that a kernel's line needs. */
const ENTITY = /&(?:#(\d{1,5})|#x([\da-f]{1,4})|(quot|apos|lt|gt|amp|nbsp|lsqb|rsqb|lpar|rpar));/gi;
const ENTITIES = new Map([
  ...Object.entries({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' }),
  ...Object.entries({ lsqb: '[', rsqb: ']', lpar: '(', rpar: ')' }),
]);
/** Only HTML's own: "<READY,DSC,ERROR>", "<F>" and "<6>" are the kernels'. */
const BLOCK_TAG =
  /<\/?(?:br|p|pre|div|td|th|tr|li|ul|ol|dd|dt|dl|hr|table|tbody|thead|blockquote)(?: [^<>]{0,300})?\/?>/gi;
const INLINE_TAG =
  /<\/?(?:a|b|i|u|em|tt|kbd|code|span|samp|strong|small|font|mark|wbr)(?: [^<>]{0,300})?\/?>/gi;
/** A forum's: BBCode. */
const BOARD_BLOCK = /\[\/?(?:code|quote|pre)(?:=[^\]]{0,80})?\]/gi;
const BOARD_INLINE = /\[\/?(?:tt|[bius]|color|size|font)(?:=[^\]]{0,80})?\]/gi;
const SPACES = /[\u1680\u2000-\u200a\u205f\u3000]/g;
/** Soft hyphens, joiners, marks of direction: they take no room. */
const NO_WIDTH = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

export function unwrapped(text: string): string {
  if (!WRAPPED.test(text)) return text;
  let words = text;
  for (let layer = 0; layer < MOST_LAYERS && words.includes('\\'); layer++) {
    const inner = words.replace(ESCAPE, unescaped);
    if (inner === words) break;
    words = inner;
  }
  for (let layer = 0; layer < MOST_LAYERS && words.includes('&'); layer++) {
    const inner = words.replace(ENTITY, decoded);
    if (inner === words) break;
    words = inner;
  }
  if (words.includes('<')) words = words.replace(BLOCK_TAG, ' ').replace(INLINE_TAG, '');
  if (words.includes('[')) words = words.replace(BOARD_BLOCK, ' ').replace(BOARD_INLINE, '');
  return (
    withoutTable(words)
      .replace(SPACES, ' ')
      .replace(NO_WIDTH, '')
      .replace(/`|\*\*/g, '')
      // rsyslog's $EscapeControlCharactersOnReceive: a tab, a newline, a carriage return.
      .replace(/(?<!tag)#01[125]/g, ' ')
      // RFC 2045, 6.7: quoted-printable.
      .replace(/=3D/g, '=')
  );
}

function unescaped(_whole: string, code?: string, control?: string, mark?: string): string {
  if (control !== undefined) return ' ';
  return mark ?? characterOf(Number.parseInt(code!, 16));
}

function decoded(_whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES.get(name.toLowerCase())!;
  return characterOf(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal));
}

/** A blank for what may not stand in a line; half a character stays apart. */
function characterOf(code: number): string {
  if (code <= 0x20 || (code >= 0x7f && code <= 0xa0)) return ' ';
  return code > 0xd7ff ? '\ufffd' : String.fromCharCode(code);
}

/** Cells of a table, of Markdown's or drawn with bars. */
function withoutTable(words: string): string {
  if (!words.includes('|')) return words;
  return /^[\s>]*\|/.test(words) ? words.replaceAll('|', ' ') : words.replaceAll(' | ', ' ');
}
