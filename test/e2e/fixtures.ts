// Disks and directories that end with the test that asked for them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fault } from '../rig/faults.ts';
import { type FaultyDisk, type FaultyDiskOptions, openFaultyDisk } from '../rig/faulty-disk.ts';
import { until } from '../rig/system.ts';
import { type RunningCli, startScan } from './run-cli.ts';

export const MIB = 2048; // in sectors of 512 bytes

export async function openDisk(options: FaultyDiskOptions): Promise<FaultyDisk> {
  const disk = await openFaultyDisk(options);
  onTestFinished(() => disk.close());
  return disk;
}

/** A disk of 512-byte sectors. */
export function diskOf(sectors512: number, ...faults: Fault[]): Promise<FaultyDisk> {
  return openDisk({ sectors512, faults });
}

/** A disk of 4096-byte sectors; faults are in 512-byte sectors all the same. */
export function disk4Kn(sectors512: number, ...faults: Fault[]): Promise<FaultyDisk> {
  return openDisk({ sectors512, logicalBytes: 4096, faults });
}

/** On the disk, and not in memory: O_DIRECT works there on every kernel. `atEnd`: of the test's own
 * context, where tests run side by side; else it goes when any of them ends. */
export function temporaryDirectory(atEnd = onTestFinished): string {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-e2e-'));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A scan that has read so much of the disk: the moment to disturb it. */
export async function startedScan(
  disk: FaultyDisk,
  reads: number,
  ...args: (string | number)[]
): Promise<RunningCli> {
  const running = startScan(disk.path, ...args);
  let done = 0;
  running.child.once('exit', () => {
    done = Number.POSITIVE_INFINITY; // the test will see what it said
  });
  const poll = setInterval(async () => {
    const stats = await disk.stats().catch(() => null);
    done = Math.max(done, stats?.reads ?? 0);
  }, 20);
  await until(`${reads} reads`, () => done >= reads).finally(() => clearInterval(poll));
  return running;
}
