// How a disk's failed blocks are read again: through the drive itself, one attempt a sector and in its own
// words, for as long as that can be had.

import { access, constants } from 'node:fs/promises';
import type { NativeDriveSite } from '../addon/interface.ts';
import { native } from '../addon/native.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';
import { NATIVE_ERROR_DEFECT } from '../vocabulary/classes.ts';
import type { DriveAccess } from '../vocabulary/device.ts';
import { errnoName, errnoWords } from '../vocabulary/errno.ts';
import type { Reading } from './sweep.ts';
import type { SweepEnd, WorkerControl, WorkerTask } from './worker-control.ts';

const XPT = '/dev/xpt0';

/** What narrowed failed blocks: reads by the kernel, or the drive's own commands. */
export const NARROWERS = ['read', 'sgio', 'cam', 'nvme'] as const;
export type Narrower = (typeof NARROWERS)[number];

/** What a map file says of it. */
export function narrowerOf(text: string): Narrower {
  return NARROWERS.find((narrower) => narrower === text) ?? 'read';
}

/** What of the machine decides. */
export interface WayChoice {
  readonly mayReadAndWrite: (path: string) => Promise<boolean>;
  readonly commandRingErrno: () => number;
}

function refusalOfReading({ error, errno }: Reading): string | null {
  if (error !== NATIVE_ERROR_DEFECT) return null;
  const name = errnoName(errno);
  return name === null ? 'the drive takes no such command' : errnoWords(name);
}

function refusalOfOpening(failure: SweepEnd['failure']): string | null {
  if (failure?.code !== 'ERR_METHOD') return null;
  const { message, errno } = failure;
  return errno === null ? message : `${message}: ${errnoWords(errno)}`;
}

const THIS_MACHINE: WayChoice = {
  mayReadAndWrite: (path) =>
    access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
  commandRingErrno: () => native.commandRingErrno(),
};

/** A sweep as the kernel would be given it. */
interface Wanted {
  readonly task: WorkerTask;
  readonly site: NativeDriveSite;
  readonly hear: (reading: Reading) => void;
  readonly progress: (run: number, next: number) => void;
}

export class DriveWay {
  #site: NativeDriveSite | null | undefined;
  #hasRead = false;
  /** Read through the drive, by sweeps that have ended. */
  #sectors = 0;
  /** Of workers that read through it now: the sectors that they had read before. */
  readonly #before = new Map<WorkerShared, number>();

  /** `tell`: notes for the report. */
  constructor(
    private readonly drive: DriveAccess | undefined,
    private readonly hangMs: number,
    private readonly tell: (note: string) => void,
    private readonly machine: WayChoice = THIS_MACHINE,
  ) {}

  get narrowedBy(): Narrower {
    if (this.drive === undefined || !this.#hasRead) return 'read';
    if (this.drive.commands === 'nvme') return 'nvme';
    return this.drive.through ?? 'sgio';
  }

  /** null: the kernel reads. */
  async site(): Promise<NativeDriveSite | null> {
    if (this.#site === undefined) this.#site = await this.#choose();
    return this.#site;
  }

  /** What was read of the disk and the kernel did not count: block/blk-mq.c, blk_do_io_stat(). */
  get uncountedSectors(): number {
    if (this.drive === undefined || this.drive.isCounted) return 0;
    let sum = this.#sectors;
    for (const [worker, before] of this.#before) sum += worker.sectors - before;
    return sum;
  }

  /** `refusal`: why it could not be; it has gone as far as its end says, or could not begin (`failure`). */
  async sweep(
    control: WorkerControl,
    worker: WorkerShared,
    { task, site, hear, progress }: Wanted,
  ) {
    let refusal: string | null = null;
    const { address } = task;
    const through = address.kind === 'path' ? { ...address, site } : address;
    this.#before.set(worker, worker.sectors);
    const tell = (reading: Reading) => {
      refusal ??= refusalOfReading(reading);
      if (refusal === null) hear(reading);
    };
    const end = await control.sweep(worker, { ...task, address: through }, tell, progress);
    this.#sectors += worker.sectors - this.#before.get(worker)!;
    this.#before.delete(worker);
    refusal ??= refusalOfOpening(end.failure);
    this.#hasRead ||= refusal === null && end.failure === undefined;
    return { ...end, refusal };
  }

  /** It cannot be had: the kernel reads from now on. */
  giveUp(why: string): void {
    this.#site = null;
    this.tell(
      `failed blocks were narrowed by reads of the kernel's, not through the drive: ${why}`,
    );
  }

  async #choose(): Promise<NativeDriveSite | null> {
    const { drive } = this;
    if (drive === undefined) return null;
    const missing = await this.#missing(drive);
    if (missing !== null) {
      this.giveUp(missing);
      return null;
    }
    const { way, note } = await this.#way(drive);
    if (note !== null) this.tell(note);
    const { path, number } =
      way === 'sg_ioctl' || drive.generic === null ? drive.disk : drive.generic;
    return {
      way,
      path,
      number,
      address: drive.address,
      unitSerial: drive.unitSerial,
      nsid: drive.nsid,
      firstLba: drive.firstLba,
      isAta: drive.commands === 'ata',
      isBridge: drive.commands === 'bridge',
      // A timeout resets the drive's link and disturbs what else is on it: none before the user's own.
      timeoutMs: Math.min(this.hangMs, 2 ** 31 - 1),
    };
  }

  /** What only some may do. CAM finds a disk's pass node by xpt0, which is root's as they are, whatever the
   * disk's own node allows: sys/cam/cam_xpt.c, xptopen; lib/libcam/camlib.c, cam_lookup_pass. */
  async #missing({ through, commands }: DriveAccess): Promise<string | null> {
    if (through !== 'cam' || commands === 'nvme') return null;
    if (await this.machine.mayReadAndWrite(XPT)) return null;
    return `${XPT} and the disk's pass node may not be opened (they are root's)`;
  }

  async #way({ through, commands, generic }: DriveAccess) {
    if (through === 'cam') {
      const way = commands === 'nvme' ? ('nvme_passthrough' as const) : ('cam' as const);
      return { way, note: null };
    }
    const blocking = (way: NativeDriveSite['way'], why: string) => ({
      way,
      note: `the drive was asked by an ioctl, ${why}: a command that does not return holds the program`,
    });
    if (commands === 'nvme') {
      const errno = this.machine.commandRingErrno();
      if (generic === null) return blocking('nvme_ioctl', 'as it has no generic node (Linux 5.13)');
      if (errno === 0) return { way: 'nvme_uring' as const, note: null };
      return blocking('nvme_ioctl', `as io_uring takes no commands here (${errnoName(errno)})`);
    }
    if (generic === null) return blocking('sg_ioctl', 'as it has no sg node (modprobe sg)');
    if (await this.machine.mayReadAndWrite(generic.path)) return { way: 'sg' as const, note: null };
    return blocking('sg_ioctl', `as ${generic.path} may not be written to`);
  }
}
