// The page names what lies in bad sectors, as a check told it.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import { runCli } from './run-cli.ts';

const DISK = 'sim:size=1GB,bad=5000-5002,bad=900000';

test('a check’s JSON is asked for what it told; of another disk it is refused', async () => {
  const folder = temporaryDirectory();
  const [map, check, page] = ['a.map', 'c.json', 'p.html'].map((name) => join(folder, name));
  await runCli(['scan', DISK, '--no-tui', '--quiet', '--map', map!]);
  expect((await runCli(['check', DISK, '5000', '--json', check!])).status).toBe(1);
  const report = JSON.parse(readFileSync(check!, 'utf8'));
  expect(report.where[0]).toMatchObject({ lba: 5000 });
  report.where[0] = { ...report.where[0], use: 'file', file: '/etc/<b>', filesystem: 'ext4' };
  writeFileSync(check!, JSON.stringify(report));
  const asPage = ['report', map!, '--html', page!, '--where'];
  expect((await runCli([...asPage, check!])).stderr).toBe('');
  const html = readFileSync(page!, 'utf8');
  expect(html).toMatch(
    /what lies there.*\/etc\/&lt;b(&gt;|>) \(ext4\), in no partition; not known/s,
  );

  for (const device of [
    { ...report.device, serial: 'OTHER' },
    { ...report.device, sectors: 7 },
  ]) {
    writeFileSync(check!, JSON.stringify({ ...report, device }));
    const run = await runCli([...asPage, check!]);
    expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/of another disk/)]);
  }
  writeFileSync(check!, JSON.stringify(report));
  for (const [args, message] of [
    [
      [...asPage, join(folder, 'none')],
      /--where .*none: expected a file that can be read: there is no such file .*ENOENT/,
    ],
    [[...asPage, folder], /expected a file/],
    [['report', map!, '--where', check!], /--where is for --html/],
    [['report', map!, map!, '--html', '-', '--where', check!], /--where: expected one map/],
    [['report', map!, '--html', check!, '--where', check!], /expected another file than/],
  ] as const) {
    const run = await runCli(args);
    expect([run.status, run.stderr], args.join(' ')).toEqual([2, expect.stringMatching(message)]);
  }
  expect(JSON.parse(readFileSync(check!, 'utf8'))).toMatchObject({ schema: report.schema });
});
