// `surfscan bench` as its users run it: figures, exit status, and disks that fail meanwhile.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { slow } from '../rig/faults.ts';
import { isThere } from '../rig/server-binary.ts';
import { sleep } from '../rig/system.ts';
import { args, bench, benchesOf, waysOf } from './bench-cli.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { MAIN, runCli, startCli } from './run-cli.ts';
import { openTmux } from './tmux.ts';

describe('bench', () => {
  test('of simulated disks: a minute is over at once', async () => {
    const run = await bench('sim:kind=hdd', 'sim:kind=ssd');
    // Two minutes of the wall's clock are more than any run may take.
    expect(run.status).toBe(0);
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
    child.stderr!.once('data', () => setTimeout(() => child.kill(signal), 3000));
    const run = await finished;
    expect(run.status).toBe(4);
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
    const asking = setInterval(() => child.kill('SIGUSR1'), 100);
    const { stderr } = await finished.finally(() => clearInterval(asking));
    expect(stderr).toMatch(/sequential reads of 1 MiB, zone \d+ of 10, \d+ MB\/s, 0:0\d of 0:04/);
  });

  test('an image', async () => {
    const path = join(temporaryDirectory(), 'disk.img');
    writeFileSync(path, Buffer.alloc(3 << 20, 7));
    const run = await bench(path, '--seconds', 2);
    expect(run.status, run.stderr).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(1.9);
    expect(waysOf(only!).slice(0, 3)).toEqual(['512x1', '4096x1', '65536x1']);
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
    const screen = await tmux.shows(/\? +help +q +leave/);
    expect(screen).toMatch(/200 MB\/s/);
    expect(screen).toMatch(/0 +200 GB +400 GB/);
    expect(screen).toMatch(/full stroke +\d\d\.\d ms/);
    tmux.keys('q');
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
