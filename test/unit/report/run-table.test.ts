// Several disks' reports begin with a table.

import { expect, test } from 'vitest';
import { runText } from '../../../src/index.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aResult } from './a-result.ts';

const entries = () => {
  const { device } = aResult();
  const other = { ...device, path: `/dev/disk/by-id/${'x'.repeat(60)}`, serial: null };
  const error = new SurfscanError('ERR_ACCESS', 'not allowed');
  return [aResult(), { device: other, error }, { device, error: null }];
};

test('disk, serial, verdict, bad, weak, slow, time: then the reports', () => {
  const [table, ...reports] = runText(entries()).split('\n\n');
  expect(`\n${table}\n`).toMatchInlineSnapshot(`
    "
    disk                              serial    verdict     bad  weak  slow     time
    sdb                               Z1D0AAAA  FAIL          8     0     0  2:59:03
    disk/by-id/xxxxx…xxxxxxxxxxxxxxx  -         INCOMPLETE    -     -     -        -
    sdb                               Z1D0AAAA  -             -     -     -        -
    "
  `);
  expect(reports).toHaveLength(3);
  expect(reports[0]).toMatch(/^\/dev\/sdb · /);
});

test('one disk has none', () => {
  expect(runText([aResult()])).toMatch(/^\/dev\/sdb · /);
});

test('no line of it is wider than 80 columns, no word cut', () => {
  const note = `a note that goes on ${'and on '.repeat(30)}to its end`;
  const text = runText([...entries(), aResult({ notes: [note] })]);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text.replace(/\s+/g, ' ')).toContain(note);
});
