// The compact form of a closed map: what the open form holds, each once, and its blocks' bytes deflated. The
// layout: format.ts.

import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { LAST_ERROR_BYTE } from '../vocabulary/classes.ts';
import { defect, usageError } from '../vocabulary/errors.ts';
import { allocate } from './allocate.ts';
import { BODY_AT, readPages } from './ended.ts';
import {
  AREAS,
  COMPACT_MAJOR,
  HEADER_COPIES,
  headerPage,
  type MapLayout,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  SLOTS,
  sealPage,
} from './format.ts';
import { withMajor } from './header.ts';
import { judgePage, pageAt, payloadOf, sequenceOf } from './page.ts';
import { areaPages, judgeMapPage, wholeBody } from './page-contents.ts';
import { type Prefix, readPrefix } from './prefix.ts';
import { encodeSeal } from './seal.ts';
import { decodeSnapshot, type Snapshot, snapshotPages } from './snapshot.ts';
import type { MapStorage } from './storage.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** The one area that there is. */
const AREA = 0;
/** Blocks of a piece. */
const PIECE_BLOCKS = MOST_PAGES_AT_ONCE * PAYLOAD_BYTES;
const LENGTH_BYTES = 4;
/** Deflate stores what it cannot shrink: RFC 1951, 3.2.4, 5 bytes for at most 64 KiB. */
const MOST_PIECE_BYTES = PIECE_BLOCKS + 5 * (Math.ceil(PIECE_BLOCKS / 2 ** 14) + 1);

/** Writes the compact form of a map that was closed in order, and flushes it. Rejects, with `target` as it
 * may be then, where the map is not whole, or cannot be written. */
export async function writeCompact(source: MapStorage, target: MapStorage): Promise<void> {
  const { layout, headerPages, seal } = await readPrefix(source);
  if (!seal.closed) throw defect('map: it is not closed');
  let at = BODY_AT;
  let digest = 0;
  const put = async (bytes: Buffer) => {
    await target.write(bytes, at);
    digest = crc32(bytes, digest);
    at += bytes.length;
  };
  const { body, generation } = await newestBody(source, layout);
  await put(areaPages(layout, AREA, 0, body, generation));
  for (let first = 0; first < layout.mapPages; first += MOST_PAGES_AT_ONCE) {
    const piece = await deflate(await newestBytes(source, layout, first));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(piece.length);
    await put(Buffer.concat([length, piece]));
  }
  const { sequence } = seal;
  for (let slot = 0; slot < SLOTS; slot++) {
    await target.write(encodeSeal({ closed: true, digest, sequence }), sealPage(slot) * PAGE_BYTES);
  }
  const header = withMajor(headerPages, COMPACT_MAJOR);
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    await target.write(header, headerPage(copy, 0) * PAGE_BYTES);
  }
  await target.sync();
}

export interface CompactContents {
  readonly snapshot: Snapshot;
  readonly body: Buffer;
  readonly map: Uint8Array;
}

/** Throws ERR_USAGE where it is not what was written. */
export async function readCompact(storage: MapStorage, prefix: Prefix): Promise<CompactContents> {
  const { layout, seal, torn } = prefix;
  for (const number of torn) throw damaged(`at page ${number}`);
  const size = await storage.size();
  let at = BODY_AT;
  let digest = 0;
  const take = async (bytes: number): Promise<Buffer> => {
    if (at + bytes > size) throw usageError(`it is truncated: ${size} bytes are not all of it`);
    const taken = Buffer.alloc(bytes);
    await storage.read(taken, at);
    digest = crc32(taken, digest);
    at += bytes;
    return taken;
  };
  const first = await take(PAGE_BYTES);
  const isWhole = judgePage(first, layout.areaIndex(AREA, 0)) === 'valid';
  if (!isWhole) throw damaged('in its findings');
  const count = snapshotPages(layout, payloadOf(first));
  const pages = Buffer.concat([first, await take((count - 1) * PAGE_BYTES)]);
  const body = bodyOf(layout, pages, count);
  const map = allocate(layout);
  for (let block = 0; block < layout.blocks; block += PIECE_BLOCKS) {
    const length = (await take(LENGTH_BYTES)).readUInt32LE();
    if (length > MOST_PIECE_BYTES) throw damaged('in its blocks');
    map.set(
      await inflated(await take(length), Math.min(PIECE_BLOCKS, layout.blocks - block)),
      block,
    );
  }
  if (at !== size)
    throw usageError(`it is longer than it should be: expected ${at} bytes, got ${size}`);
  if (digest !== seal.digest) throw damaged('and is not what was written');
  return { snapshot: decodeSnapshot(layout, body), body, map };
}

