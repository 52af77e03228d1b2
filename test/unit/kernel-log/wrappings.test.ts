// Logs as people and programs pass them on: each form of line in each wrapping says what it says bare.

import { describe, expect, test } from 'vitest';
import { KernelLogReader } from '../../../src/kernel-log/index.ts';
import { FORMS } from './forms.ts';
import { briefs, readLog } from './read-log.ts';

const journal = (message: string) =>
  JSON.stringify({ __CURSOR: 's=a;i=5', PRIORITY: '3', MESSAGE: message, _TRANSPORT: 'kernel' });
const docker = (log: string) => JSON.stringify({ log: `${log}\n`, stream: 'stdout' });
const html = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const markdown = (text: string) => text.replace(/[\\`*_{}[\]()#+.!|<>-]/g, (sign) => `\\${sign}`);

const WRAPPINGS: readonly (readonly [string, (line: string) => string])[] = [
  ['journalctl -o json', journal],
  ['journalctl -o json-pretty', (line) => `\t"MESSAGE" : ${JSON.stringify(line)},`],
  ['a container’s log, of Docker', docker],
  ['a container’s log, of CRI', (line) => `2026-11-23T01:02:03.123456789Z stdout F ${line}`],
  ['journald’s in Docker’s', (line) => docker(journal(line))],
  ['Go’s JSON', (line) => journal(line).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')],
  ['HTML', (line) => `<p>${html(line)}</p>`],
  ['HTML, marked up', (line) => `<td class="l"><code>${html(line)}</code></td>`],
  ['HTML, a break at the end', (line) => `${html(line)}<br />`],
  ['HTML, spaces that do not break', (line) => `${html(line).replaceAll(' ', '&nbsp;')}<br>`],
  ['spaces that do not break', (line) => line.replaceAll(' ', '\u00a0')],
  ['narrow ones', (line) => line.replaceAll(' ', '\u202f')],
  ['a Markdown table', (line) => `| ${line} |`],
  ['Markdown’s escapes', markdown],
  ['Markdown’s code', (line) => `\`${line}\``],
  ['quotes', (line) => `the kernel said "${line}"`],
  ['typographic quotes', (line) => `“${line}”`],
  ['a mail’s quotes', (line) => `> > ${line}`],
  ['an apostrophe, a full stop', (line) => `'${line}'.`],
  ['a colon', (line) => `${line}:`],
  ['a backslash', (line) => `${line}\\`],
  ['a forum’s code', (line) => `[code]${line}[/code]`],
  ['a forum’s quote, in colour', (line) => `[quote=me][color=red]${line}[/color][/quote]`],
  ['marks that take no room', (line) => `\u200e${line}\u200b`],
  ['XML', (line) => `<line><![CDATA[${line}]]></line>`],
  ['logfmt', (line) => `level=error msg=${JSON.stringify(line)} host=nas`],
  ['dmesg -J', (line) => JSON.stringify({ pri: 'err', time: 12.5, msg: line })],
  ['rsyslog’s escapes', (line) => `#011${line}#012`],
];

describe.each(WRAPPINGS)('in %s', (_name, wrap) => {
  test.each(FORMS.map((form) => [form.what, form] as const))('%s', (_what, { lines, says }) => {
    const text = lines.map(wrap).join('\n');
    expect(briefs(readLog(text))).toEqual([...new Set(says)].sort());
  });
});

test('a mail’s soft break in a number: both halves, or none', () => {
  const line = '[ 1234.567890] blk_update_request: I/O error, dev sda, sector 541260';
  const whole = ['linux-block sda read start sector512 54126096+? other'];
  const broken = `${line.padStart(75, '.')}=\n96 op 0x0:(READ) flags 0x0\n`;
  expect(broken.indexOf('\n')).toBe(76);
  expect(briefs(readLog(broken))).toEqual(whole);
  expect(briefs(readLog(broken.slice(0, 77)))).toEqual([]);
  expect(briefs(readLog(broken.slice(0, 76)))).toEqual([]);
  const long = `I/O error, dev sd=\n`.padStart(77, '.');
  expect(briefs(readLog(`${long}a, sector 54126096 op 0x0:(READ)\n`))).toEqual(whole);
});

test('a number may be marked up itself', () => {
  for (const sector of ['`12345`', '**12345**', '<b>12345</b>']) {
    const log = readLog(`I/O error, dev **sda**, sector ${sector} op 0x0:(READ)`);
    expect(briefs(log), sector).toEqual(['linux-block sda read start sector512 12345+? other']);
  }
});

test('half a number is none, in any wrapping', () => {
  for (const rest of ['[ 12.3] usb', '<6>[ 12.3] usb', 'ad18: FAIL', '\ufffd5', '.5', ':7', '-9']) {
    expect(briefs(readLog(`I/O error, dev sda, sector 1234${rest}`)), rest).toEqual([]);
  }
});

test('an LBA of 20 is no escape of a mail’s', () => {
  expect(readLog('ad16: FAILURE - READ_DMA status=51 error=40 LBA=20').accusations).toHaveLength(1);
});

test('a space that does not break, cut anywhere by a chunk’s end', () => {
  const bytes = Buffer.from('I/O&nbsp;error,\u00a0dev&#160;sda,\u202fsector\u00a012345\n');
  for (let at = 0; at <= bytes.length; at++) {
    const reader = new KernelLogReader();
    reader.push(bytes.subarray(0, at));
    reader.push(bytes.subarray(at));
    expect(reader.end().accusations, `cut at ${at}`).toHaveLength(1);
  }
  expect(readLog('ends in half of one &nb').lines).toBe(1);
});
