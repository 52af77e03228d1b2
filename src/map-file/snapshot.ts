// State and findings as one snapshot, in the payloads of an area's pages: u32 bytes of JSON, u32
// records, the state's JSON, zeros to the payload's end; then the records, 85 a page.

import { usageError } from '../vocabulary/errors.ts';
import type { MapFindings } from './contents.ts';
import { type MapLayout, PAYLOAD_BYTES, RECORD_BYTES, STATE_PAGES } from './format.ts';
import { isZero } from './page.ts';
import { countFindings, decodeFindings, encodeFindings } from './records.ts';
import { decodeState, encodeState, type MapState } from './state.ts';

export interface Snapshot {
  readonly state: MapState;
  readonly findings: MapFindings;
}

const RECORDS_AT = 4;
const JSON_AT = 8;
export const MOST_STATE_BYTES = STATE_PAGES * PAYLOAD_BYTES - JSON_AT;

/** Whether all of a state that is long by what its scan was compared with has room in a map. */
export function hasRoom(state: MapState): boolean {
  return decodeState(encodeState(state, MOST_STATE_BYTES)).compared !== null;
}

/** Whole payloads, no more than an area has. Throws ERR_USAGE where the state is not valid, or there are
 * more findings than an area has room for (fitting.ts). */
export function encodeSnapshot(layout: MapLayout, { state, findings }: Snapshot): Buffer {
  if (countFindings(findings) > layout.records) throw usageError('findings: there is no room');
  const json = encodeState(state, MOST_STATE_BYTES);
  const records = encodeFindings(findings);
  const firstRecord = roundedUp(JSON_AT + json.length);
  const body = Buffer.alloc(firstRecord + roundedUp(records.length));
  body.writeUInt32LE(json.length, 0);
  body.writeUInt32LE(records.length / RECORD_BYTES, RECORDS_AT);
  json.copy(body, JSON_AT);
  records.copy(body, firstRecord);
  return body;
}

/** How many pages the snapshot has whose first payload this is. Throws ERR_USAGE where that cannot be. */
export function snapshotPages(layout: MapLayout, first: Buffer): number {
  const stateBytes = first.readUInt32LE(0);
  const records = first.readUInt32LE(RECORDS_AT);
  if (stateBytes > MOST_STATE_BYTES || records > layout.records) {
    throw usageError('findings: their size is wrong');
  }
  return (roundedUp(JSON_AT + stateBytes) + roundedUp(records * RECORD_BYTES)) / PAYLOAD_BYTES;
}

/** `body`: as many payloads as `snapshotPages` says. Throws ERR_USAGE that says what is wrong. */
export function decodeSnapshot(layout: MapLayout, body: Buffer): Snapshot {
  const stateEnd = JSON_AT + body.readUInt32LE(0);
  const firstRecord = roundedUp(stateEnd);
  const recordsEnd = firstRecord + body.readUInt32LE(RECORDS_AT) * RECORD_BYTES;
  if (!isZero(body.subarray(stateEnd, firstRecord)) || !isZero(body.subarray(recordsEnd))) {
    throw usageError('findings: their size is wrong');
  }
  return {
    state: decodeState(body.subarray(JSON_AT, stateEnd)),
    findings: decodeFindings(body.subarray(firstRecord, recordsEnd), layout.grid),
  };
}

/** How many of an area's first payloads hold the state, by the first. Throws as `snapshotPages`. */
export function statePages(first: Buffer): number {
  const stateBytes = first.readUInt32LE(0);
  if (stateBytes > MOST_STATE_BYTES) throw usageError('findings: their size is wrong');
  return roundedUp(JSON_AT + stateBytes) / PAYLOAD_BYTES;
}

/** `payloads`: as many as `statePages` says. Throws ERR_USAGE that says what is wrong. */
export function stateOf(payloads: Buffer): MapState {
  return decodeState(payloads.subarray(JSON_AT, JSON_AT + payloads.readUInt32LE(0)));
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / PAYLOAD_BYTES) * PAYLOAD_BYTES;
}
