// What this room asks of the machine. Tests hand in one of their own.

import { execFile } from 'node:child_process';
import { type BigIntStats, promises as fs } from 'node:fs';
import type { Native } from '../addon/interface.ts';
import { native } from '../addon/native.ts';

/** sysctl kern.geom.confxml is 9 kB with four disks; some hundred disks with multipath: 3 MB. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

export interface DiskSystem {
  readonly platform: string;
  /** Where /sys, /proc and /run are looked for. */
  readonly root: string;
  /** Effective; null: unknown. */
  readonly userId: number | null;
  /** Loaded when first needed: the list on Linux works without the addon. */
  native(): Promise<
    Pick<Native, 'inspect' | 'backingFile' | 'describeSim' | 'diskStatistics' | 'driveFacts'>
  >;
  /** Follows symbolic links. Rejects as fs.stat does. */
  stat(path: string): Promise<BigIntStats>;
  realpath(path: string): Promise<string>;
  /** Standard output of a program of the system, by its fixed path and without a shell. Rejects where it
   * fails, takes longer than `timeoutMs`, or prints more than 16 MiB. */
  run(file: string, args: readonly string[], timeoutMs: number): Promise<string>;
}

export const hostSystem: DiskSystem = {
  platform: process.platform,
  root: '/',
  userId: process.geteuid?.() ?? null,
  native: async () => native,
  stat: (path) => fs.stat(path, { bigint: true }),
  realpath: (path) => fs.realpath(path),
  run: (file, args, timeoutMs) =>
    new Promise((resolve, reject) => {
      const options = { timeout: timeoutMs, maxBuffer: OUTPUT_LIMIT, env: { LC_ALL: 'C' } };
      execFile(file, [...args], options, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    }),
};
