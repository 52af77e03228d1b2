import { expect, test } from 'vitest';
import { asciiText, speaksUtf8 } from '../../../src/vocabulary/text.ts';

test.each([
  ['/dev/sda · ST1000 · 1.00 TB', '/dev/sda - ST1000 - 1.00 TB'],
  ['…', '...'],
  ['±1.8 % of 9 µs, 1–2 × 3', '+-1.8 % of 9 us, 1-2 x 3'],
  ['漢字 Größe\n', '?? Gr??e\n'],
  ['“5 °C” → ▁▂▃▄▅▆▇█', '"5 deg C" -> _.:%o0#@'],
  ['plain\ttext\r\n', 'plain\ttext\r\n'],
])('%j is %j in ASCII', (text, wanted) => {
  expect(asciiText(text)).toBe(wanted);
});

test.each([
  [{ LANG: 'C' }, false],
  [{}, false],
  [{ LANG: 'de_DE.UTF-8' }, true],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'C', LC_CTYPE: 'C.utf8' }, true],
])('%j speaks UTF-8: %s', (env, speaks) => {
  expect(speaksUtf8(env)).toBe(speaks);
});
