// A map is known by its first bytes, though its first page be spoilt: with no more read than that takes.

import { expect, test } from 'vitest';
import { HEADER_COPIES, headerPage, PAGE_BYTES } from '../../../src/map-file/format.ts';
import { isMapHead, MAP_HEAD_BYTES } from '../../../src/map-file/map-head.ts';
import { closedFile } from './maps.ts';

const pageOf = (copy: number) => headerPage(copy, 0) * PAGE_BYTES;

test('either copy of the header is enough', async () => {
  const head = (await closedFile(10)).subarray(0, MAP_HEAD_BYTES);
  expect(isMapHead(head)).toBe(true);
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    const spoilt = Buffer.from(head);
    spoilt.fill(0, pageOf(copy), pageOf(copy) + PAGE_BYTES);
    expect(isMapHead(spoilt)).toBe(true);
  }
});

test('no copy, no map', async () => {
  const head = Buffer.from((await closedFile(10)).subarray(0, MAP_HEAD_BYTES));
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    head.fill(0, pageOf(copy), pageOf(copy) + PAGE_BYTES);
  }
  expect(isMapHead(head)).toBe(false);
  for (const short of [0, 16, 20, 100]) {
    expect(isMapHead(Buffer.from('surfscan map').subarray(0, short))).toBe(false);
  }
});

test('the page of the last copy is the last that is looked at', () => {
  expect(MAP_HEAD_BYTES).toBe(pageOf(HEADER_COPIES - 1) + PAGE_BYTES);
});
