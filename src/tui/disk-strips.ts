// What an overview is drawn of, and which disk stands where in it.

import type { Progress, ScanView } from '../engine/scan-view.ts';
import type { CellMap } from './cells.ts';
import { gravity, troubleOf, type Verdict } from './words.ts';

export interface DiskStrip {
  readonly view: ScanView;
  readonly progress: Progress;
  readonly cells: CellMap;
  readonly verdict: Verdict | null;
}

export interface Overview {
  /** Of all disks. */
  readonly strips: readonly DiskStrip[];
  /** Which stands where. */
  readonly order: readonly number[];
  /** By name: its number is what a disk is called by a key. */
  readonly byName: readonly number[];
  readonly sorted: 'name' | 'trouble';
  readonly selected: number;
  /** All that go on are. */
  readonly paused: boolean;
  readonly ended: boolean;
}

/** By their names, numbers in them by their size; or what is the matter first. */
export function orderOf(
  strips: readonly Pick<DiskStrip, 'view' | 'progress' | 'verdict'>[],
  sorted: 'name' | 'trouble',
): readonly number[] {
  const collator = new Intl.Collator('en', { numeric: true });
  const rank = strips.map(({ progress, verdict }) => gravity(troubleOf(progress, verdict)));
  const byName = (a: number, b: number) =>
    collator.compare(strips[a]!.view.device.path, strips[b]!.view.device.path) || a - b;
  return strips
    .map((_, disk) => disk)
    .sort((a, b) => (sorted === 'trouble' ? rank[a]! - rank[b]! : 0) || byName(a, b));
}

/** From 1 on. */
export function numberOf({ byName }: Pick<Overview, 'byName'>, disk: number): number {
  return byName.indexOf(disk) + 1;
}
