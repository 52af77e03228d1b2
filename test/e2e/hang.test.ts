// A disk that does not answer: the program lives, says so, and can be left; nothing is called bad.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, hang, slow } from '../rig/faults.ts';
import { isThere } from '../rig/server-binary.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import { MAIN, runCli, scan } from './run-cli.ts';
import { openTmux } from './tmux.ts';

const SLOWLY = slow(0, 128 * MIB - 1, 4);

describeWithDisks('a disk that hangs', () => {
  for (const options of [
    ['--depth', 1],
    ['--jobs', 4, '--depth', 1],
    ['--depth', 8],
  ]) {
    test(`for --hang: exit 3, nothing is called bad, and --resume completes; ${options.join(' ')}`, async () => {
      const disk = await diskOf(128 * MIB, SLOWLY);
      const map = join(temporaryDirectory(), 'disk.map');
      const running = await startedScan(disk, 100, '--map', map, '--hang', 2, ...options);
      disk.kill('SIGSTOP');
      const began = performance.now();
      const run = await running.finished;
      expect(performance.now() - began, 'long before the 600 s without it').toBeLessThan(150_000);
      expect(run.status, run.stderr).toBe(3);
      expect(run.scan.error).toMatchObject({
        code: 'ERR_HUNG',
        message: expect.stringMatching(/hung/),
      });
      expect(run.scan).toMatchObject({ verdict: 'incomplete', finished: null, bad: [], weak: [] });
      expect(run.scan.coverage.good).toBeGreaterThan(0);
      const kept = await runCli(['report', map, '--json', '-']);
      expect([kept.scan.coverage, kept.scan.blocks]).toEqual([run.scan.coverage, run.scan.blocks]);
      disk.kill('SIGCONT');
      const rest = await scan(disk.path, '--map', map, '--resume', '--hang', 600);
      expect(rest.status).toBe(0);
      expect(rest.scan.coverage).toEqual({ total: 128 * MIB, good: 128 * MIB, bad: 0, unread: 0 });
    });
  }

  test('at one LBA, at depth 16: what was read behind it is in the map too', async () => {
    const disk = await diskOf(128 * MIB, hang(10_000, 10_000, 30_000), bad(40_000));
    const map = join(temporaryDirectory(), 'disk.map');
    const run = await scan(disk.path, '--map', map, '--depth', 16, '--hang', 2);
    expect(run.scan.coverage.good).toBeGreaterThan(20_000);
    expect(run.scan.bad).toHaveLength(1);
    const kept = (await runCli(['report', map, '--json', '-'])).scan;
    const { coverage, blocks, bad: badSectors, verdict } = run.scan;
    expect(kept).toMatchObject({ coverage, blocks, bad: badSectors, verdict });
  });

  test('while a failed block is narrowed: it stays failed, and nothing is called unread', async () => {
    const disk = await diskOf(MIB, bad(300), hang(300, 300, 700));
    const running = await startedScan(disk, 9, '--hang', 2, '--depth', 1);
    disk.kill('SIGSTOP');
    const run = await running.finished;
    expect([run.status, run.scan.coverage.unread]).toEqual([1, 0]);
    expect(run.scan.bad).toMatchObject([{ exact: false }]);
    expect(run.scan.notes.join()).toMatch(/left while a read was still unanswered/);
    expect(run.scan.notes.join()).not.toMatch(/unread/);
    disk.kill('SIGCONT');
  });

  test.each([
    '--depth 1',
    '--jobs 4 --depth 1',
    '--depth 8',
  ])('is not one that a stopped program could not listen to: %s', async (typed) => {
    const disk = await diskOf(32 * MIB, SLOWLY);
    const running = await startedScan(disk, 50, '--hang', 2, '--timeout', 1, ...typed.split(' '));
    running.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    running.child.kill('SIGCONT');
    const run = await running.finished;
    expect([run.status, run.scan.error], run.stderr).toEqual([0, undefined]);
    expect(run.scan.coverage.good).toBe(32 * MIB);
  });

  test('Ctrl-C leaves with exit 4, and the report is whole', async () => {
    const disk = await diskOf(128 * MIB, SLOWLY);
    const running = await startedScan(disk, 100, '--depth', 1);
    disk.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const began = performance.now();
    running.child.kill('SIGINT');
    const run = await running.finished;
    expect(performance.now() - began, 'long before --hang').toBeLessThan(150_000);
    expect([run.status, run.scan.verdict, run.scan.bad]).toEqual([4, 'incomplete', []]);
    expect(run.scan.notes.join()).toMatch(/left while a read was still unanswered/);
    disk.kill('SIGCONT');
  });

  test('and comes back after --timeout: TIME at first, read again, good and slow', async () => {
    const disk = await diskOf(128 * MIB, SLOWLY);
    const running = await startedScan(disk, 100, '--timeout', 1, '--depth', 1);
    disk.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    disk.kill('SIGCONT');
    const run = await running.finished;
    expect(run.status).toBe(0);
    expect(run.scan.blocks.TIME).toBeGreaterThan(0);
    expect(run.scan.bad).toEqual([]);
    const late = run.scan.slow.filter(({ latency_us }) => latency_us! > 1_500_000);
    expect(late).toHaveLength(1);
    expect(late[0]!.again_us).toBeLessThan(500_000);
  });
});

const reason = isThere('tmux') ? null : 'tmux is not there';
describeUnless(reason, 'the screen above a disk that hangs', () => {
  describeWithDisks('in tmux', () => {
    test('lives and says so; Ctrl-C gives the shell back; --resume completes', async () => {
      const disk = await diskOf(256 * MIB, slow(0, 256 * MIB - 1, 2));
      const map = join(temporaryDirectory(), 'disk.map');
      const tmux = openTmux(80, 24);
      const command = (...more: string[]) =>
        [process.execPath, MAIN, 'scan', disk.path, '--depth', 1, '--map', map, ...more].join(' ');
      tmux.keys(`clear; ${command()}; echo exit=$?`, 'Enter');
      await tmux.shows(/MB\/s/);
      await new Promise((resolve) => setTimeout(resolve, 500));
      disk.kill('SIGSTOP');
      await tmux.shows(/no answer for \d+ s at LBA/, 60_000);
      tmux.keys('C-c');
      await tmux.shows(/exit=\d+/, 60_000); // long before --hang
      expect(await tmux.shows(/exit=4/)).toMatch(/INCOMPLETE/);
      expect(tmux.format('#{alternate_on} #{cursor_flag}')).toBe('0 1');
      disk.kill('SIGCONT');
      const rest = await scan(disk.path, '--map', map, '--resume');
      expect(rest.status).toBe(0);
      expect(rest.scan.coverage).toMatchObject({ good: 256 * MIB, bad: 0, unread: 0 });
    });
  });
});
