// A scan that tells what a test makes it tell.

import type { Device } from '../../../src/api/common.ts';
import type {
  Defect,
  EarlierRuns,
  Phase,
  Progress,
  ScanListener,
  WatchedScan,
} from '../../../src/api/scan.ts';
import { Grid } from '../../../src/api/scan.ts';

export const DEVICE: Device = {
  path: '/dev/sda',
  kind: 'block',
  model: null,
  serial: null,
  firmware: null,
  wwn: null,
  sectors: 1_953_525_168,
  logicalBytes: 512,
  physicalBytes: 512,
  rotational: true,
  bus: 'sata',
  inUse: [],
  ids: [],
  slot: null,
};

const PROGRESS: Progress = {
  phase: 'pass',
  activity: 'running',
  blocks: {} as Progress['blocks'],
  currentLba: 666_152_082,
  doneSectors: 666_152_082,
  totalSectors: 1_953_525_168,
  phaseDone: 0.341,
  bytesPerSecondNow: 182e6,
  bytesPerSecondMean: 182e6,
  elapsedSeconds: 3600,
  remainingSeconds: 7212,
  narrowingSeconds: 0,
  lastAnswer: null,
  badSectors: 3,
  failedBlocksLeft: 0,
  weakSectors: 0,
  weakPlaces: 0,
  slowBlocks: 0,
  wait: null,
  shares: [],
  rollbacks: 0,
  alarm: null,
  trouble: null,
};

export class WatchedFake implements WatchedScan {
  readonly grid = new Grid(0, DEVICE.sectors, 256);
  readonly map = new Uint8Array(0);
  readonly jobs = 1;
  readonly depth = 1;
  readonly device: Device;
  now: Progress = PROGRESS;
  earlier: EarlierRuns | null = null;
  #listeners: ScanListener[] = [];

  constructor(path = '/dev/sda') {
    this.device = { ...DEVICE, path };
  }

  progress(): Progress {
    return this.now;
  }

  defects(): readonly [] {
    return [];
  }

  listen(listener: ScanListener): void {
    this.#listeners.push(listener);
  }

  enters(phase: Phase): void {
    for (const listener of this.#listeners) listener.phase(phase);
  }

  finds(kind: Defect['kind'], firstLba: number, more: Partial<Defect> = {}): void {
    const rest = { lastLba: firstLba, error: 'UNC', latencyMs: 612, exact: true } as const;
    const defect = { kind, firstLba, ...rest, ...more };
    for (const listener of this.#listeners) listener.defect(defect);
  }
}
