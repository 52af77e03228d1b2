// The spot check's input: what is no log, and images.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, checkRun, startCheck, withInput } from './check-cli.ts';
import { LIMIT, logFile } from './check-logs.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli } from './run-cli.ts';

/** It has come so far that SIGUSR2 (12) has a handler: only orderly ends have one. */
async function handlesSignals(pid: number): Promise<void> {
  for (;;) {
    const [, caught = '0'] =
      /SigCgt:\s*(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    if ((BigInt(`0x${caught}`) >> 11n) & 1n) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('what is no log', LIMIT, () => {
  const DISK = 'sim:size=1000000s';

  test('an empty one accuses nothing: exit 0, and it is said', async () => {
    for (const target of [[], [DISK]]) {
      const { status, check: report } = await check([...target, '--log', '/dev/null']);
      expect([status, report.verdict]).toEqual([0, 'explained']);
      expect(report.explanation).toEqual([
        'The log accuses nothing: no line of it names a sector.',
      ]);
      expect(report.coverage.total).toBe(0);
    }
  });

  test('nor does one of binary rubbish', async () => {
    const log = logFile('');
    writeFileSync(log, readFileSync(process.execPath).subarray(0, 4 << 20));
    const { status, check: report } = await check([DISK, '--log', log]);
    expect([status, report.verdict]).toEqual([0, 'explained']);
  });

  test('control characters of a log reach neither terminal nor report', async () => {
    const log = logFile(
      'GEOM: Request failed (error=5). ad\u001b[2J16[READ(offset=512, length=512)]\n' +
        'ad16: FAILURE - READ_DMA status=51 error=40 LBA=100 \u001b]0;owned\u0007\u001b[2J\n',
    );
    const { stdout } = await runCli(['check', DISK, '--log', log, '--log-device', 'ad16']);
    expect(stdout).toContain('LBA 100');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test.each([
    ['a directory', () => temporaryDirectory()],
    ['a file that is not there', () => join(temporaryDirectory(), 'none')],
    ['a file that cannot be read', () => '/proc/self/mem'],
    ['the kernel’s own device', () => '/dev/kmsg'],
  ])('%s: exit 2', async (_name, file) => {
    const { status, stdout, stderr } = await check([DISK, '--log', file()]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--log .*expected a log/);
  });

  test('a directory as standard input: exit 2', async () => {
    const { status, stderr } = await check([DISK, '--log', '-'], withInput(temporaryDirectory()));
    expect(status).toBe(2);
    expect(stderr).toMatch(/--log -: expected a log/);
  });

  test.each([
    ['SIGINT', []],
    ['SIGTERM', [DISK]],
  ] as const)('one that does not end is stopped by %s: exit 4', async (signal, target) => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    // Opened for writing, too, it has no end.
    const { child, finished } = startCheck([...target, '--log', '-'], {
      wrapper: ['sh', '-c', 'f=$1; shift; exec "$@" <>"$f"', 'sh', fifo],
    });
    await handlesSignals(child.pid!);
    child.kill(signal);
    const { status, check: report } = checkRun(await finished);
    expect([status, report.verdict]).toEqual([4, 'incomplete']);
    expect(report.explanation.join()).toContain('stopped while it read the log');
  });

  test('nor does a FIFO by its name that nobody writes to', async () => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    // Without a writer opening it waits, with one that is silent reading does.
    for (const hold of ['exec "$@"', 'exec "$@" 9<>"$f"']) {
      const { child, finished } = startCheck(['--log', fifo], {
        wrapper: ['sh', '-c', `f=$1; shift; ${hold}`, 'sh', fifo],
        limitMs: 60_000,
      });
      await handlesSignals(child.pid!);
      child.kill('SIGINT');
      const { status, check: report } = checkRun(await finished);
      expect([status, report.verdict]).toEqual([4, 'incomplete']);
    }
  });

  test('a log of 200 MB through a pipe, a line of it about the disk', async () => {
    const noise =
      'Nov 22 10:00:00 host kernel: [ 1.0] usb 1-1: reset high-speed USB device number 2';
    const line = 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000';
    const pipe = `n=$1; l=$2; shift 2; (yes "$n" | head -c 100M; echo; echo "$l"; yes "$n" | head -c 100M) | "$@"`;
    const {
      status,
      check: report,
      seconds,
    } = await check([`${DISK},bad=5000`, '--log', '-'], {
      wrapper: ['sh', '-c', pipe, 'sh', noise, line],
    });
    expect(status).toBe(1);
    expect(report.bad).toMatchObject([{ from: 5000, to: 5000 }]);
    expect(seconds).toBeLessThan(40);
  });

  test('twenty thousand lines that accuse a sector each', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_v, i) => `ada0: FAILURE - READ_DMA LBA=${i * 40}\n`,
    );
    const log = logFile(lines.join(''));
    const { status, check: report } = await check([DISK, '--log', log]);
    expect([status, report.verdict]).toEqual([0, 'good']);
    expect(report.suspects).toMatchObject([{ from: 0, to: 800_215 }]);
    expect(report.explanation.length).toBeLessThan(40);
  });
});

