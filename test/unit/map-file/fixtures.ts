// Maps of known contents, and a file in memory that fails when it is told to.

import type { MapFindings } from '../../../src/map-file/contents.ts';
import { MapLayout, PAGE_BYTES, PAYLOAD_BYTES } from '../../../src/map-file/format.ts';
import type { MapHeader } from '../../../src/map-file/header.ts';
import { type MapState, unknownState } from '../../../src/map-file/state.ts';
import { type MapStorage, mapError } from '../../../src/map-file/storage.ts';
import type { MapUpdate } from '../../../src/map-file/update.ts';

export const CREATED = '2026-11-22T10:00:00.000Z';
export const BLOCK_SECTORS = 8;

/** A disk of so many blocks, of 8 sectors each. */
export function aHeader(blocks: number, change: Partial<MapHeader> = {}): MapHeader {
  const sectors = blocks * BLOCK_SECTORS;
  return {
    identity: {
      path: '/dev/sdx',
      kind: 'block',
      model: 'A "MODEL" \\ é',
      serial: 'SERIAL1',
      firmware: '1.0',
      wwn: 'naa.5000c500a1b2c3d4',
      sectors,
      logicalBytes: 512,
      physicalBytes: 4096,
      physicalFirstLba: 0,
      rotational: true,
      bus: 'sata',
    },
    fromLba: 0,
    toLba: sectors,
    blockSectors: BLOCK_SECTORS,
    method: 'read',
    created: CREATED,
    partitions: [{ index: 1, firstLba: 0, lastLba: sectors - 1 }],
    ...change,
  };
}

export function aState(change: Partial<MapState> = {}): MapState {
  return {
    ...unknownState(CREATED),
    elapsedSeconds: 12.5,
    sectors: 4096,
    deviceNs: 12.25e9,
    latencyCount: 512,
    latencySumNs: 2 ** 60,
    latencyMinNs: 40_000,
    latencyMaxNs: 31e9,
    refineSpentMs: 250.5,
    cacheBypassed: false,
    engine: 'pread',
    jobs: 4,
    depth: 8,
    runs: 2,
    trouble: { code: 'ERR_GONE', errno: 'ENXIO', message: '/dev/sdx left at LBA 17' },
    notes: ['one', 'another, with "quotes" and ü'],
    endNotes: ['stopped before all blocks were read'],
    options: { timeoutSeconds: 30, refine: true, maxBad: null, failOn: ['bad>0', 'p99>50'] },
    ...change,
  };
}

/** Of every kind, with every field at its edges; for at least 100 blocks, and the map of `aMap`. */
export const FINDINGS: MapFindings = {
  failed: [
    { from: 80, to: 88, value: { error: 'UNC', errno: 'ENODATA' } },
    { from: 96, to: 112, value: { error: 'IO', errno: null } },
  ],
  bad: [
    {
      from: 161,
      to: 162,
      value: { error: 'TIME', errno: 'errno 4294967295', exact: true, reads: 1 },
    },
    {
      from: 163,
      to: 164,
      value: { error: 'ABRT', errno: 'EPROTONOSUPPORT', exact: false, reads: 0 },
    },
  ],
  weak: [
    { from: 240, to: 248, value: { error: 'IDNF', errno: 'EIO', exact: true, reads: 2 ** 32 - 1 } },
  ],
  slow: [
    { from: 320, to: 328, latencyNs: 2 ** 53 - 1, late: false, againNs: null, rereadDone: false },
    { from: 328, to: 336, latencyNs: 31e9, late: true, againNs: 0, rereadDone: true },
  ],
  disturbed: [{ from: 400, to: 800, foreignSectors: 12 }],
};

/** Bytes that FINDINGS explain, and good ones; at least 100 blocks. */
export function aMap(blocks: number): Uint8Array {
  const map = new Uint8Array(new SharedArrayBuffer(blocks));
  for (let block = 0; block < blocks; block++) map[block] = 1 + ((block * 7) % 171);
  map[10] = 247;
  map.fill(242, 12, 14);
  map[20] = 243;
  map[30] = 246;
  map[40] = 239;
  map[41] = 243;
  return map;
}

export function anUpdate(map: Uint8Array, change: Partial<MapUpdate> = {}): MapUpdate {
  const all = [{ first: 0, end: map.length }];
  return { map, dirty: all, readable: all, state: aState(), findings: FINDINGS, ...change };
}

export function layoutOf(header: MapHeader): MapLayout {
  return new MapLayout(header);
}

export interface Failure {
  readonly call: 'read' | 'write' | 'sync';
  readonly errno: string;
}

/** A file in memory. `failing` is asked before each call; a failing write is done by half. */
export class MemoryStorage implements MapStorage {
  readonly name = 'memory';
  readonly writes: { position: number; bytes: number }[] = [];
  failing: (call: Failure['call'], position: number) => string | null = () => null;
  closed = false;

  /** Room to grow, as a large map is written in many pieces. */
  #memory: Buffer;
  #length: number;

  constructor(file: Buffer = Buffer.alloc(0)) {
    this.#memory = file;
    this.#length = file.length;
  }

  /** What is in it; the same memory until it grows. */
  get file(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  async size(): Promise<number> {
    return this.#length;
  }

  async read(buffer: Uint8Array, position: number): Promise<void> {
    this.#fail('read', position);
    buffer.set(this.file.subarray(position, position + buffer.length));
  }

  async write(buffer: Uint8Array, position: number): Promise<void> {
    this.#grow(position + buffer.length);
    try {
      this.#fail('write', position);
    } catch (failure) {
      this.file.set(buffer.subarray(0, buffer.length >> 1), position);
      throw failure;
    }
    this.file.set(buffer, position);
    this.writes.push({ position, bytes: buffer.length });
  }

  async truncate(): Promise<void> {
    this.#length = 0;
    this.#memory = Buffer.alloc(0);
  }

  async sync(): Promise<void> {
    this.#fail('sync', -1);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  #grow(length: number): void {
    if (length > this.#memory.length) {
      const memory = Buffer.alloc(2 * length);
      this.file.copy(memory);
      this.#memory = memory;
    }
    this.#length = Math.max(this.#length, length);
  }

  #fail(call: Failure['call'], position: number): void {
    const errno = this.failing(call, position);
    if (errno === null) return;
    throw mapError(this.name, call, Object.assign(new Error(errno), { code: errno }));
  }
}

export function pageIn(file: Buffer, number: number): Buffer {
  return file.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES);
}

export const PAYLOAD = PAYLOAD_BYTES;
