// How single sectors, of failed blocks or accused by a log, are read: through the drive itself, one attempt a
// sector and in its own words, for as long as that can be had.

import type { NativeDriveSite } from '../addon/drive-interface.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';
import { NATIVE_ERROR_DEFECT } from '../vocabulary/classes.ts';
import type { DriveAccess } from '../vocabulary/device.ts';
import { errnoName, errnoWords } from '../vocabulary/errno.ts';
import type { DriveCommand } from '../vocabulary/method.ts';
import { commandTimeoutMs, THIS_MACHINE, type WayChoice, wayTo } from './drive-site.ts';
import type { Reading } from './sweep.ts';
import type { SweepEnd, WorkerControl, WorkerTask } from './worker-control.ts';

/** What narrowed failed blocks: reads by the kernel, or the drive's own commands. */
export const NARROWERS = ['read', 'sgio', 'cam', 'nvme'] as const;
export type Narrower = (typeof NARROWERS)[number];

/** What a map file says of it. */
export function narrowerOf(text: string): Narrower {
  return NARROWERS.find((narrower) => narrower === text) ?? 'read';
}

/** One attempt each, with as much as the drive has to say: the registers of ATA. */
const NARROWING: Readonly<Record<DriveAccess['commands'], readonly DriveCommand[]>> = {
  ata: ['READ DMA EXT', 'READ(16)', 'READ(10)'],
  scsi: ['READ(16)', 'READ(10)'],
  bridge: ['READ(10)', 'READ(16)'],
  nvme: ['NVMe Read'],
};

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

  /** What narrowed took its commands; null: the kernel read. */
  get node(): string | null {
    return this.narrowedBy === 'read' ? null : (this.#site?.path ?? null);
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
    this.tell(`single sectors were read by the kernel, not through the drive: ${why}`);
  }

  async #choose(): Promise<NativeDriveSite | null> {
    const { drive } = this;
    if (drive === undefined) return null;
    const found = await wayTo(drive, NARROWING[drive.commands], this.machine);
    if ('missing' in found) {
      this.giveUp(found.missing);
      return null;
    }
    if (found.note !== null) this.tell(found.note);
    return { ...found.site, timeoutMs: commandTimeoutMs(this.hangMs) };
  }
}
