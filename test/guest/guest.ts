// A running guest: jobs are sent to it, and what they said comes back. The guest sees the host's files
// read-only, the project with its built program among them.

import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Finished, MAIN, scanArgs } from '../e2e/run-cli.ts';
import { assertWrittenIsValid } from '../e2e/written-json.ts';
import { PROJECT } from '../rig/server-binary.ts';
import { buildInitramfs, KERNEL } from './kernel.ts';
import { initramfsPath, serialLogTail, startQemu } from './qemu.ts';

/** From the start of QEMU to the first job: 6 s, on a busy machine some. */
const BOOT_LIMIT_MS = 300_000;
const JOB_LIMIT_MS = 300_000;
/** However its tests go wrong, the guest ends. It runs for four minutes, on a busy machine for a multiple. */
const GUEST_LIMIT_MS = 2_400_000;

const UNTIL_LIMIT_MS = 300_000;
const READ_FOR_A_WHILE_SECTORS = 100_000;

const MODPROBE = `modprobe -d ${quoted(KERNEL)}`;

export interface Job {
  id: string;
  status: number;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** A run of the program, and what the guest's kernel printed meanwhile. */
export class GuestRun extends Finished {
  readonly kernelLog: string;
  /** Where the guest has it. */
  readonly logPath: string;

  constructor({ id, status, stdout, stderr, seconds }: Job, kernelLog: string) {
    super(status, stdout, stderr, seconds);
    this.kernelLog = kernelLog;
    this.logPath = `/run/jobs/${id}.log`;
  }
}

interface Waiting {
  began: number;
  limit: NodeJS.Timeout;
  resolve(job: Job): void;
  reject(error: Error): void;
}

/** Resolves when the guest takes jobs. The caller stops it. */
export async function startGuest(deviceArgs: readonly string[]): Promise<Guest> {
  const guest = new Guest(deviceArgs);
  try {
    await guest.ready;
  } catch (error) {
    guest.stop();
    throw error;
  }
  return guest;
}

export class Guest {
  /** The port's first line. */
  readonly ready: Promise<Job>;
  readonly #directory = mkdtempSync(join(tmpdir(), 'surfscan-guest-'));
  readonly #qemu: ChildProcessWithoutNullStreams;
  readonly #limit: NodeJS.Timeout;
  readonly #waiting = new Map<string, Waiting>();
  #line = '';
  #complaints = '';
  #lastId = 0;
  /** Why there is no guest any more. */
  #ended: string | null = null;