async function inflated(piece: Buffer, blocks: number): Promise<Buffer> {
  const bytes = await inflate(piece, { maxOutputLength: blocks }).catch(() => null);
  if (bytes === null || bytes.length !== blocks) throw damaged('in its blocks');
  if (bytes.some((byte) => byte > LAST_ERROR_BYTE)) throw damaged('in its blocks');
  return bytes;
}

function bodyOf(layout: MapLayout, pages: Buffer, count: number): Buffer {
  const states = Array.from({ length: count }, (_, i) =>
    judgePage(pageAt(pages, i), layout.areaIndex(AREA, i)),
  );
  const body = wholeBody(layout, pages, states);
  if (body === null) throw damaged('in its findings');
  return body;
}

async function newestBody(storage: MapStorage, layout: MapLayout) {
  const newest = await newestArea(storage, layout);
  if (newest === null) throw damaged('in its findings');
  const { area, generation, first } = newest;
  const count = snapshotPages(layout, first);
  const pages = await readPages(storage, layout.areaPage(area, 0), count);
  const states = Array.from({ length: count }, (_, i) =>
    judgePage(pageAt(pages, i), layout.areaIndex(area, i)),
  );
  const body = wholeBody(layout, pages, states);
  if (body === null) throw damaged('in its findings');
  return { body, generation };
}

/** The first page of the newest area. Null: that of one is damaged, or nothing was ever written. */
async function newestArea(storage: MapStorage, layout: MapLayout) {
  let newest: { area: number; generation: number; first: Buffer } | null = null;
  for (let area = 0; area < AREAS; area++) {
    const page = await readPages(storage, layout.areaPage(area, 0), 1);
    const state = judgePage(page, layout.areaIndex(area, 0));
    if (state === 'torn') return null;
    const generation = sequenceOf(page);
    if (state !== 'valid' || (newest !== null && newest.generation > generation)) continue;
    newest = { area, generation, first: payloadOf(page) };
  }
  return newest;
}

/** Of up to MOST_PAGES_AT_ONCE pages from `first` on: the bytes of their blocks. */
async function newestBytes(storage: MapStorage, layout: MapLayout, first: number): Promise<Buffer> {
  const count = Math.min(MOST_PAGES_AT_ONCE, layout.mapPages - first);
  const slots: Buffer[] = [];
  for (let slot = 0; slot < SLOTS; slot++) {
    slots.push(await readPages(storage, layout.mapPage(slot, first), count));
  }
  const parts = Array.from({ length: count }, (_, i) => {
    const [index, blocks] = [first + i, layout.blocksOf(first + i)];
    const pages = slots.map((pages) => pageAt(pages, i));
    const states = pages.map((page) => judgeMapPage(page, layout.mapIndex(index), blocks));
    if (states.includes('torn')) throw damaged('in its blocks');
    const whole = pages.filter((_, slot) => states[slot] === 'valid');
    const newest = whole.reduce<Buffer | null>(
      (a, b) => (a !== null && sequenceOf(a) > sequenceOf(b) ? a : b),
      null,
    );
    return newest === null ? Buffer.alloc(blocks) : payloadOf(newest).subarray(0, blocks);
  });
  return Buffer.concat(parts);
}

function damaged(where: string) {
  return usageError(`damaged ${where}: it is not what was written`);
}
