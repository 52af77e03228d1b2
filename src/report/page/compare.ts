// Disks of one model beside each other: what is slow for its kind though it passed.

import type { Card } from './card.ts';

/** A median of fewer says nothing. */
const LEAST_DISKS = 3;
/** Of its model's median: below it a disk is slow, below it a part of a disk is. */
const SLOW_DISK = 0.9;
const SLOW_PART = 0.5;

export interface ModelMedian {
  readonly index: number;
  readonly disks: number;
  readonly bytesPerSecond: number;
  /** By point; null: no disk of it read there. */
  readonly curve: readonly (number | null)[];
  /** The highest value of any of its disks: what their curves are drawn to. */
  readonly most: number;
}

export interface Compared {
  readonly card: Card;
  /** null: of its model there are too few, or nothing of it read. */
  readonly median: ModelMedian | null;
  /** Of the median's rate; null: there is none, or not all of the disk was read. */
  readonly part: number | null;
  readonly isSlow: boolean;
  /** Points that read at less than half the median's speed. */
  readonly slowParts: number;
}

export function compared(cards: readonly Card[]): readonly Compared[] {
  const models = new Map<string, Card[]>();
  for (const card of cards) {
    const key = modelKey(card);
    models.set(key, [...(models.get(key) ?? []), card]);
  }
  const medians = new Map<string, ModelMedian>();
  for (const [key, group] of models) {
    const told = group.filter(({ summary }) => summary.bytesPerSecond > 0);
    if (told.length >= LEAST_DISKS) medians.set(key, medianOf(told, medians.size));
  }
  return cards.map((card) => compare(card, medians.get(modelKey(card)) ?? null));
}

/** What was read alike of disks that are alike. */
function modelKey({ summary: { device, mode, range } }: Card): string {
  const { model, sectors, logicalBytes } = device;
  const { blockSectors, jobs, depth } = mode;
  const read = [range.firstLba, range.lastLba, blockSectors, jobs, depth];
  return JSON.stringify([model, sectors, logicalBytes, ...read]);
}

function medianOf(group: readonly Card[], index: number): ModelMedian {
  const points = Math.max(...group.map(({ curve }) => curve.points.length));
  const curve = Array.from({ length: points }, (_, point) =>
    median(group.flatMap((card) => card.curve.points[point]?.value ?? [])),
  );
  return {
    index,
    disks: group.length,
    bytesPerSecond: median(group.map(({ summary }) => summary.bytesPerSecond))!,
    curve,
    most: Math.max(...group.map(mostOf), 0),
  };
}

/** Of a disk's curve. */
export const mostOf = ({ curve }: Card) =>
  Math.max(0, ...curve.points.map(({ value }) => value ?? 0));

function compare(card: Card, model: ModelMedian | null): Compared {
  const { summary, curve } = card;
  if (model === null || summary.bytesPerSecond === 0) {
    return { card, median: model, part: null, isSlow: false, slowParts: 0 };
  }
  const part = summary.bytesPerSecond / model.bytesPerSecond;
  const isSlowPoint = (value: number | null, usual: number | null | undefined) => {
    if (value === null || usual === null || usual === undefined) return false;
    return curve.isLatency ? value > usual / SLOW_PART : value < usual * SLOW_PART;
  };
  const slowParts = curve.points.filter(({ value }, i) =>
    isSlowPoint(value, model.curve[i]),
  ).length;
  // What was read of a disk that was not read to its end is its fast beginning.
  if (summary.coverage.unread > 0)
    return { card, median: model, part: null, isSlow: false, slowParts };
  return { card, median: model, part, isSlow: part < SLOW_DISK, slowParts };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
