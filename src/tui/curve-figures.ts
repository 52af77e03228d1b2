// The figures of a benchmark beside its curve.

import type { BenchProgress, PartNow } from '../benchmark/bench-view.ts';
import { iopsWords, readWords, timeWords } from '../benchmark/part-words.ts';
import type { RandomResult } from '../benchmark/result.ts';
import { formatSpeed } from '../vocabulary/units.ts';
import type { Picture } from './picture.ts';
import { LABEL, TEXT, VALUE } from './style.ts';

const NOT_YET = '–';
const NOW = '…';

export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** Right edges of the columns of random reads. */
const COLUMN_ENDS = [24, 36, 46, 55];
const HEADS = ['a second', 'speed', 'median', 'p99'];

/** A row a way of reading: those that are measured, then those to come. */
export function drawRandom(
  picture: Picture,
  y: number,
  parts: readonly PartNow[],
  progress: BenchProgress,
): void {
  picture.put(1, y, 'random reads', LABEL);
  for (const [i, head] of HEADS.entries()) picture.putRight(COLUMN_ENDS[i]!, y, head, LABEL);
  const ways = parts.filter(({ kind }) => kind === 'random');
  for (const [i, way] of ways.entries()) {
    const row = y + 1 + i;
    picture.put(3, row, readWords(way), TEXT);
    const measured = resultOf(progress, way);
    if (measured === undefined) {
      const isNow = progress.part === way;
      picture.putRight(COLUMN_ENDS[0]!, row, isNow ? NOW : NOT_YET, isNow ? VALUE : LABEL);
    } else drawRow(picture, row, measured);
  }
}

function drawRow(picture: Picture, y: number, result: RandomResult): void {
  const { p50, p99 } = result.latencyUs;
  const cells = [
    iopsWords(result.iops),
    formatSpeed(result.bytesPerSecond),
    timeWords(p50),
    timeWords(p99),
  ];
  for (const [i, cell] of cells.entries()) picture.putRight(COLUMN_ENDS[i]!, y, cell, VALUE);
}

export function resultOf(
  { random }: BenchProgress,
  { blockBytes, depth }: Pick<PartNow, 'blockBytes' | 'depth'>,
): RandomResult | undefined {
  return random.find((result) => result.blockBytes === blockBytes && result.depth === depth);
}

/** Speeds of the zones so far, then what is measured of spindles. */
export function otherFigures(parts: readonly PartNow[], progress: BenchProgress): Figure[] {
  const { access, burstBytesPerSecond, part } = progress;
  const has = (kind: PartNow['kind']) => parts.some((entry) => entry.kind === kind);
  const pending = (kind: PartNow['kind']) => (part?.kind === kind ? NOW : NOT_YET);
  const time = (us: number | undefined, kind: PartNow['kind']) =>
    us === undefined ? pending(kind) : timeWords(us);
  return [
    ...speedFigures(progress),
    ...(has('adjacent')
      ? [
          { label: 'adjacent', value: time(access.adjacent, 'adjacent') },
          { label: 'average', value: time(access.average, 'random') },
          { label: 'full stroke', value: time(access.fullStroke, 'fullStroke') },
        ]
      : []),
    ...(has('burst')
      ? [
          {
            label: 'burst',
            value:
              burstBytesPerSecond === null ? pending('burst') : formatSpeed(burstBytesPerSecond),
          },
        ]
      : []),
  ];
}

export function speedFigures({ zones }: BenchProgress): Figure[] {
  const speeds = zones.map((zone) => zone.bytesPerSecond);
  const of = (pick: (all: number[]) => number) =>
    speeds.length === 0 ? NOT_YET : formatSpeed(pick(speeds));
  return [
    { label: 'mean', value: of((all) => all.reduce((sum, value) => sum + value, 0) / all.length) },
    { label: 'fastest', value: of((all) => Math.max(...all)) },
    { label: 'slowest', value: of((all) => Math.min(...all)) },
  ];
}
