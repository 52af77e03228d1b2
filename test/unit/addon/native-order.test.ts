// An order under hostile arguments: each is refused in words, nothing is read or written that is not
// the caller's, and the process lives.

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { NativeSliceOrder } from '../../../src/addon/interface.ts';
import { native } from '../../../src/addon/native.ts';
import {
  ADDON,
  BLOCK_SECTORS,
  NOT_BYTES,
  NOT_WHOLE,
  openSim,
  orderOf,
  refused,
} from './native-fixture.ts';

const SPEC = 'size=1GB,weak=100-200@3,gone=1000000';
const BLOCKS = 40;

type LooseOrder = Partial<Record<keyof NativeSliceOrder, unknown>>;
const reader = openSim(SPEC);
const slice = (change: LooseOrder) => reader.slice({ ...orderOf(BLOCKS), ...change } as never);

describe('an order', () => {
  test('that fits is read', () => {
    expect(slice({})).toEqual({ next: BLOCKS, stop: 0, records: 1, outstanding: 0 });
  });

  test('is an object', () => {
    for (const value of [undefined, null, 1, 'x']) {
      refused(() => reader.slice(value as never), /an order is expected/);
    }
    refused(() => (reader.slice as () => unknown)(), /an order is expected/);
    refused(() => reader.slice({} as never), /fromLba must be a whole number/);
  });

  test.each([
    'fromLba',
    'toLba',
    'blockSectors',
    'phaseLba',
    'first',
    'end',
    'failedLimit',
    'firstReading',
    'recordFromNs',
    'timeoutNs',
    'hangNs',
    'budgetNs',
    'newsBudgetNs',
    'deviceBudgetNs',
    'rowLimit',
  ] as const)('%s is a whole number below 2^53', (name) => {
    for (const value of NOT_WHOLE) {
      refused(() => slice({ [name]: value }), new RegExp(`^${name} must be a whole number`));
    }
  });

  test.each([
    'map',
    'shared',
    'failedBlocks',
    'records',
  ] as const)('%s is the right array', (name) => {
    const optional = name === 'map' || name === 'failedBlocks';
    for (const value of [...NOT_BYTES, new BigUint64Array(99), new Int32Array(99)]) {
      if (optional && (value === null || value === undefined)) continue;
      if (name === 'records' && value instanceof Float64Array) continue;
      refused(() => slice({ [name]: value }), new RegExp(`^${name} must be a typed array`));
    }
  });

  test('may be without a map and a count of failures', () => {
    expect(slice({ map: null, failedBlocks: null }).stop).toBe(0);
    expect(slice({ map: undefined, failedBlocks: undefined }).stop).toBe(0);
  });

  test('lies on the disk', () => {
    const { sectors } = reader.geometry;
    const words = /LBAs must lie on the disk/;
    refused(() => slice({ toLba: sectors + 1 }), words);
    refused(() => slice({ toLba: Number.MAX_SAFE_INTEGER }), words);
    refused(() => slice({ fromLba: sectors, toLba: sectors }), words);
    refused(() => slice({ fromLba: 10, toLba: 9 }), words);
    const last = { fromLba: sectors - 1, toLba: sectors, end: 1, phaseLba: 0 };
    expect(slice(last).stop).toBe(0);
  });

  test('has blocks that the reader was opened for', () => {
    const words = /blocks must fit what the reader was opened for/;
    refused(() => slice({ blockSectors: BLOCK_SECTORS + 1 }), words);
    refused(() => slice({ blockSectors: Number.MAX_SAFE_INTEGER }), words);
    refused(() => slice({ blockSectors: 0 }), words);
    refused(() => slice({ phaseLba: BLOCK_SECTORS }), words);
    refused(() => slice({ blockSectors: 8, phaseLba: 8 }), words);
    expect(slice({ blockSectors: 8, toLba: BLOCKS * 8 }).next).toBe(BLOCKS);
  });

  test('has its blocks in its range', () => {
    const words = /blocks must lie in its range/;
    refused(() => slice({ end: BLOCKS + 1, map: null }), words);
    refused(() => slice({ end: 2 ** 32, map: null }), words);
    refused(() => slice({ end: Number.MAX_SAFE_INTEGER, map: null }), words);
    refused(() => slice({ first: BLOCKS }), words);
    refused(() => slice({ first: 0, end: 0 }), words);
  });

  test('has room for what it writes', () => {
    refused(() => slice({ map: new Uint8Array(BLOCKS - 1) }), /the map is too short/);
    refused(() => slice({ map: new Uint8Array() }), /the map is too short/);
    refused(() => slice({ failedBlocks: new Uint32Array() }), /failedBlocks is empty/);
    refused(() => slice({ records: new Float64Array() }), /records has no room/);
    refused(() => slice({ records: new Float64Array(5) }), /records has no room/);
    const { workerBytes } = native.layout;
    for (const length of [0, workerBytes - 1, workerBytes + 1]) {
      refused(
        () => slice({ shared: new Uint8Array(length) }),
        /workerBytes long and 8-byte aligned/,
      );
    }
    const misaligned = new Uint8Array(new SharedArrayBuffer(workerBytes + 4), 4, workerBytes);
    refused(() => slice({ shared: misaligned }), /workerBytes long and 8-byte aligned/);
  });

  test('writes nothing outside of what it was given', () => {
    const memory = new SharedArrayBuffer(3 * BLOCKS);
    slice({ map: new Uint8Array(memory, BLOCKS, BLOCKS), records: new Float64Array(11) });
    const bytes = new Uint8Array(memory);
    expect(bytes.subarray(0, BLOCKS).every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(BLOCKS, 2 * BLOCKS).every((byte) => byte !== 0)).toBe(true);
    expect(bytes.subarray(2 * BLOCKS).every((byte) => byte === 0)).toBe(true);
  });

  test('with limits of 2^32 and more has none that are reached', () => {
    const disk = openSim('size=1GB,bad=0-10239/IO');
    const order = { ...orderOf(BLOCKS), failedLimit: 2 ** 32, rowLimit: 2 ** 32 + 1 };
    expect(disk.slice(order)).toEqual({ next: BLOCKS, stop: 0, records: 1, outstanding: 0 });
  });
});

