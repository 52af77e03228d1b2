// `surfscan bench` as its users run it: figures, exit status, and disks that fail meanwhile.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BenchReport } from '../../src/index.ts';
import { canMakeDisks, describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { isThere } from '../rig/server-binary.ts';
import { sleep } from '../rig/system.ts';
import { disk4Kn, diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { type CliRun, MAIN, runCli, startCli } from './run-cli.ts';
import { openTmux } from './tmux.ts';

type Bench = Extract<BenchReport['benches'][number], { started: string }>;

const args = (...more: (string | number)[]) => [
  'bench',
  ...more.map(String),
  '--json',
  '-',
  '--no-tui',
];
const bench = (...more: (string | number)[]) => runCli(args(...more));

function benchesOf({ stdout, stderr }: CliRun): Bench[] {
  expect(stdout, stderr).toMatch(/^\{/);
  const report = JSON.parse(stdout) as BenchReport;
  expect(report.schema).toBe('surfscan.bench/1');
  return report.benches as Bench[];
}

function waysOf({ random }: Bench): string[] {
  return random.map(({ block_bytes, depth }) => `${block_bytes}x${depth}`);
}

describe('bench', () => {
  test('of simulated disks: a minute is over at once', async () => {
    const run = await bench('sim:kind=hdd', 'sim:kind=ssd');
    expect([run.status, run.seconds < 15]).toEqual([0, true]);
    const [hdd, ssd] = benchesOf(run);
    expect(hdd!.sequential!.zones).toHaveLength(100);
    expect(hdd!.access_us!.adjacent).toBeLessThan(hdd!.access_us!.average);
    expect(ssd).toMatchObject({ access_us: null, burst_bytes_per_s: null });
    expect(run.stderr).toMatch(/^sim:kind=hdd: benchmark, 60 s$/m);
  });

  test('in words on standard output, as JSON in a file', async () => {
    const file = join(temporaryDirectory(), 'bench.json');
    const run = await runCli(['bench', 'sim:kind=hdd', '--seconds', '5', '--json', file]);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/sequential, 1 MiB, 10 zones: mean \d+ MB\/s ±/);
    expect(run.stdout).toMatch(/access, medians: adjacent .*, average .*, full stroke /);
    expect(JSON.parse(readFileSync(file, 'utf8')).schema).toBe('surfscan.bench/1');
  });

  test.each([
    [[], /missing required argument/],
    [['sim:', '--seconds', '0'], /--seconds "0": expected seconds from 1 to 86400/],
    [['sim:', '--seconds', '1e3'], /--seconds "1e3": expected seconds/],
    [['sim:', '--seed', '-1'], /--seed "-1": expected a whole number/],
    [['sim:', '--seed', '1.5'], /--seed/],
    [['sim:', 'sim:'], /is named twice/],
    [['sim:', '--json', ''], /--json: expected a file name/],
    [['sim:nonsense=1'], /nonsense/],
    [['sim:', '--jobs', '2'], /unknown option '--jobs'/],
    [['sim:', '--tui', '--json', '-'], /both want standard output/],
  ])('%j is a usage error', async (words, said) => {
    const run = await runCli(['bench', ...words]);
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(said);
  });

  test('a target that cannot be opened: 3, nothing is read, and the JSON says which', async () => {
    const run = await bench('sim:', '/nowhere/disk');
    expect(run.status).toBe(3);
    const [fine, absent] = benchesOf(run);
    expect(Object.keys(fine!)).toEqual(['device']);
    expect(absent!.error).toMatchObject({ code: 'ERR_ABSENT' });
  });

  test.each([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
  ] as const)('%s: 4, and what is known', async (signal) => {
    const { child, finished } = startCli(args('sim:kind=hdd,speed=1', 'sim:kind=ssd'));
    setTimeout(() => child.kill(signal), 2000);
    const run = await finished;
    expect([run.status, run.seconds < 5]).toEqual([4, true]);
    const [first, second] = benchesOf(run);
    expect(first!.sequential!.zones.length).toBeGreaterThan(0);
    expect(first!.notes.at(-1)).toBe('stopped before the end');
    expect(Object.keys(second!)).toEqual(['device']);
  });

  test('a simulated disk that leaves or hangs: 3', async () => {
    for (const spec of ['gone=100', 'hang=5000@60000']) {
      const run = await bench(`sim:${spec}`);
      expect(run.status, spec).toBe(3);
      expect(benchesOf(run)[0]!.error!.code).toMatch(/ERR_(GONE|HUNG)/);
    }
  });

  test('a program that was stopped does not call the disk hung', async () => {
    const slowly = 'sim:size=1000000s,speed=20,slow=0-999999@4000';
    const { child, finished } = startCli(args(slowly, '--seconds', 120));
    for (let stop = 0; stop < 3; stop++) {
      await sleep(1200);
      child.kill('SIGSTOP');
      await sleep(2500); // 50 s on the disk's clock
      child.kill('SIGCONT');
    }
    const run = await finished;
    expect(run.status, run.stderr).toBe(0);
  });

  test('SIGUSR1 asks how far it is', async () => {
    const { child, finished } = startCli(args('sim:kind=hdd,speed=2', '--seconds', 4));
    setTimeout(() => child.kill('SIGUSR1'), 1000);
    const { stderr } = await finished;
    expect(stderr).toMatch(/sequential reads of 1 MiB, zone \d+ of 10, \d+ MB\/s, 0:0\d of 0:04/);
  });

  test('an image', async () => {
    const path = join(temporaryDirectory(), 'disk.img');
    writeFileSync(path, Buffer.alloc(3 << 20, 7));
    const run = await bench(path, '--seconds', 2);
    expect(run.status, run.stderr).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(1.9);
    expect(only!.elapsed_s).toBeLessThan(4);
    expect(waysOf(only!).slice(0, 3)).toEqual(['512x1', '4096x1', '65536x1']);
  });
});

describeWithDisks('bench of a disk', () => {
  test('in its time', async () => {
    const disk = await diskOf(128 * MIB);
    const run = await bench(disk.path, '--seconds', 4);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(3.9);
    expect(only!.elapsed_s).toBeLessThan(8); // 4, and a machine that does something else
    expect(waysOf(only!)).toEqual([
      ...['512x1', '4096x1', '65536x1', '1048576x1', '4096x4', '4096x32'],
    ]);
    for (const { iops, latency_us } of only!.random) {
      expect(iops).toBeGreaterThan(10);
      expect(latency_us.min).toBeLessThanOrEqual(latency_us.p50);
      expect(latency_us.p99).toBeGreaterThanOrEqual(latency_us.p50);
    }
    expect(only!.sequential!.zones).toHaveLength(4);
  });

  // Who answers at once takes the processor from who asks: between two reads of a slow disk nobody
  // waits for one.
  test('with as many reads in flight as it says', async () => {
    const disk = await diskOf(128 * MIB, slow(0, 128 * MIB - 1, 5));
    const run = await bench(disk.path, '--seconds', 8);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.random.map(({ depth }) => depth)).toEqual([1, 1, 1, 1, 4, 32]);
    // So many reads, each so long, in a second.
    for (const { iops, depth, latency_us } of only!.random) {
      expect((iops * latency_us.mean) / 1e6).toBeLessThan(depth * 1.05);
      expect((iops * latency_us.mean) / 1e6).toBeGreaterThan(depth * 0.7);
    }
  });

  test('of 4Kn: nothing below the sector', async () => {
    const disk = await disk4Kn(64 * MIB);
    const [only] = benchesOf(await bench(disk.path, '--seconds', 2));
    expect(only!.device.logical_bytes).toBe(4096);
    expect(waysOf(only!)[0]).toBe('4096x1');
    expect(only!.notes.join()).not.toMatch(/failed/);
  });

  test('that fails here and there: 0, the failures are named', async () => {
    const disk = await diskOf(64 * MIB, bad(0, 2047), bad(20_000, 40_000));
    const run = await bench(disk.path, '--seconds', 3);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.notes.join()).toMatch(
      /reads failed \(IO \d+\), and others were tried: LBA 0-2047/,
    );
    expect(only!.sequential!.zones[0]!.from).toBeGreaterThan(40_000);
    expect(only!.random).toHaveLength(6);
  });

  test('whose every read takes 60 ms: in its time all the same', async () => {
    const disk = await diskOf(256 * MIB, slow(0, 256 * MIB - 1, 60));
    const run = await bench(disk.path, '--seconds', 10);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(9);
    expect(only!.elapsed_s).toBeLessThan(11);
    expect(only!.random).toHaveLength(6);
    for (const { depth, latency_us } of only!.random) {
      if (depth === 1) expect(latency_us.p50 / 1000).toBeCloseTo(60, -1);
    }
  });

  test('that fails everywhere: 3 or notes, and no figures', async () => {
    const disk = await diskOf(64 * MIB, bad(0, 64 * MIB - 1));
    const run = await bench(disk.path, '--seconds', 3);
    const [only] = benchesOf(run);
    expect(run.status, run.stdout).toBe(3);
    expect(only).toMatchObject({ error: { code: 'ERR_GONE' }, sequential: null, random: [] });
    expect(only).toMatchObject({ access_us: null, burst_bytes_per_s: null });
  });

  test('is not written over by --json', async () => {
    const disk = await diskOf(16 * MIB);
    const run = await runCli(['bench', disk.path, '--seconds', '1', '--json', disk.path]);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  test('that dies: 3 with what is known, and nothing of it is called failed', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2));
    const { finished } = startCli(args(disk.path, '--seconds', 20));
    await hasRead(disk, 500);
    disk.kill('SIGKILL');
    const run = await finished;
    expect(run.status, run.stderr).toBe(3);
    expect(run.seconds).toBeLessThan(15);
    const [only] = benchesOf(run);
    expect(only!.error).toMatchObject({ code: 'ERR_GONE' });
    expect(only!.notes.join()).not.toMatch(/failed/);
  });

  test('that does not answer can be left by Ctrl-C: 4', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2));
    const { child, finished } = startCli(args(disk.path, '--seconds', 20));
    await hasRead(disk, 200);
    disk.kill('SIGSTOP');
    setTimeout(() => child.kill('SIGINT'), 500);
    const run = await finished;
    disk.kill('SIGCONT');
    expect([run.status, run.seconds < 10]).toEqual([4, true]);
    expect(benchesOf(run)[0]!.notes.join()).toMatch(/left while a read was still unanswered/);
  });
});

