// A plugin's answer as the Monitoring Plugins Development Guidelines have it:
// https://www.monitoring-plugins.org/doc/guidelines.html

import { expect, test } from 'vitest';
import { pluginAnswer } from '../../../src/index.ts';
import { aSummary } from './a-summary.ts';

const NOW = new Date('2026-11-25T13:00:00.000Z');
const range = String.raw`(@?(~|-?[\d.]+)?:?(-?[\d.]+)?)?`;
/** "Performance data": 'label'=value[UOM];[warn];[crit];[min];[max]. */
const PERFDATA = new RegExp(
  String.raw`^('[^'=]+'|[^'= ]+)=(-?[\d.]+)(s|us|ms|%|B|KB|MB|TB|c)?(;${range}){0,2}(;-?[\d.]*){0,2}$`,
);

const scans = [
  aSummary(),
  aSummary({ weakSectors: 8, weakAloneSectors: 8 }, { serial: 'Z2' }),
  aSummary({ verdict: 'fail', slowBlocks: 3 }, { serial: 'Z3' }),
  aSummary({ verdict: 'incomplete', finished: null }, { serial: 'Z4' }),
];

test.each([
  ['one disk', scans.slice(0, 1)],
  ['a failed one', scans.slice(2, 3)],
  ['some', scans],
])('%s', (_, some) => {
  const { status, text } = pluginAnswer(some, [], 35, NOW);
  expect([0, 1, 2, 3]).toContain(status);
  expect(text.endsWith('\n')).toBe(true);
  const [first, ...more] = text.trimEnd().split('\n');
  // "SERVICE STATUS: Information text", the figures behind one bar.
  const word = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'][status];
  expect(first).toMatch(new RegExp(`^SURFSCAN ${word} - [^|]+ \\| [^|]+$`));
  for (const line of more) expect(line).not.toContain('|');
  const figures = first!.split('| ')[1]!.split(' ');
  for (const figure of figures) expect(figure).toMatch(PERFDATA);
  // "the first 19 characters are unique (due to a limitation in RRD)".
  const labels = figures.map((figure) => figure.split('=')[0]!.slice(0, 19));
  expect(new Set(labels).size).toBe(labels.length);
});
