// Single blocks around what was found: the gravest first, as many as a page has room for.

import { describe, expect, test } from 'vitest';
import { WINDOW_BLOCKS } from '../../../../src/report/page/block-window.ts';
import type { Finding } from '../../../../src/report/page/findings.ts';
import { placesOf } from '../../../../src/report/page/places.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';

const WINDOWS = 40;
const BLOCKS = WINDOWS * WINDOW_BLOCKS;
const GRID = new Grid(8, 8 * BLOCKS + 8, 8);

const bad = (from: number, to = from): Finding => ({
  kind: 'bad',
  from,
  to,
  error: 'UNC',
  words: '',
  partitions: '',
  things: [],
});

/** One in the middle of each window of the disk. */
const ALL = Array.from({ length: WINDOWS }, (_, i) => bad(8 + 8 * (i + 0.5) * WINDOW_BLOCKS));

const PLAIN = new Uint8Array(BLOCKS).fill(90);
/** Windows of which each takes about 10,000 bytes. */
const MOTLEY = PLAIN.map((_, block) => (block % 3 === 0 && (block * 7) % 11 < 2 ? 160 : 90));

const sizes = (text: string) =>
  text
    .split(/(?=<details)/)
    .filter((part) => part !== '')
    .map((part) => part.length);

describe('places', () => {
  test('are 24 at most, the gravest, of which the first is open', () => {
    const { markup, ofFinding } = placesOf(GRID, PLAIN, ALL);
    expect(sizes(markup.text)).toHaveLength(24);
    expect([...ofFinding.keys()]).toEqual([...Array(24).keys()]);
    expect(markup.text.match(/<details id="b\d+" open>/g)).toEqual(['<details id="b0" open>']);
  });

  test('take 30,000 bytes at most, and the next would not have had room', () => {
    const { markup } = placesOf(GRID, MOTLEY, ALL);
    const shown = sizes(markup.text);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.length).toBeLessThan(24);
    expect(markup.text.length).toBeLessThanOrEqual(30_000);
    expect(markup.text.length + Math.max(...shown)).toBeGreaterThan(30_000);
  });

  test('show what lies near another in the other’s', () => {
    const near = [bad(8 * 5000), bad(8 * 5001), bad(8 * 50_000), bad(8 * 50_100)];
    const { ofFinding } = placesOf(GRID, PLAIN, near);
    expect([...ofFinding]).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
  });

  test('lie within the scan, also of what begins before it or ends behind it', () => {
    const { markup } = placesOf(GRID, PLAIN, [bad(0, 20), bad(8 * BLOCKS + 100)]);
    expect(markup.text).toContain('<span class="muted">LBA 8-30215</span>');
    expect(markup.text).toContain(`-${8 * BLOCKS + 7}</span>`);
  });
});
