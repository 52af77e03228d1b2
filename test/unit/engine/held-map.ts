// What a map holds that was closed in order.

import type { MapContents } from '../../../src/map-file/contents.ts';
import type { MapState } from '../../../src/map-file/state.ts';
import { aHeader, aMap, aState, FINDINGS } from '../map-file/fixtures.ts';

export const BLOCKS = 100;

export const held = (
  state: Partial<MapState> = {},
  change: Partial<MapContents> = {},
): MapContents => ({
  header: aHeader(BLOCKS),
  state: aState({ options: {}, ...state }),
  findings: FINDINGS,
  map: aMap(BLOCKS),
  closed: true,
  notes: [],
  ...change,
});
