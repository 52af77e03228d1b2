// A list of blocks under hostile arguments: each is refused in words, and none of it is read.

import { describe, expect, test } from 'vitest';
import { BLOCK_SECTORS, NOT_BYTES, openSim, orderOf, refused } from './native-fixture.ts';

const BLOCKS = 40;
const reader = openSim('size=1GB');
const FIELDS = 8;

function slice(picks: unknown, change: object = {}) {
  const order = { ...orderOf(BLOCKS), map: null, recordFromNs: 0, first: 0, end: 2 };
  return reader.slice({
    ...order,
    records: new Float64Array(99 * FIELDS),
    picks,
    ...change,
  } as never);
}

describe('picked blocks', () => {
  test('are read in their order', () => {
    const records = new Float64Array(9 * FIELDS);
    const done = slice(new Float64Array([7, 39, 7, 0]), { end: 4, records });
    expect(done).toEqual({ next: 4, stop: 0, records: 4, outstanding: 0 });
    const lbas = [0, 1, 2, 3].map((i) => records[i * FIELDS]! / BLOCK_SECTORS);
    expect(lbas).toEqual([7, 39, 7, 0]);
  });

  test('may be absent', () => {
    for (const picks of [undefined, null]) {
      expect(slice(picks, { end: BLOCKS }).next).toBe(BLOCKS);
    }
  });

  test('are doubles', () => {
    for (const picks of [...NOT_BYTES, new Uint32Array(9), new BigUint64Array(9)]) {
      if (picks === null || picks === undefined || picks instanceof Float64Array) continue;
      refused(() => slice(picks), /^picks must be a typed array/);
    }
  });

  test('lie in the range', () => {
    const wrong = [BLOCKS, -1, 0.5, Number.NaN, 2 ** 53, 2 ** 64, Number.POSITIVE_INFINITY, -0.1];
    for (const block of wrong) {
      refused(
        () => slice(new Float64Array([0, block])),
        /picks must be blocks of the order's range/,
      );
      expect(slice(new Float64Array([0, 1, block])).next).toBe(2); // it is none of the order's
    }
  });

  test('are as many as the order has', () => {
    refused(() => slice(new Float64Array(1)), /blocks must lie in its range/);
    refused(() => slice(new Float64Array()), /blocks must lie in its range/);
    refused(() => slice(new Float64Array(9), { first: 9, end: 10 }), /must lie in its range/);
  });

  test('are not shared with others', () => {
    const shared = new Float64Array(new SharedArrayBuffer(16));
    refused(() => slice(shared), /picks must not be shared memory/);
  });

  test('have no map', () => {
    const map = new Uint8Array(BLOCKS);
    refused(() => slice(new Float64Array(2), { map }), /picked blocks have no map/);
  });

  test('may not be taken away by the order itself', () => {
    const picks = new Float64Array(2);
    const order = {
      ...orderOf(BLOCKS),
      map: null,
      end: 2,
      get picks() {
        structuredClone(picks.buffer, { transfer: [picks.buffer] });
        return picks;
      },
    };
    refused(() => reader.slice(order), /blocks must lie in its range/);
  });
});
