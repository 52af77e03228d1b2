// The exit table, row by row.

import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, holdAfter, slow } from '../rig/faults.ts';
import { tryRun } from '../rig/system.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import { type CliRun, MAIN, runCli, scan, scanArgs } from './run-cli.ts';

const LIMIT = { timeout: 300_000 };
const SIM = 'sim:size=64MiB,kind=ssd';

function image(name: string, bytes: number): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

describe('exit 0', LIMIT, () => {
  test('finished, every rule holds', async () => {
    expect((await scan(SIM)).status).toBe(0);
  });

  test('a bad sector, and no rule that minds', async () => {
    const run = await scan(`${SIM},bad=1000`, '--fail-on', 'bad>1');
    expect(run.status).toBe(0);
    expect(run.json.verdict).toBe('pass');
  });
});

describe('exit 1', LIMIT, () => {
  test('a rule failed', async () => {
    expect((await scan(`${SIM},bad=1000`)).status).toBe(1);
  });

  test('a rule on an error, on a class, on a percentile', async () => {
    for (const rule of ['UNC>0', '<3ms>1', 'p50>0.000001', 'max>0']) {
      const run = await scan(`${SIM},bad=1000`, '--fail-on', rule);
      expect([rule, run.status]).toEqual([rule, 1]);
      expect(run.scan.rules).toEqual([{ rule, value: expect.any(Number), failed: true }]);
    }
  });

  test('one of several disks', async () => {
    const run = await scan(SIM, `${SIM},seed=2,bad=1000`);
    expect(run.status).toBe(1);
    expect(run.json.scans.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });
});

describe('exit 2: usage, nothing was read, no JSON', LIMIT, () => {
  const cases: [string, string[]][] = [
    ['no target', []],
    ['an unknown option', [SIM, '--frobnicate']],
    ['an LBA beyond the end', [SIM, '--from', '131072']],
    ['an end beyond the end', [SIM, '--to', '131072']],
    ['an end before the beginning', [SIM, '--from', '100', '--to', '99']],
    ['a number that is none', [SIM, '--from', '12x']],
    ['no jobs', [SIM, '--jobs', '0']],
    ['too many jobs', [SIM, '--jobs', '65']],
    ['too deep', [SIM, '--depth', '257']],
    ['a rule that is none', [SIM, '--fail-on', 'worse>0']],
    ['a rule without a number', [SIM, '--fail-on', 'bad>']],
    ['a simulated disk that is none', ['sim:colour=red']],
    ['an unknown method', [SIM, '--method', 'write']],
    ['the same simulated disk twice', [SIM, SIM]],
  ];
  for (const [name, args] of cases) {
    test(name, async () => {
      expectUsage(await runCli(scanArgs(...args)));
    });
  }

  test('an unknown command', async () => {
    expectUsage(await runCli(['polish', SIM]));
  });

  test('the same image twice, by another name', async () => {
    const path = image('disk.img', 1 << 20);
    symlinkSync(path, `${path}.link`);
    expectUsage(await scan(path, `${path}.link`));
    expectUsage(await scan(path, path));
  });

  function expectUsage(run: CliRun): void {
    expect(run.status, run.stderr).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toBe('');
    expect(run.stderr, 'a sentence, not a stack').not.toMatch(/^\s+at /m);
  }
});

describeWithDisks('exit 2 on a disk', () => {
  test('the same disk twice, by another name: nothing was read', async () => {
    const disk = await diskOf(16 * MIB);
    const link = join(temporaryDirectory(), 'disk');
    symlinkSync(disk.path, link);
    for (const other of [disk.path, link, disk.path.replace('/dev/', '')]) {
      const run = await scan(disk.path, other);
      expect([other, run.status, run.stdout]).toEqual([other, 2, '']);
    }
    expect((await disk.stats()).reads).toBe(0);
  });

  test('an LBA beyond the end: nothing was read', async () => {
    const disk = await diskOf(16 * MIB);
    const run = await scan(disk.path, '--to', 16 * MIB);
    expect(run.status).toBe(2);
    expect((await disk.stats()).reads).toBe(0);
  });
});

describe('exit 3: no disk', LIMIT, () => {
  const cases: [string, () => string][] = [
    ['absent', () => join(temporaryDirectory(), 'absent')],
    ['an absent device', () => '/dev/surfscan-is-not-there'],
    ['a directory', () => temporaryDirectory()],
    ['an empty file', () => image('empty', 0)],
    ['a file smaller than a sector', () => image('small', 511)],
    ['/dev/null', () => '/dev/null'],
    ['/dev/zero', () => '/dev/zero'],
  ];
  for (const [name, target] of cases) {
    test(name, async () => {
      const path = target();
      const run = await scan(path);
      expect(run.status, run.stderr).toBe(3);
      expect(run.json.verdict).toBe('incomplete');
      expect(run.scan.error?.code).toMatch(/^ERR_[A-Z_]+$/);
      expect(run.scan.device.path).toBe(path);
      expect(run.scan.coverage, 'without the rest').toBeUndefined();
      expect(run.stderr).toContain(path);
    });
  }

  test('a fifo is no disk, and is not waited for', async () => {
    const path = join(temporaryDirectory(), 'fifo');
    expect(tryRun('mkfifo', [path])).toBe(true);
    const run = await runCli(scanArgs(path), { limitMs: 120_000 });
    expect(run.status).toBe(3);
  });
});

const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

describeUnless(whyNotNobody(), 'exit 3: permission denied', () => {
  test('an image that is not ours to read', async () => {
    const directory = temporaryDirectory();
    chmodSync(directory, 0o755);
    const path = join(directory, 'disk.img');
    writeFileSync(path, Buffer.alloc(1 << 20));
    chmodSync(path, 0);
    const run = await runCli(scanArgs(path), { wrapper: asNobody });
    expect(run.status, run.stderr).toBe(3);
    expect(run.scan.error).toMatchObject({ errno: 'EACCES' });
  });

  test('a disk that is not ours to read', async () => {
    const run = await runCli(scanArgs('/dev/loop0'), { wrapper: asNobody });
    expect(run.status, run.stderr).toBe(3);
    expect(run.scan.error).toMatchObject({ errno: 'EACCES' });
  });
});

function whyNotNobody(): string | null {
  if (!tryRun('setpriv', [...asNobody.slice(1), 'true'])) return 'needs root and setpriv';
  const readable = tryRun('setpriv', [...asNobody.slice(1), 'test', '-r', MAIN]);
  return readable ? null : `nobody can't read ${MAIN}`;
}

describeWithDisks('exit 3: one of two targets', () => {
  test('absent: the other is not scanned', async () => {
    const disk = await diskOf(16 * MIB);
    const run = await scan(disk.path, '/dev/surfscan-is-not-there');
    expect(run.status).toBe(3);
    const withError = run.json.scans.filter(({ error }) => error !== undefined);
    expect(withError.map(({ device }) => device.path)).toEqual(['/dev/surfscan-is-not-there']);
    expect((await disk.stats()).reads).toBe(0);
  });

  test('an empty file: the other is not scanned', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'empty');
    mkdirSync(join(directory, 'x'));
    writeFileSync(path, '');
    const disk = await diskOf(16 * MIB, bad(5));
    const run = await scan(path, disk.path);
    expect(run.status, 'no rule failed: nothing was read').toBe(3);
    expect((await disk.stats()).reads).toBe(0);
  });
});

