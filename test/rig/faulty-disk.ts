// A real block device that fails where it is told to: the fault server's file below a loop device.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, faultFile } from './faults.ts';
import { serverBinary } from './server-binary.ts';
import {
  attachLoop,
  detachLoop,
  isMounted,
  quietConsole,
  restoreConsole,
  run,
  sleepSync,
  tryRun,
  until,
} from './system.ts';

export interface FaultyDiskOptions {
  /** Capacity in sectors of 512 bytes. */
  sectors512: number;
  logicalBytes?: 512 | 4096;
  faults?: readonly Fault[];
  /** Each sector holds its own number instead of zeros. */
  pattern?: boolean;
  /** Holds what this file holds, zeros behind its end. The file is never written; the disk shows
   * what others write to it. */
  contents?: string;
  /** The partitions of the table in `contents` are there: /dev/loop3p1. */
  partitions?: boolean;
}

/** Requests as they came to the server: a read of up to 128 KiB comes as one. */
export interface ServerStats {
  reads: number;
  /** Reads that failed because of what they touched. */
  failed: number;
  delayed: number;
  /** Sectors of 512 bytes asked for, also by reads that failed. */
  sectors: number;
}

const open = new Set<FaultyDisk>();

/** The caller closes it; what is still open when the process exits is closed then. */
export async function openFaultyDisk(options: FaultyDiskOptions): Promise<FaultyDisk> {
  const disk = new FaultyDisk(options);
  if (open.size === 0) {
    process.once('exit', closeAllSync);
    quietConsole();
  }
  open.add(disk);
  try {
    await disk.start();
  } catch (error) {
    disk.closeSync();
    throw error;
  }
  return disk;
}

// Where a process is killed before it says 'exit', the server notices that its parent is gone.
function closeAllSync(): void {
  for (const disk of open) disk.closeSync();
}

export class FaultyDisk {
  readonly #options: FaultyDiskOptions;
  readonly #directory = mkdtempSync(join(tmpdir(), 'surfscan-rig-'));
  readonly #file = join(this.#directory, 'disk');
  readonly #stats = join(this.#directory, 'stats');
  #server: ChildProcess | null = null;
  #loop: string | null = null;
  #base: ServerStats = { reads: 0, failed: 0, delayed: 0, sectors: 0 };

  constructor(options: FaultyDiskOptions) {
    this.#options = options;
  }

  /** The block device: "/dev/loop3". */
  get path(): string {
    if (this.#loop === null) throw new Error('the disk is closed');
    return this.#loop;
  }

  /** The file below it, which is an image of it: on a file system of its own. */
  get image(): string {
    return this.#file;
  }

  /** In its own logical sectors. */
  get sectors(): number {
    const perSector = (this.#options.logicalBytes ?? 512) / 512;
    return Math.floor(this.#options.sectors512 / perSector);
  }

  async start(): Promise<void> {
    const { sectors512, faults = [], pattern = false, contents, partitions } = this.#options;
    const faultPath = join(this.#directory, 'faults');
    writeFileSync(faultPath, faultFile(faults));
    writeFileSync(this.#file, '');
    const args = [this.#file, faultPath, this.#stats, String(sectors512)];
    if (pattern && contents !== undefined) throw new Error('a disk holds a pattern or contents');
    if (pattern) args.push('--pattern');
    if (contents !== undefined) args.push('--contents', contents);
    const server = spawn(serverBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#server = server;
    let said = '';
    server.stdout.on('data', (text) => {
      said += text;
    });
    server.stderr.on('data', (text) => {
      said += text;
    });
    await until('the fault server', () => said.includes('\n'));
    if (said !== 'ready\n') throw new Error(`the fault server: ${said}`);
    // --partscan takes them away with the disk; not every kernel can read a table, so partx does.
    const more = partitions === true ? ['--partscan'] : [];
    this.#loop = attachLoop(this.#file, this.#options.logicalBytes ?? 512, more);
    if (partitions === true) run('partx', ['--update', this.#loop]);
    this.#base = await this.#read(); // what attaching read is not the test's
  }

  /** Puts other faults in the place of those that were; weak sectors begin anew. */
  async setFaults(faults: readonly Fault[]): Promise<void> {
    writeFileSync(join(this.#directory, 'faults'), faultFile(faults));
    const before = await this.#counters();
    this.kill('SIGHUP');
    await until('new faults', () => this.#parse().reloads === before.reloads! + 1);
  }

  /** When the first read came since the faults were set: CLOCK_MONOTONIC, as process.hrtime's. */
  async firstReadNs(): Promise<bigint> {
    const { first_read_ns } = await this.#counters();
    if (first_read_ns === 0) throw new Error('nothing has been read');
    return BigInt(first_read_ns!);
  }

  /** What was read since it was opened, or since the last `resetStats`. */
  async stats(): Promise<ServerStats> {
    const now = await this.#read();
    const base = this.#base;
    return {
      reads: now.reads - base.reads,
      failed: now.failed - base.failed,
      delayed: now.delayed - base.delayed,
      sectors: now.sectors - base.sectors,
    };
  }

  async resetStats(): Promise<void> {
    this.#base = await this.#read();
  }

  /** From now on nothing is answered, neither reads nor stat(2) of the image, and who asks can't be
   * killed until the disk is closed. */
  async deafen(): Promise<void> {
    const before = await this.#counters();
    this.kill('SIGUSR2');
    await until('a deaf server', () => this.#parse().written === before.written! + 1);
  }

  /** SIGKILL: the disk is gone, every read fails at once. SIGSTOP: it answers nothing more. */
  kill(signal: NodeJS.Signals): void {
    this.#server?.kill(signal);
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server !== null && server.exitCode === null && server.signalCode === null) {
      const exited = new Promise((resolve) => server.once('exit', resolve));
      this.#stop(server);
      await exited;
    }
    this.closeSync();
  }

  /** The server takes loop device and mount down itself; what a killed one left is done here. */
  closeSync(): void {
    const server = this.#server;
    this.#server = null;
    if (server !== null) {
      this.#stop(server);
      for (let i = 0; i < 200 && isMounted(this.#file); i++) {
        if (server.exitCode !== null || server.signalCode !== null) break;
        sleepSync(10);
      }
    }
    if (this.#loop !== null) detachLoop(this.#loop, this.#file);
    this.#loop = null;
    if (isMounted(this.#file)) tryRun('umount', ['-l', this.#file]);
    rmSync(this.#directory, { recursive: true, force: true });
    open.delete(this);
    if (open.size > 0) return;
    process.off('exit', closeAllSync);
    restoreConsole();
  }

  #stop(server: ChildProcess): void {
    server.kill('SIGTERM');
    server.kill('SIGCONT');
  }

  async #read(): Promise<ServerStats> {
    const { reads, failed, delayed, sectors } = await this.#counters();
    return { reads: reads!, failed: failed!, delayed: delayed!, sectors: sectors! };
  }

  async #counters(): Promise<Record<string, number>> {
    const before = this.#parse().written ?? 0;
    this.kill('SIGUSR1');
    await until('the fault server’s counters', () => this.#parse().written === before + 1);
    return this.#parse();
  }

  #parse(): Record<string, number> {
    let text = '';
    try {
      text = readFileSync(this.#stats, 'utf8');
    } catch {
      return {}; // none written yet
    }
    const lines = text.trim().split('\n');
    return Object.fromEntries(
      lines.map((line) => {
        const [name, value] = line.split(' ');
        return [name, Number(value)];
      }),
    );
  }
}
