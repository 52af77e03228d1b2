// A run without engine, disk or native code: its maps are filled by the tests.

import type {
  ListedDefect,
  Progress,
  RunControl,
  Share,
  SteeredScan,
} from '../../src/engine/scan-view.ts';
import type { Tally } from '../../src/tui/cells.ts';
import {
  CLASSES,
  type ClassName,
  classOfByte,
  ERRORS,
  type ErrorCode,
  errorOfByte,
  FIRST_ERROR_BYTE,
} from '../../src/vocabulary/classes.ts';
import type { Device } from '../../src/vocabulary/device.ts';
import { Grid } from '../../src/vocabulary/grid.ts';
import { stepEdgesNs } from '../../src/vocabulary/latency-scale.ts';

/** As native/core/surface.cc has it. */
export const tally: Tally = (map, first, end) => {
  const counts = new Float64Array(256);
  for (let block = first; block < end; block++) counts[map[block]!]!++;
  return counts;
};

/** The map byte of a latency. */
export function stepOf(ms: number): number {
  let step = 1;
  while (step < 239 && stepEdgesNs[step + 1]! <= ms * 1e6) step++;
  return step;
}

export const DEVICE: Device = {
  path: '/dev/ada0',
  kind: 'block',
  model: 'ST1000DM003-1CH162',
  serial: 'S1D5XYZ0',
  firmware: 'CC47',
  wwn: null,
  sectors: 1_953_525_168,
  logicalBytes: 512,
  physicalBytes: 4096,
  rotational: true,
  bus: 'sata',
  inUse: [],
  ids: [],
  slot: null,
};

type Counts = Record<ClassName | ErrorCode | 'unread', number>;

export function noBlocks(): Counts {
  const names = [...CLASSES.map((entry) => entry.name), ...ERRORS.map((entry) => entry.code)];
  return Object.fromEntries([...names, 'unread'].map((name) => [name, 0])) as Counts;
}

export class FakeScan implements SteeredScan {
  readonly device: Device;
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly jobs: number;
  depth = 1;
  readonly blocks = noBlocks();
  found: ListedDefect[] = [];
  paused = false;
  stops = 0;
  skips = 0;
  state: Partial<Progress> = {};
  readonly shares: { first: number; next: number; end: number }[];

  constructor(device: Partial<Device> = {}, blockSectors = 256, jobs = 1) {
    this.device = { ...DEVICE, ...device };
    this.grid = new Grid(0, this.device.sectors, blockSectors);
    this.map = new Uint8Array(this.grid.blocks);
    this.jobs = jobs;
    this.blocks.unread = this.grid.blocks;
    const edge = (job: number) => Math.floor((job * this.grid.blocks) / jobs);
    this.shares = Array.from({ length: jobs }, (_, job) => {
      return { first: edge(job), next: edge(job), end: edge(job + 1) };
    });
  }

  /** Reads on in a share; `byteOf` a block gives its reading. */
  read(blocks: number, byteOf: (block: number) => number, job = 0): void {
    const share = this.shares[job]!;
    const end = Math.min(share.end, share.next + blocks);
    for (let block = share.next; block < end; block++) this.set(block, byteOf(block));
    share.next = end;
  }

  set(block: number, byte: number): void {
    this.blocks[this.#nameOf(this.map[block]!)]--;
    this.map[block] = byte;
    this.blocks[this.#nameOf(byte)]++;
  }

  #nameOf(byte: number): ClassName | ErrorCode | 'unread' {
    if (byte === 0) return 'unread';
    return byte < FIRST_ERROR_BYTE ? classOfByte(byte).name : errorOfByte(byte).code;
  }

  progress(): Progress {
    const done = this.grid.blocks - this.blocks.unread;
    const last = this.shares.findLast((share: Share) => share.next > share.first);
    const part = done / this.grid.blocks;
    return {
      phase: 'pass',
      activity: 'running',
      blocks: this.blocks,
      currentLba: this.grid.startOf(Math.min(last?.next ?? 0, this.grid.blocks - 1)),
      doneSectors: Math.round(part * this.grid.toLba),
      totalSectors: this.grid.toLba,
      phaseDone: part,
      bytesPerSecondNow: 178.2e6,
      bytesPerSecondMean: 165.1e6,
      elapsedSeconds: 3723,
      remainingSeconds: 4921,
      narrowingSeconds: 54,
      lastAnswer: null,
      badSectors: 0,
      failedBlocksLeft: 0,
      weakSectors: 0,
      weakPlaces: 0,
      slowBlocks: 0,
      wait: null,
      shares: this.shares,
      rollbacks: 0,
      trouble: null,
      alarm: null,
      ...this.state,
    };
  }

  defects(): readonly ListedDefect[] {
    return this.found;
  }

  pause(): void {
    this.paused = true;
    this.state = { ...this.state, activity: 'paused' };
  }

  resume(): void {
    this.paused = false;
    this.state = { ...this.state, activity: 'running' };
  }

  stop(): void {
    this.stops++;
  }

  skip(): void {
    this.skips++;
  }
}

export class FakeRun implements RunControl {
  paused = false;
  stops = 0;

  constructor(readonly scans: readonly FakeScan[]) {}

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  stop(): void {
    this.stops++;
  }
}

/** Bytes of a disk that looks like one: mostly quick, now and then slower. Same block, same byte. */
export function likely(block: number): number {
  const dice = (Math.imul(block + 1, 2_654_435_761) >>> 0) / 2 ** 32;
  if (dice < 0.7) return stepOf(1.2);
  if (dice < 0.95) return stepOf(5);
  if (dice < 0.99) return stepOf(20);
  if (dice < 0.998) return stepOf(90);
  return dice < 0.9995 ? stepOf(300) : stepOf(800);
}