describeWithDisks('exit 4: stopped before the end', () => {
  const slowly = slow(0, 256 * MIB - 1, 2);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`by ${signal}`, async () => {
      const disk = await diskOf(256 * MIB, slowly, holdAfter(100));
      const running = await startedScan(disk, 100);
      running.child.kill(signal);
      await disk.setFaults([slowly]);
      const run = await running.finished;
      expect(run.status).toBe(4);
      expect(run.json.verdict).toBe('incomplete');
      expect(run.scan.error).toBeUndefined();
      expect(run.scan.coverage.good).toBeGreaterThan(0);
      expect(run.scan.coverage.unread).toBeGreaterThan(0);
      expect(run.scan.coverage.bad).toBe(0);
    });
  }

  test('unless a rule failed: exit 1', async () => {
    const disk = await diskOf(256 * MIB, slowly, bad(1000), holdAfter(100));
    const running = await startedScan(disk, 100, '--jobs', 1);
    running.child.kill('SIGINT');
    await disk.setFaults([slowly, bad(1000)]);
    const run = await running.finished;
    expect(run.status).toBe(1);
    expect(run.json.verdict).toBe('fail');
    expect(run.scan.coverage.unread).toBeGreaterThan(0);
  });

  test('SIGUSR1 only asks: progress on standard error, and the scan goes on', async () => {
    const disk = await diskOf(64 * MIB, holdAfter(100));
    const running = await startedScan(disk, 100);
    running.child.kill('SIGUSR1');
    await disk.setFaults([]);
    const run = await running.finished;
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(/%/);
  });
});
