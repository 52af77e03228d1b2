// The header's two copies: one is enough, and without any it is told whether it was a map.

import { expect, test } from 'vitest';
import { headerPage } from '../../../src/map-file/format.ts';
import { pageIn } from './fixtures.ts';
import { closedFile, recovered } from './maps.ts';

/** The last byte of a page's payload, or the first of its magic. */
function spoil(file: Buffer, copy: number, index: number, what: 'payload' | 'magic'): void {
  const page = pageIn(file, headerPage(copy, index));
  const at = what === 'magic' ? 16 : 4095;
  page[at] = page[at]! ^ 1;
}

test.each([0, 1, 2])('page %d in no copy whole: damaged', async (index) => {
  const file = await closedFile(100);
  for (const copy of [0, 1]) spoil(file, copy, index, 'payload');
  await expect(recovered(file)).rejects.toThrow(
    `damaged at page ${headerPage(0, index)}: no copy of the header is whole`,
  );
});

test.each([0, 1])('the magic of copy %d alone: a map, and damaged', async (copy) => {
  const file = await closedFile(100);
  spoil(file, copy, 0, 'payload');
  spoil(file, 1 - copy, 0, 'magic');
  await expect(recovered(file)).rejects.toThrow(/damaged at page 0/);
});

test('the magic of neither: no map', async () => {
  const file = await closedFile(100);
  for (const copy of [0, 1]) spoil(file, copy, 0, 'magic');
  await expect(recovered(file)).rejects.toThrow('it is no surfscan map');
});