const tracing = isThere('strace') ? canMakeDisks() : 'strace is not there';
describeUnless(tracing, 'bench with strace', () => {
  test('opens a disk for reading, and only so', async () => {
    const disk = await diskOf(64 * MIB);
    const file = join(temporaryDirectory(), 'calls');
    const wrapper = ['strace', '-f', '-qq', '-e', 'trace=?open,openat,?openat2', '-o', file];
    const run = await runCli(args(disk.path, '--seconds', 2), { wrapper });
    expect(run.status).toBe(0);
    const opens = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"${disk.path}"`));
    expect(opens.length).toBeGreaterThan(5);
    for (const line of opens) {
      expect(line).toContain('O_RDONLY');
      expect(line).not.toMatch(/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/);
    }
  });
});

describeUnless(tracing, 'bench without io_uring', () => {
  const refuse = 'inject=io_uring_setup:error=EPERM';
  const wrapper = ['strace', '-f', '-qq', '--seccomp-bpf', '-o', '/dev/null'];
  wrapper.push('-e', 'trace=io_uring_setup', '-e', refuse);

  test('has several reads in flight all the same', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 5));
    const run = await runCli(args(disk.path, '--seconds', 8), { wrapper });
    expect(run.status, run.stderr).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.notes.join()).toMatch(/a thread each/);
    const [one, four, many] = ['4096x1', '4096x4', '4096x32'].map((way) =>
      only!.random.find(({ block_bytes, depth }) => `${block_bytes}x${depth}` === way),
    );
    for (const { iops, depth, latency_us } of only!.random) {
      expect((iops * latency_us.mean) / 1e6).toBeLessThan(depth * 1.05);
    }
    expect(four!.iops / one!.iops).toBeGreaterThan(2);
    expect(many!.iops / four!.iops).toBeGreaterThan(0.9);
  });
});

describeUnless(isThere('tmux') ? null : 'tmux is not there', 'the curve in tmux', () => {
  const start = (...targets: string[]) => [
    `clear; ${process.execPath} ${MAIN} bench ${targets.map((one) => `'${one}'`).join(' ')}; echo exit=$?`,
    'Enter',
  ];

  test('80x24: it grows, the figures stay until a key, and are below then', async () => {
    const tmux = openTmux(80, 24);
    tmux.keys(...start('sim:kind=hdd,speed=20'));
    await tmux.shows(/zone \d+ of 100/);
    await tmux.shows(/512 B +8\d\.\d/);
    const screen = await tmux.shows('other keys  leave');
    expect(screen).toMatch(/200 MB\/s/);
    expect(screen).toMatch(/0 +200 GB +400 GB/);
    expect(screen).toMatch(/full stroke +\d\d\.\d ms/);
    tmux.keys('x');
    const after = await tmux.shows('exit=0');
    expect(after).toContain('sequential, 1 MiB, 100 zones');
    expect(tmux.format('#{alternate_on} #{cursor_flag}')).toBe('0 1');
  });

  test('q stops it: 4', async () => {
    const tmux = openTmux(80, 24);
    tmux.keys(...start('sim:kind=hdd,speed=1'));
    await tmux.shows(/zone [3-9] of 100/);
    tmux.keys('q');
    const after = await tmux.shows('exit=4');
    expect(after).toContain('note: stopped before the end');
  });

  test('200x50, several disks: side by side at the end', async () => {
    const tmux = openTmux(200, 50, { NO_COLOR: '1' });
    tmux.keys(...start('sim:kind=hdd', 'sim:kind=ssd', 'sim:kind=hdd,seed=2', 'sim:size=1MiB'));
    const screen = await tmux.shows('4 disks side by side');
    expect(screen).toMatch(/1 sim:kind=hdd .*2 sim:kind=ssd .*4 sim:size=1MiB/);
    tmux.keys('C-c');
    await tmux.shows('exit=0');
  });
});

async function hasRead(disk: FaultyDisk, reads: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if ((await disk.stats()).reads >= reads) return;
    await sleep(20);
  }
  throw new Error(`not ${reads} reads in 10 s`);
}
