// Prometheus' own checker takes what monitoring gets, whatever disks and their owners call themselves.

import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const PROMTOOL = isThere('promtool') ? null : 'promtool is not there (package prometheus)';

/** As a simulated disk takes them: percent-encoded. */
const SERIALS = ['PLAIN', 'a"b', 'a\\b', 'a\nb', '{x="1"} 7', '# HELP up', 'ü…', '%', ' '];

describeUnless(PROMTOOL, 'promtool check metrics', () => {
  test('takes the metrics of disks with hostile serials, models and labels', async () => {
    const folder = temporaryDirectory();
    for (const [i, serial] of SERIALS.entries()) {
      const name = encodeURIComponent(serial);
      const spec = `sim:size=${i + 1}MB,bad=${i},serial=${name},model=${name}`;
      const map = join(folder, `${i}.surfscan`);
      const run = await scan(spec, '--map', map, '--label', `rack=${serial.replace('\n', ' ')}`);
      expect(run.status, run.stderr).toBe(1);
    }
    const report = await runCli(['report', folder, '--prometheus', '-']);
    expect(report.status, report.stderr).toBe(0);
    const said = spawnSync('promtool', ['check', 'metrics'], {
      input: report.stdout,
      encoding: 'utf8',
    });
    expect([said.status, said.stdout, said.stderr]).toEqual([0, '', '']);
    const infos = report.stdout
      .split('\n')
      .filter((line) => line.startsWith('surfscan_scan_info{'));
    expect(infos.length).toBeGreaterThanOrEqual(SERIALS.length - 1);
  });

  test('finds what is wrong, where something is', () => {
    expect(() => execFileSync('promtool', ['check', 'metrics'], { input: 'a{b=c} 1\n' })).toThrow();
  });
});