  constructor(deviceArgs: readonly string[]) {
    buildInitramfs(initramfsPath(this.#directory));
    copyFileSync(join(PROJECT, 'test/guest/jobs.sh'), join(this.#directory, 'jobs.sh'));
    const qemu = startQemu(this.#directory, deviceArgs);
    this.#qemu = qemu;
    qemu.stdout.on('data', (bytes) => this.#hear(String(bytes)));
    qemu.stderr.on('data', (bytes) => {
      this.#complaints += bytes;
    });
    qemu.stdin.on('error', () => {}); // a guest that is gone: 'close' tells
    qemu.once('error', (error) => this.#end(`QEMU did not start: ${error.message}`));
    qemu.once('close', (code, signal) => this.#end(`QEMU ended (${signal ?? code})`));
    const late = `the guest ran for ${GUEST_LIMIT_MS / 1000} s`;
    this.#limit = setTimeout(() => this.#end(late), GUEST_LIMIT_MS);
    this.ready = this.#expect('ready', BOOT_LIMIT_MS);
    process.once('exit', this.stop);
  }

  /** A shell script, as root of the guest. Several may run at once. Rejects only where it did not end. */
  start(script: string): Promise<Job> {
    if (this.#ended !== null) return Promise.reject(this.#failure(this.#ended));
    this.#lastId++;
    const id = String(this.#lastId);
    writeFileSync(join(this.#directory, `${id}.sh`), script);
    const job = this.#expect(id, JOB_LIMIT_MS);
    this.#qemu.stdin.write(`${id}\n`);
    return job;
  }

  /** The script's standard output. Throws where it fails. */
  async run(script: string): Promise<string> {
    const job = await this.start(`set -eu\n${script}`);
    if (job.status === 0) return job.stdout.trim();
    throw new Error(`in the guest, status ${job.status}:\n${script}\n${job.stderr}`);
  }

  /** The real program: `surfscan ARGS…`. */
  async surfscan(...args: readonly (string | number)[]): Promise<GuestRun> {
    const words = [process.execPath, MAIN, ...args].map((word) => quoted(String(word)));
    const script = `dmesg --clear; ${words.join(' ')}; status=$?; dmesg >"\${0%.sh}.log"; exit $status`;
    const job = await this.start(script);
    assertWrittenIsValid([], job.stdout);
    return new GuestRun(job, this.#read(job.id, 'log'));
  }

  /** `surfscan scan ARGS… --json - --no-tui`. */
  scan(...args: readonly (string | number)[]): Promise<GuestRun> {
    return this.surfscan(...scanArgs(...args));
  }

  /** Loads modules of the guest's kernel. */
  async loadAll(modules: readonly string[]): Promise<void> {
    await this.run(`${MODPROBE} -a ${modules.join(' ')}`);
  }

  async load(module: string, ...parameters: readonly string[]): Promise<void> {
    await this.run(`${MODPROBE} ${module} ${parameters.join(' ')}`);
  }

  /** Unloads one, if nothing uses it. */
  async unload(module: string): Promise<void> {
    await this.start(`${MODPROBE} -r ${module}`);
  }

  /** The disks' directories in sysfs, links resolved: they end with the disks' names. */
  async diskDirectories(): Promise<string[]> {
    return (await this.run('readlink -f /sys/block/*')).split('\n');
  }

  /** The disk in whose directory a device's address is found, once it is there: "/dev/sda". */
  async diskAt(address: RegExp): Promise<string> {
    const end = performance.now() + UNTIL_LIMIT_MS;
    for (;;) {
      const found = (await this.diskDirectories()).find((directory) => address.test(directory));
      if (found !== undefined) return pathOfDisk(found);
      if (performance.now() > end) throw new Error(`no disk at ${address}`);
    }
  }

  /** Until a disk has been read for a while. */
  async hasRead(path: string, sectors = READ_FOR_A_WHILE_SECTORS): Promise<void> {
    const file = `/sys/block/${path.slice('/dev/'.length)}/stat`;
    const statistics = `read -r reads merged sectors rest < ${file}`;
    const enough = `[ "$sectors" -gt ${sectors} ]`;
    await this.run(`while ${statistics}; ! ${enough}; do sleep 0.1; done`);
  }

  /** At once: nothing in the guest is worth an orderly end. */
  readonly stop = (): void => {
    process.off('exit', this.stop);
    this.#end('the guest was stopped');
    rmSync(this.#directory, { recursive: true, force: true });
  };

  #expect(id: string, limitMs: number): Promise<Job> {
    return new Promise<Job>((resolve, reject) => {
      const expired = () => {
        this.#waiting.delete(id);
        reject(this.#failure(`job ${id}: not within ${limitMs / 1000} s`));
      };
      const limit = setTimeout(expired, limitMs);
      this.#waiting.set(id, { began: performance.now(), limit, resolve, reject });
    });
  }

  #hear(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop()!;
    for (const line of lines) {
      const [id, status] = line.split(' ');
      this.#finish(id!, Number(status));
    }
  }

  #finish(id: string, status: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.limit);
    const seconds = (performance.now() - waiting.began) / 1000;
    const said = { stdout: this.#read(id, 'out'), stderr: this.#read(id, 'err') };
    waiting.resolve({ id, status, ...said, seconds });
  }

  /** Empty where the job wrote no such file. */
  #read(id: string, ending: 'out' | 'err' | 'log'): string {
    const path = join(this.#directory, `${id}.${ending}`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  #end(reason: string): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    clearTimeout(this.#limit);
    this.#qemu.kill('SIGKILL');
    for (const { limit, reject } of this.#waiting.values()) {
      clearTimeout(limit);
      reject(this.#failure(reason));
    }
    this.#waiting.clear();
  }

  #failure(reason: string): Error {
    const console = serialLogTail(this.#directory);
    return new Error(
      `${reason}\n--- QEMU: ${this.#complaints}\n--- the guest's console:\n${console}`,
    );
  }
}

export function pathOfDisk(directory: string): string {
  return `/dev/${basename(directory)}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
