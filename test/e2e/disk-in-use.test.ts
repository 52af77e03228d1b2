// Partitions, and disks that are mounted: told apart, said loudly, scanned all the same.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canMakeDisks, describeUnless, describeWithDisks } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { attachLoop, detachLoop, run, tryRun } from '../rig/system.ts';
import { MIB, temporaryDirectory } from './fixtures.ts';
import { runCli, scan, scanArgs } from './run-cli.ts';

const PARTITION = { from: 2048, sectors: 8 * MIB };

/** A disk of 64 MiB with an MBR and one partition. */
function partitionedDisk(): string {
  const path = join(temporaryDirectory(), 'disk.img');
  const table = Buffer.alloc(512);
  table.writeUInt8(0x83, 446 + 4);
  table.writeUInt32LE(PARTITION.from, 446 + 8);
  table.writeUInt32LE(PARTITION.sectors, 446 + 12);
  table.writeUInt16LE(0xaa55, 510);
  writeFileSync(path, table);
  truncateSync(path, 64 << 20);
  const loop = loopOver(path, '-P');
  // Where the kernel reads no tables itself.
  if (!existsSync(`${loop}p1`)) {
    run('addpart', [loop, '1', String(PARTITION.from), String(PARTITION.sectors)]);
  }
  return loop;
}

function loopOver(path: string, ...more: string[]): string {
  const loop = attachLoop(path, 512, more);
  onTestFinished(() => detachLoop(loop, path));
  return loop;
}

describeWithDisks('a partition', () => {
  test('is scanned in its own LBAs', async () => {
    const partition = `${partitionedDisk()}p1`;
    const scanned = await scan(partition);
    expect(scanned.status, scanned.stderr).toBe(0);
    expect(scanned.scan.coverage.total).toBe(PARTITION.sectors);
  });

  test('beside its disk is a usage error', async () => {
    const loop = partitionedDisk();
    for (const targets of [
      [loop, `${loop}p1`],
      [`${loop}p1`, loop],
    ]) {
      const scanned = await scan(...targets);
      expect(scanned.status).toBe(2);
      expect(scanned.stdout).toBe('');
    }
  });
});

const reason = isThere('mkfs.ext4') ? canMakeDisks() : 'mkfs.ext4 is not there';

/** A disk of 32 MiB that is mounted. */
function mountedDisk() {
  const directory = temporaryDirectory();
  const path = join(directory, 'disk.img');
  writeFileSync(path, '');
  truncateSync(path, 32 << 20);
  run('mkfs.ext4', ['-q', path]);
  const loop = loopOver(path);
  const mountPoint = join(directory, 'mounted here');
  mkdirSync(mountPoint);
  run('mount', ['-o', 'ro,noload', loop, mountPoint]);
  onTestFinished(() => {
    tryRun('umount', ['-l', mountPoint]);
  });
  return { loop, mountPoint };
}

describeUnless(reason, 'a mounted disk', () => {
  test('is scanned all the same, and it is said where it is mounted', async () => {
    const { loop } = mountedDisk();
    const scanned = await scan(loop);
    expect(scanned.status).toBe(0);
    expect(scanned.scan.coverage.good).toBe(32 * MIB);
    expect(scanned.scan.device.in_use!.join('\n')).toContain('mounted here');
    expect(scanned.stderr).toContain('mounted here');
  });
  // As in a container: what mounted it is in another mount namespace, or /proc is not there.
  for (const [where, command] of [
    ['outside of this mount namespace', 'umount -l "$0" && exec "$@"'],
    ['and /proc and /sys are hidden', 'umount -l "$0" && mount -t tmpfs x /sys && exec "$@"'],
  ] as const) {
    test(`${where} is in use, and it is said`, async () => {
      const { loop, mountPoint } = mountedDisk();
      const wrapper = ['unshare', '--mount', 'sh', '-c', command, mountPoint];
      const scanned = await runCli(scanArgs(loop), { wrapper });
      expect(scanned.status, scanned.stderr).toBe(0);
      expect(scanned.scan.device.in_use!.join()).toMatch(/is held by .*EBUSY/);
      expect(scanned.stderr).toMatch(/WARNING: .* is in use/);
    });
  }

  test('that is mounted nowhere is in use by nobody, wherever that is asked', async () => {
    const { loop, mountPoint } = mountedDisk();
    run('umount', [mountPoint]);
    const scanned = await scan(loop);
    expect([scanned.scan.device.in_use, scanned.stderr]).toEqual([
      [],
      expect.not.stringContaining('in use'),
    ]);
  });
});

describeUnless(reason, 'a disk that something holds which shows itself nowhere here', () => {
  test('is in use, says the list, where it is mounted in another namespace', async () => {
    const loop = loopOver(heldImage());
    const folder = temporaryDirectory();
    // Its mount is private to that namespace, and lives as long as the process does.
    const script = `mount -o ro,noload ${loop} ${folder} && echo held && exec sleep 600`;
    const holder = spawn('unshare', ['--mount', 'sh', '-c', script]);
    onTestFinished(() => {
      holder.kill('SIGKILL');
    });
    await once(holder.stdout, 'data');
    const { disks } = JSON.parse((await runCli(['list', '--json'])).stdout);
    const listed = disks.find(({ path }: { path: string }) => path === loop);
    expect(listed.in_use).toEqual([expect.stringMatching(/is held by something/)]);
    const scanned = await scan(loop);
    expect(scanned.scan.device.in_use).toEqual(listed.in_use);
  });
});

function heldImage(): string {
  const path = join(temporaryDirectory(), 'held.img');
  writeFileSync(path, '');
  truncateSync(path, 16 << 20);
  run('mkfs.ext4', ['-q', path]);
  return path;
}
