// What an overview is drawn of, and which disk stands where in it.

import type { Progress, ScanView } from '../engine/scan-view.ts';
import type { Device } from '../vocabulary/device.ts';
import type { CellMap } from './cells.ts';
import { foreign } from './format.ts';
import type { Order } from './ui-state.ts';
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
  readonly sorted: Order;
  readonly selected: number;
  /** All that go on are. */
  readonly paused: boolean;
  readonly ended: boolean;
}

/** By their names, numbers in them by their size; or what is the matter first; or as they sit, those of
 * which it is not known last. */
export function orderOf(
  strips: readonly Pick<DiskStrip, 'view' | 'progress' | 'verdict'>[],
  sorted: Order,
): readonly number[] {
  const collator = new Intl.Collator('en', { numeric: true });
  const rank = strips.map(({ progress, verdict }) => gravity(troubleOf(progress, verdict)));
  const byName = (a: number, b: number) =>
    collator.compare(strips[a]!.view.device.path, strips[b]!.view.device.path) || a - b;
  const by = {
    name: () => 0,
    trouble: (a: number, b: number) => rank[a]! - rank[b]!,
    bay: (a: number, b: number) => {
      const [one, other] = [strips[a]!, strips[b]!].map(({ view }) => placeOf(view.device));
      if (one == null || other == null) return Number(one == null) - Number(other == null);
      return (
        collator.compare(one.enclosure, other.enclosure) || collator.compare(one.bay, other.bay)
      );
    },
  }[sorted];
  return strips.map((_, disk) => disk).sort((a, b) => by(a, b) || byName(a, b));
}

/** Where it sits; null: that is not known. The words of `slot` are src/disks/linux/slot.ts's. */
function placeOf({ slot }: Device): { enclosure: string; bay: string } | null {
  if (slot === null) return null;
  const [, bay = slot, enclosure = ''] = /^bay (.*?)(?: of enclosure (.*))?$/.exec(slot) ?? [];
  return { enclosure, bay };
}

/** Before a disk's name, where disks stand as they sit: "05 ". What bays are numbered with says enough. */
export function bayWords(device: Device, sorted: Order): string {
  const place = sorted === 'bay' ? placeOf(device) : null;
  if (place === null) return '';
  const bay = place.bay.replace(/^(PCI )?(slot|bay|disk|drive|array device)\b[ _]*/i, '');
  return `${foreign(bay === '' ? place.bay : bay, 6)} `;
}

/** From 1 on. */
export function numberOf({ byName }: Pick<Overview, 'byName'>, disk: number): number {
  return byName.indexOf(disk) + 1;
}
