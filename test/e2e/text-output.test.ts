// What a person sees without the TUI.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { expectSound, type RunShape } from './report-shape.ts';
import { runCli } from './run-cli.ts';

describeWithDisks('the text of a scan', () => {
  test('names the disk and each bad LBA', async () => {
    const disk = await diskOf(16 * MIB, bad(12_345), bad(20_000, 20_004));
    const run = await runCli(['scan', disk.path, '--no-tui']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(disk.path);
    expect(run.stdout).toMatch(/\b12345\b/);
    expect(run.stdout).toMatch(/\b20000\b/);
    expect(run.stdout).toMatch(/\b20004\b/);
    expect(run.stdout, 'no terminal, no escapes').not.toContain('\x1b');
  });

  test('of a good disk names no LBA as bad', async () => {
    const disk = await diskOf(16 * MIB);
    const run = await runCli(['scan', disk.path, '--no-tui']);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(disk.path);
  });

  test('--json FILE leaves the text on standard output', async () => {
    const disk = await diskOf(16 * MIB, bad(12_345));
    const file = join(temporaryDirectory(), 'run.json');
    const run = await runCli(['scan', disk.path, '--no-tui', '--json', file]);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/\b12345\b/);
    const report: RunShape = JSON.parse(readFileSync(file, 'utf8'));
    expect(report.scans[0]!.bad).toMatchObject([{ from: 12_345, to: 12_345 }]);
  });

  test('without --no-tui, not on a terminal, it is the same', async () => {
    const disk = await diskOf(16 * MIB, bad(12_345));
    const run = await runCli(['scan', disk.path]);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/\b12345\b/);
    expect(run.stdout).not.toContain('\x1b');
  });
});

const manyBad = (count: number) =>
  `sim:size=10MB,${Array.from({ length: count }, (_, i) => `bad=${16 * i}`).join()}`;

describe('a list that is too long for the screen', () => {
  const inFolder = (folder: string) => ({ wrapper: ['env', `XDG_STATE_HOME=${folder}`] });

  test('is kept whole where nothing else holds it, and its place is said', async () => {
    const folder = temporaryDirectory();
    const run = await runCli(['scan', manyBad(1001), '--no-tui'], inFolder(folder));
    expect(run.status).toBe(1);
    expect(run.stdout.match(/^ {2}bad LBA/gm)).toHaveLength(1000);
    const file = /the whole report is in (\S+\.json)/.exec(run.stderr)![1]!;
    expect(dirname(file)).toBe(join(folder, 'surfscan'));
    const report: RunShape = JSON.parse(readFileSync(file, 'utf8'));
    expectSound(report);
    expect(report.scans[0]!.bad).toHaveLength(1001);
  });

  test('is not kept where a file or the map holds it, or nothing was cut', async () => {
    const folder = temporaryDirectory();
    const file = join(folder, 'run.json');
    const map = join(folder, 'disk.surfscan');
    for (const args of [
      [manyBad(1001), '--json', file],
      [manyBad(1001), '--map', map],
      [manyBad(1000)],
    ]) {
      const run = await runCli(['scan', '--no-tui', ...args], inFolder(folder));
      expect([run.status, run.stderr.includes('whole report')]).toEqual([1, false]);
    }
    expect(existsSync(join(folder, 'surfscan'))).toBe(false);
  });

  // /proc says of a folder in it that there is no such thing, though its parent is there.
  test.each(['a file', '/proc'])('that cannot be kept below %s: it is said why', async (where) => {
    const folder = where === '/proc' ? where : join(temporaryDirectory(), 'file');
    if (where !== '/proc') writeFileSync(folder, '');
    const run = await runCli(['scan', manyBad(1001), '--no-tui'], inFolder(folder));
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/the whole report could not be kept in .*: EN(OTDIR|OENT)/);
  });
});
