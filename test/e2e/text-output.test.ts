// What a person sees without the TUI.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import type { RunShape } from './report-shape.ts';
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
