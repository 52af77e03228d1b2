// Readers of simulated disks, and orders for them, for tests that call the addon itself.

import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { NativeReader, NativeSliceOrder } from '../../../src/addon/interface.ts';
import { native } from '../../../src/addon/native.ts';

export const ADDON = fileURLToPath(
  new URL('../../../build/Release/surfscan.node', import.meta.url),
);
export const BLOCK_SECTORS = 256;

export function sharedOf(spec: string): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(native.describeSim(spec).sharedBytes));
  native.resetSim(spec, shared);
  return shared;
}

export function openSim(spec: string): NativeReader {
  return native.openSim(spec, sharedOf(spec), BLOCK_SECTORS);
}

/** The first `blocks` blocks of the disk, without any limit. */
export function orderOf(blocks: number): NativeSliceOrder {
  return {
    fromLba: 0,
    toLba: blocks * BLOCK_SECTORS,
    blockSectors: BLOCK_SECTORS,
    phaseLba: 0,
    first: 0,
    end: blocks,
    map: new Uint8Array(blocks),
    shared: new Uint8Array(new SharedArrayBuffer(native.layout.workerBytes)),
    failedBlocks: new Uint32Array(1),
    failedLimit: 0,
    firstReading: 1,
    recordFromNs: Number.MAX_SAFE_INTEGER,
    timeoutNs: 30e9,
    hangNs: 0,
    budgetNs: 60e9,
    newsBudgetNs: 60e9,
    deviceBudgetNs: 0,
    rowLimit: 0,
    records: new Float64Array(10 * native.layout.recordFields),
  };
}

/** The addon as a caller sees it that reads no types. */
export const loose = native as unknown as Record<string, (...args: unknown[]) => unknown>;

/** Called once: what the call takes away is gone the second time. */
export function refused(call: () => unknown, words: RegExp): void {
  let thrown: unknown = null;
  try {
    call();
  } catch (cause) {
    thrown = cause;
  }
  expect(thrown).toBeInstanceOf(TypeError);
  expect((thrown as TypeError).message).toMatch(words);
}

export const NOT_WHOLE = [
  undefined,
  null,
  '1',
  {},
  [],
  true,
  1n,
  Symbol('1'),
  Number.NaN,
  -1,
  0.5,
].concat(Number.POSITIVE_INFINITY, 2 ** 53);
export const NOT_BYTES = [
  undefined,
  null,
  'x',
  1,
  [],
  {},
  new ArrayBuffer(99),
  new SharedArrayBuffer(99),
].concat(new DataView(new ArrayBuffer(99)), new Float64Array(99), new Uint8ClampedArray(99));
