// Findings as they are after changes of them.

import { type BadValue, joinFailures, sameFailure } from '../vocabulary/defects.ts';
import { usageError } from '../vocabulary/errors.ts';
import { type Extent, ExtentList } from '../vocabulary/extents.ts';
import { type LbaRange, rangeAt, rangesWithin } from '../vocabulary/ranges.ts';
import { SpanList } from '../vocabulary/span-list.ts';
import type { FindingsChanges } from './changes.ts';
import type { MapFindings } from './contents.ts';

/** `changes`: the oldest first. Throws ERR_USAGE where they are of other findings. */
export function withChanges(
  findings: MapFindings,
  changes: readonly FindingsChanges[],
): MapFindings {
  const newestFirst = changes.toReversed();
  const told = <T extends LbaRange>(
    of: (all: MapFindings) => readonly T[],
    pieces: Pieces<T>,
    rangesOf = ({ ranges }: FindingsChanges) => ranges,
  ) => stillTold(of, pieces, { findings, newestFirst, rangesOf });
  return {
    failed: joined(
      told((all) => all.failed, outside),
      joinFailures,
    ),
    bad: joined(
      told((all) => all.bad, outside),
      joinBad,
    ),
    weak: joined(
      told((all) => all.weak, outside),
      joinBad,
    ),
    slow: apart(told((all) => all.slow, whole)),
    disturbed: apart(
      told(
        (all) => all.disturbed,
        whole,
        ({ disturbedRanges }) => disturbedRanges,
      ),
    ),
  };
}

/** What of an item is in none of the ranges. */
type Pieces<T> = (item: T, ranges: SpanList) => readonly T[];

interface Told {
  readonly findings: MapFindings;
  readonly newestFirst: readonly FindingsChanges[];
  readonly rangesOf: (changes: FindingsChanges) => readonly LbaRange[];
}

/** What nothing later says otherwise, upwards. */
function stillTold<T extends LbaRange>(
  of: (findings: MapFindings) => readonly T[],
  pieces: Pieces<T>,
  { findings, newestFirst, rangesOf }: Told,
): T[] {
  const later = new SpanList(Number.POSITIVE_INFINITY);
  const left: T[] = [];
  for (const changes of newestFirst) {
    for (const item of of(changes.findings)) left.push(...pieces(item, later));
    later.addAll(rangesOf(changes));
  }
  for (const item of of(findings)) left.push(...pieces(item, later));
  return left.sort((a, b) => a.from - b.from);
}

function whole<T extends LbaRange>(item: T, ranges: SpanList): readonly T[] {
  return rangeAt(ranges.spans, item.from) === undefined ? [item] : [];
}

function outside<T extends LbaRange>(item: T, ranges: SpanList): readonly T[] {
  const parts: T[] = [];
  let { from } = item;
  for (const range of rangesWithin(ranges.spans, item)) {
    if (range.from > from) parts.push({ ...item, from, to: range.from });
    from = range.to;
  }
  if (from < item.to) parts.push({ ...item, from });
  return parts;
}

const joinBad = (a: BadValue, b: BadValue) =>
  sameFailure(a, b) && a.exact === b.exact && a.reads === b.reads ? a : undefined;

/** A change of a part left pieces that say the same. */
function joined<V>(
  items: readonly Readonly<Extent<V>>[],
  join: (a: V, b: V) => V | undefined,
): readonly Readonly<Extent<V>>[] {
  const list = new ExtentList<V>(join);
  for (const { from, to, value } of items) list.set(from, to, value);
  return list.items;
}

function apart<T extends LbaRange>(items: readonly T[]): readonly T[] {
  const at = items.findIndex(({ from }, i) => i > 0 && items[i - 1]!.to > from);
  if (at < 0) return items;
  throw usageError(
    `changes: what they say of LBA ${items[at]!.from} overlaps what was said before`,
  );
}