describe('images', LIMIT, () => {
  function image(): string {
    const path = join(temporaryDirectory(), 'disk.img');
    writeFileSync(path, '');
    truncateSync(path, 1 << 20);
    return path;
  }

  test('with sectors of 4096 bytes: Linux’s units are reckoned', async () => {
    const log = logFile(
      'I/O error, dev sda, sector 804 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2\n',
    );
    const args = [image(), '--sector-size', 4096, '--log', log];
    const { status, check: report } = await check(args);
    expect(status).toBe(0);
    expect(report.suspects).toMatchObject([{ from: 100, to: 132 }]);
    expect(report.explanation.join('\n')).toContain('sector 804 of 512 bytes / 8 = LBA 100');
  });

  test('of another disk than the log’s: exit 2', async () => {
    const log = logFile('ad4: FAILURE - READ_DMA status=51 error=40 LBA=93492224\n');
    const { status, stderr } = await check([image(), '--log', log]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/LBA 93492224 of ad4 does not lie on .*is it the disk of the log/);
  });

  test('that are not there, or are none: exit 3, with a report', async () => {
    const dir = temporaryDirectory();
    mkdirSync(join(dir, 'd'));
    for (const target of [join(dir, 'none'), join(dir, 'd')]) {
      const { status, check: report } = await check([target, 5]);
      expect([status, report.verdict]).toEqual([3, 'incomplete']);
      expect(report.error?.code).toMatch(/^ERR_/);
      expect(report.bad).toEqual([]);
    }
  });

  test('are not written by --json, and neither is the log', async () => {
    const path = image();
    const log = logFile('ad4: FAILURE - READ_DMA status=51 error=40 LBA=5\n');
    for (const file of [path, log]) {
      const { status } = await runCli(['check', path, '--log', log, '--json', file]);
      expect(status).toBe(2);
    }
    const { status } = await runCli(['check', path, '--log', '-', '--json', log], withInput(log));
    expect(status).toBe(2);
    expect(readFileSync(path).equals(Buffer.alloc(1 << 20))).toBe(true);
    expect(readFileSync(log, 'utf8')).toMatch(/^ad4/);
  });
});

describe('LBAs that were typed beside a log', () => {
  async function explained(...args: string[]) {
    const run = await runCli(['check', 'sim:size=1GB', ...args]);
    expect(run.status, run.stderr).toBe(0);
    return run.stdout.replace(/\s+/g, ' ');
  }

  test('are said not to be accused where they are not', async () => {
    const log = join(temporaryDirectory(), 'log');
    writeFileSync(log, 'kernel: I/O error, dev sdq, sector 5000 op 0x0:(READ)\n');
    const text = await explained('1,000', '5000', '--log', log, '--log-device', 'sdq');
    expect(text).toContain('The log accuses nothing of LBA 1000, which was typed.');
    writeFileSync(log, 'all is well\n');
    expect(await explained('7-9', '--log', log)).toContain(
      'The log accuses nothing of LBA 7-9, which was typed.',
    );
  });

  test('are not, where they are, or there is no log', async () => {
    const log = join(temporaryDirectory(), 'log');
    writeFileSync(log, 'kernel: I/O error, dev sdq, sector 5000 op 0x0:(READ)\n');
    const accused = await explained('5000', '--log', log, '--log-device', 'sdq');
    expect(accused).not.toContain('which was typed');
    expect(await explained('5000')).not.toContain('accuses');
  });
});
