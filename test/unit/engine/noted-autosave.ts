// The autosave of a scan that reads nothing, over a map file that notes what is asked of it.

import { afterEach, beforeEach, vi } from 'vitest';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { MapAutosave } from '../../../src/engine/map-autosave.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { MapFile } from '../../../src/map-file/map-file.ts';
import type { Awaited, MapUpdate } from '../../../src/map-file/update.ts';
import type { DisturbedRange } from '../../../src/vocabulary/defects.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import type { BlockRange } from '../../../src/vocabulary/ranges.ts';
import { aState } from '../map-file/fixtures.ts';

export type Call = 'update' | 'flush' | 'close' | 'abandon';

/** A map file that notes what is asked of it, when, and takes as long as it is told to. */
class NotedFile {
  readonly calls: { readonly call: Call; readonly atMs: number }[] = [];
  readonly updates: MapUpdate[] = [];
  takesMs = 0;
  leftOut = 0;
  /** Of the last findings that were written. */
  snapshotCost = { busyMs: 0, bytes: 0 };
  costOf: ((update: MapUpdate) => NotedFile['snapshotCost']) | null = null;
  awaits: Awaited = { roomForChanges: 0, isOwed: false, mostFindings: 1000 };
  /** Why its name does not lead to it. */
  misplaced: unknown = null;
  failing: Call | null = null;
  failure: unknown = new SurfscanError('ERR_MAP_SPACE', 'no room', { errno: 'ENOSPC' });

  update = (update: MapUpdate) => {
    this.updates.push(update);
    this.snapshotCost = this.costOf?.(update) ?? this.snapshotCost;
    return this.#note('update');
  };
  flush = () => this.#note('flush');
  /** Whether it was to become compact. */
  compacts: boolean | null = null;
  close = (compacts: boolean) => {
    this.compacts = compacts;
    return this.#note('close');
  };
  abandon = () => this.#note('abandon');
  assertInPlace = async () => {
    if (this.misplaced !== null) throw this.misplaced;
  };

  at(call: Call): number[] {
    return this.calls.filter((entry) => entry.call === call).map(({ atMs }) => atMs);
  }

  get names(): Call[] {
    return this.calls.map(({ call }) => call);
  }

  async #note(call: Call): Promise<void> {
    this.calls.push({ call, atMs: performance.now() });
    if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs));
    if (this.failing === call) throw this.failure;
  }
}

/** Of the autosave that was made last. */
export let context: ScanContext;
export let file: NotedFile;

let unverified: readonly BlockRange[] = [];

/** Blocks whose failures may yet turn out to be the disk's absence. */
export function leaveUnverified(...blocks: readonly BlockRange[]): void {
  unverified = blocks;
}

let disturbed: readonly DisturbedRange[] = [];

/** What others used while it was read. */
export function leaveDisturbed(...ranges: readonly DisturbedRange[]): void {
  disturbed = ranges;
}

/** How often it asked for the shares. */
export let refreshed = 0;

/** In blocks of a sector. */
export async function autosaved(blocks = 1000): Promise<MapAutosave> {
  const target = await inspectTarget(`sim:size=${blocks}s`);
  context = newContext(target, planScan(target, { blockSectors: 1 }), null);
  file = new NotedFile();
  unverified = [];
  disturbed = [];
  refreshed = 0;
  return new MapAutosave('x.map', file as unknown as MapFile, {
    context,
    refresh: () => {
      refreshed++;
    },
    unverified: () => unverified,
    state: () => aState(),
    disturbed: () => disturbed,
  });
}

/** For all tests of a file. */
export function holdClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });
}
