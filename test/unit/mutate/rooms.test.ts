// A path that is not there any more is left out by vitest without a word, and a room loses its guard.

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOMS } from '../../mutate/rooms.ts';

test('every room and every test that guards it is there', () => {
  const paths = ROOMS.flatMap(({ path, tests }) => [path, ...tests]);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