describe('an order with code of the caller in it', () => {
  test('passes on what that throws', () => {
    for (const name of Object.keys(orderOf(1))) {
      const order = { ...orderOf(BLOCKS) };
      Object.defineProperty(order, name, {
        get: () => {
          throw new RangeError(`of ${name}`);
        },
      });
      expect(() => reader.slice(order)).toThrow(new RangeError(`of ${name}`));
    }
  });

  test('may close the reader', () => {
    const closing = openSim(SPEC);
    const { records, ...rest } = orderOf(BLOCKS);
    const order = {
      ...rest,
      get records() {
        closing.close();
        return records;
      },
    };
    refused(() => closing.slice(order), /the reader is closed/);
  });

  test('may take its arrays away', () => {
    const { records, ...rest } = orderOf(BLOCKS);
    const order = {
      ...rest,
      get records() {
        structuredClone(rest.map!.buffer, { transfer: [rest.map!.buffer as ArrayBuffer] });
        return records;
      },
    };
    refused(() => reader.slice(order), /the map is too short/);
  });

  test('may read another slice meanwhile', () => {
    const { records, ...rest } = orderOf(BLOCKS);
    const order = {
      ...rest,
      get records() {
        expect(slice({}).next).toBe(BLOCKS);
        return records;
      },
    };
    expect(reader.slice(order).next).toBe(BLOCKS);
  });
});

describe('a reader', () => {
  test('that is closed says so, and may be closed again', () => {
    const closed = openSim(SPEC);
    closed.close();
    closed.close();
    refused(() => closed.geometry, /the reader is closed/);
    refused(() => closed.slice(orderOf(1)), /the reader is closed/);
  });

  test('made of nothing is closed', () => {
    const made = new (reader.constructor as new () => typeof reader)();
    refused(() => made.geometry, /the reader is closed/);
    refused(() => made.slice(orderOf(1)), /the reader is closed/);
    made.close();
    refused(() => (reader.constructor as () => unknown)(), /without 'new'/);
  });

  test('lends its methods to nothing else', () => {
    const { slice: method, close } = reader;
    const geometry = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(reader), 'geometry')!
      .get!;
    for (const other of [undefined, null, 1, {}, [], Object.create(reader), new Uint8Array(8)]) {
      expect(() => method.call(other, orderOf(1))).toThrow(TypeError);
      expect(() => close.call(other)).toThrow(TypeError);
      expect(() => geometry.call(other)).toThrow(Error);
    }
  });

  test('keeps the memory of its disk alive', () => {
    const script = `
      const n = require(${JSON.stringify(ADDON)});
      const spec = 'size=1GB,weak=0-255@3';
      const open = () => {
        const shared = new Uint8Array(new SharedArrayBuffer(n.describeSim(spec).sharedBytes));
        n.resetSim(spec, shared);
        return n.openSim(spec, shared, 256);
      };
      const readers = Array.from({ length: 50 }, open);
      for (let i = 0; i < 20; i++) { new SharedArrayBuffer(1 << 20); gc(); }
      for (const reader of readers) {
        const order = { fromLba: 0, toLba: 256, blockSectors: 1, phaseLba: 0, first: 0, end: 256,
          map: new Uint8Array(256), shared: new Uint8Array(n.layout.workerBytes), failedBlocks: null,
          failedLimit: 0, firstReading: 1, recordFromNs: 1e12, timeoutNs: 0, hangNs: 0,
          budgetNs: 60e9, newsBudgetNs: 60e9, deviceBudgetNs: 0, rowLimit: 0, records: new Float64Array(60) };
        const bytes = [1, 2, 3, 4].map(() => { reader.slice(order); return order.map[128]; });
        if (bytes.map((byte) => byte === 247).join() !== 'true,true,true,false') process.exit(1);
      }`;
    expect(spawnSync(process.execPath, ['--expose-gc', '-e', script]).status).toBe(0);
  });
});
