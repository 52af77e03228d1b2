// The spot check on real block devices that fail: what their kernel printed, and whose the sectors are.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, slow, weak } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { isThere } from '../rig/server-binary.ts';
import { run, sleep, tryRun } from '../rig/system.ts';
import { check, checkRun, startCheck } from './check-cli.ts';
import { disk4Kn, diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { badExtent } from './report-shape.ts';

const nameOf = ({ path }: FaultyDisk) => path.replace('/dev/', '');

function logFile(...lines: string[]): string {
  const path = join(temporaryDirectory(), 'messages');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

const canReadLog = isThere('dmesg') && tryRun('dmesg', []) && tryRun('test', ['-w', '/dev/kmsg']);

describeUnless(
  canReadLog ? null : 'the kernel’s log cannot be read and written',
  'after real kernel errors',
  () => {
    describeWithDisks('on a faulty disk', () => {
      test('dmesg | surfscan check DISK --log - names the exact sectors', async () => {
        const disk = await diskOf(64 * MIB, bad(20_100), bad(50_003, 50_004));
        // Earlier disks had the same name.
        const mark = `surfscan-test ${process.pid} begins`;
        writeFileSync('/dev/kmsg', `${mark}\n`);
        for (const [request, lba] of [
          [128, 20_100],
          [256, 50_003],
        ] as const) {
          await readUntilLogged(disk, request, Math.floor(lba / request));
        }
        const wrapper = ['sh', '-c', `dmesg | sed '1,/${mark}/d' | "$@"`, 'sh'];
        const { status, check: report } = await check([nameOf(disk), '--log', '-'], { wrapper });
        expect(status).toBe(1);
        expect(report.bad).toEqual([badExtent(20_100, 20_100, 3), badExtent(50_003, 50_004, 3)]);
        const sources = report.suspects.flatMap((suspect) => suspect.sources);
        expect(sources.filter(({ from }) => from === Math.floor(20_100 / 128) * 128)).toMatchObject(
          [{ format: 'linux-block', device: nameOf(disk) }],
        );
        expect(report.explanation.join('\n')).toMatch(/the bad sector is 20100, the 5th of 256/);
      });
    });
  },
);

/** The kernel's messages are rate-limited, for all disks together. */
async function readUntilLogged(disk: FaultyDisk, sectors: number, block: number): Promise<void> {
  const line = new RegExp(`I/O error, dev ${nameOf(disk)}, sector ${sectors * block} `);
  const before = loggedLines(line);
  for (let attempt = 0; attempt < 20; attempt++) {
    const place = [`bs=${sectors * 512}`, `skip=${block}`, 'count=1', 'iflag=direct'];
    spawnSync('dd', [`if=${disk.path}`, 'of=/dev/null', ...place], { stdio: 'ignore' });
    if (loggedLines(line) !== before) return;
    await sleep(1500);
  }
  throw new Error(`the kernel does not print ${line}`);
}

function loggedLines(line: RegExp): number {
  return run('dmesg', [])
    .split('\n')
    .filter((text) => line.test(text)).length;
}

describeWithDisks('a spot check', () => {
  test('reads what is asked for, bad sectors three times, and no more', async () => {
    const disk = await diskOf(64 * MIB, bad(1000));
    await disk.resetStats();
    const { status, check: report } = await check([disk.path, '900-1155']);
    expect(status).toBe(1);
    expect(report.bad).toEqual([badExtent(1000, 1000, 3)]);
    const stats = await disk.stats();
    expect(stats.failed, 'its request, and three times alone').toBe(4);
  });

  test('by 4096-byte sectors, of a log in 512-byte units', async () => {
    const disk = await disk4Kn(64 * MIB, bad(8003));
    const log = logFile(`I/O error, dev ${nameOf(disk)}, sector 8000 op 0x0:(READ) flags 0x0`);
    const { status, check: report } = await check([disk.path, '--log', log]);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([{ from: 1000, to: 1031 }]);
    expect(report.bad).toEqual([badExtent(1000, 1000, 3)]);
    expect(report.explanation.join('\n')).toMatch(
      /sector 8000 of 512 bytes \/ 8 = LBA 1000.*the bad sector is 1000, the 1st of 32/,
    );
  });

  test('a weak sector: it failed, then read', async () => {
    const disk = await diskOf(64 * MIB, weak(1000, 1000, 2));
    const { status, check: report } = await check([disk.path, 1000]);
    expect([status, report.verdict]).toEqual([1, 'weak']);
    expect(report.weak).toEqual([badExtent(1000, 1000, 1)]);
    expect(report.coverage).toMatchObject({ bad: 0, unread: 0 });
  });

  test('a good disk with an old log: exit 0', async () => {
    const disk = await diskOf(64 * MIB);
    const log = logFile(`ata1.00: exception`, `I/O error, dev sdq, sector 1000 op 0x0:(READ)`);
    const { status, check: report } = await check([disk.path, '--log', log]);
    expect([status, report.verdict]).toEqual([0, 'good']);
    expect(report.explanation.join('\n')).toMatch(/sdq of the log is taken for/);
  });

  test('a disk that leaves: exit 3, and nothing is called bad', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 10));
    const running = startCheck([disk.path, '1000-5000']);
    while ((await disk.stats()).reads < 30) await sleep(50);
    disk.kill('SIGKILL');
    const { status, check: report } = checkRun(await running.finished);
    expect(status).toBe(3);
    expect(report).toMatchObject({ verdict: 'incomplete', bad: [], weak: [] });
    expect(report.error?.code).toBe('ERR_GONE');
    expect(report.coverage.good).toBeGreaterThan(0);
  });

  test('a disk that does not answer is left by Ctrl-C: exit 4, and nothing is called bad', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 10));
    const running = startCheck([disk.path, '1000-5000']);
    let said = '';
    running.child.stderr!.on('data', (text) => {
      said += text;
    });
    while ((await disk.stats()).reads < 5) await sleep(50);
    disk.kill('SIGSTOP');
    while (!said.includes('no answer for')) await sleep(100);
    const began = performance.now();
    running.child.kill('SIGINT');
    const { status, stderr, check: report } = checkRun(await running.finished);
    expect(performance.now() - began, 'long before --hang').toBeLessThan(150_000);
    expect([status, report.verdict, report.bad]).toEqual([4, 'incomplete', []]);
    expect(report.coverage.unread).toBeGreaterThan(0);
    expect(stderr).toMatch(/no answer for \d+ s at LBA/);
    disk.kill('SIGCONT');
  });
});
