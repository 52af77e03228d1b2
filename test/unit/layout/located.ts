// A tree of files to be put into images, and whose sectors of an image are.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { locate } from '../../../src/layout/locate.ts';
import type { Location } from '../../../src/layout/location.ts';
import { scratch } from './image.ts';

export const { dir, remove } = scratch();

/** Bytes that repeat nowhere. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

export const CONTENT = noise(300_000, 70_000);

export const tree = join(dir, 'tree');

/** The LBA where the file's content has got to at `offset`. */
export function lbaOf(image: string, offset: number): number {
  const at = readFileSync(image).indexOf(CONTENT.subarray(offset, offset + 512));
  expect(at, `the content of the file in ${image}`).toBeGreaterThan(0);
  return at / 512;
}

export function at(
  image: string,
  lbas: readonly number[],
  logicalBytes = 512,
): Promise<Location[]> {
  const sectors = Math.floor(statSync(image).size / logicalBytes);
  return locate(lbas, { address: image, kind: 'file', sectors, logicalBytes });
}

export const brief = ({ filesystem, use, file }: Location) => `${filesystem?.type} ${use} ${file}`;
