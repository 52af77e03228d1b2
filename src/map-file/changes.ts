// What changed of findings, and the state as it is now: of a long list a little at a time. In the payloads of
// pages of an area, one behind the other, all of them with one sequence:
//
//    0  "changes", 0
//    8  u64  generation of the snapshot that they belong to
//   16  u32  bytes of JSON
//   20  u32  ranges
//   24  u32  ranges of what was disturbed
//   28  u32  records
//   32       the state's JSON; the ranges, u64 first LBA and u64 LBA behind the last, upwards; the
//            records, as a snapshot's (records.ts); zeros to the payload's end
//
// Of a range the records are all that is found in it from now on. A slow block, and a range that was
// disturbed, belong to the range that they begin in.

import { usageError } from '../vocabulary/errors.ts';
import { type LbaRange, rangeAt } from '../vocabulary/ranges.ts';
import type { MapFindings } from './contents.ts';
import { type MapGeometry, PAYLOAD_BYTES, RECORD_BYTES } from './format.ts';
import { isZero, readWhole, writeWhole } from './page.ts';
import { countFindings, decodeFindings, encodeFindings } from './records.ts';
import { MOST_STATE_BYTES } from './snapshot.ts';
import { decodeState, encodeState, type MapState } from './state.ts';

export interface FindingsChanges {
  /** Sorted and disjoint: what failed, is bad, weak or slow in them is what `findings` says. */
  readonly ranges: readonly LbaRange[];
  /** The same of what was disturbed. */
  readonly disturbedRanges: readonly LbaRange[];
  readonly findings: MapFindings;
}

export interface Change extends FindingsChanges {
  readonly state: MapState;
}

/** `state`: of a scan of which all that it tells is in the map, else a snapshot is written. */
export function asChange(state: MapState, changes: FindingsChanges): Change {
  return { ...changes, state: { ...state, forgetFromLba: null, compared: null, outcome: null } };
}

const MAGIC = Buffer.from('changes\0', 'latin1');
const GENERATION_AT = 8;
const STATE_BYTES_AT = 16;
const RANGES_AT = 20;
const DISTURBED_AT = 24;
const RECORDS_AT = 28;
const HEAD_BYTES = 32;
const RANGE_BYTES = 16;

/** What they take in a file at most, whatever the state is. */
export function mostBytesOf({ ranges, disturbedRanges, findings }: FindingsChanges): number {
  const count = ranges.length + disturbedRanges.length;
  const own = count * RANGE_BYTES + countFindings(findings) * RECORD_BYTES;
  return HEAD_BYTES + MOST_STATE_BYTES + own;
}

/** Whole payloads. Throws ERR_USAGE where the state is not valid. */
export function encodeChange(change: Change, generation: number): Buffer {
  const { state, ranges, disturbedRanges, findings } = change;
  const json = encodeState(state, MOST_STATE_BYTES);
  const records = encodeFindings(findings);
  const all = [...ranges, ...disturbedRanges];
  const parts = Buffer.alloc(all.length * RANGE_BYTES);
  for (const [i, { from, to }] of all.entries()) {
    writeWhole(parts, i * RANGE_BYTES, from);
    writeWhole(parts, i * RANGE_BYTES + 8, to);
  }
  const used = HEAD_BYTES + json.length + parts.length + records.length;
  const body = Buffer.alloc(Math.ceil(used / PAYLOAD_BYTES) * PAYLOAD_BYTES);
  MAGIC.copy(body);
  writeWhole(body, GENERATION_AT, generation);
  body.writeUInt32LE(json.length, STATE_BYTES_AT);
  body.writeUInt32LE(ranges.length, RANGES_AT);
  body.writeUInt32LE(disturbedRanges.length, DISTURBED_AT);
  body.writeUInt32LE(records.length / RECORD_BYTES, RECORDS_AT);
  Buffer.concat([json, parts, records]).copy(body, HEAD_BYTES);
  return body;
}

/** How many payloads the changes have whose first this is; 0: it is none of that snapshot's. */
export function changePages(first: Buffer, generation: number): number {
  const isOne = first.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isOne || readWhole(first, GENERATION_AT) !== generation) return 0;
  return Math.ceil(partsOf(first).end / PAYLOAD_BYTES);
}

/** `body`: as many payloads as `changePages` says. Throws ERR_USAGE that says what is wrong. */
export function decodeChange(body: Buffer, range: MapGeometry): Change {
  const { ranges, disturbed, records, end } = partsOf(body);
  if (!isZero(body.subarray(end))) throw usageError('changes: their size is wrong');
  const change: Change = {
    state: decodeState(body.subarray(HEAD_BYTES, ranges)),
    ranges: rangesOf(body.subarray(ranges, disturbed), range),
    disturbedRanges: rangesOf(body.subarray(disturbed, records), range),
    findings: decodeFindings(body.subarray(records, end), range),
  };
  assertWithin(change);
  return change;
}

/** What lay outside could be said twice. */
function assertWithin({ findings, ranges, disturbedRanges }: Change): void {
  const { failed, bad, weak, slow, disturbed } = findings;
  const isIn = (all: readonly LbaRange[], { from, to }: LbaRange) =>
    to <= (rangeAt(all, from)?.to ?? from);
  const begins = (all: readonly LbaRange[], { from }: LbaRange) => rangeAt(all, from) !== undefined;
  const areIn = [failed, bad, weak].every((list) => list.every((item) => isIn(ranges, item)));
  if (
    areIn &&
    slow.every((item) => begins(ranges, item)) &&
    disturbed.every((item) => begins(disturbedRanges, item))
  )
    return;
  throw usageError('changes: a finding is in none of their ranges');
}

/** Where they begin. Exact: of numbers below 2^32. */
function partsOf(first: Buffer) {
  const ranges = HEAD_BYTES + first.readUInt32LE(STATE_BYTES_AT);
  const disturbed = ranges + first.readUInt32LE(RANGES_AT) * RANGE_BYTES;
  const records = disturbed + first.readUInt32LE(DISTURBED_AT) * RANGE_BYTES;
  const end = records + first.readUInt32LE(RECORDS_AT) * RECORD_BYTES;
  return { ranges, disturbed, records, end };
}

function rangesOf(bytes: Buffer, { fromLba, toLba }: MapGeometry): LbaRange[] {
  let reachedLba = fromLba;
  return Array.from({ length: bytes.length / RANGE_BYTES }, (_, i) => {
    const from = readWhole(bytes, i * RANGE_BYTES);
    const to = readWhole(bytes, i * RANGE_BYTES + 8);
    if (from < reachedLba || to <= from || to > toLba) {
      throw usageError(`changes: range ${i} is out of order or range`);
    }
    reachedLba = to;
    return { from, to };
  });
}
