import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KIND_OF_BYTE } from '../../../../src/report/page/block-window.ts';
import { clickData, mostBytesOf } from '../../../../src/report/page/click-data.ts';
import { CLICK_SCRIPT } from '../../../../src/report/page/click-script.ts';
import { coverageBar } from '../../../../src/report/page/coverage-bar.ts';
import { curveOf, curveWords } from '../../../../src/report/page/curve.ts';
import { diskCells } from '../../../../src/report/page/disk-cells.ts';
import { diskMap, MAP_SHAPE, paintWithin } from '../../../../src/report/page/disk-map.ts';
import { MOST_RINGS } from '../../../../src/report/page/rings.ts';
import { WIDTH } from '../../../../src/report/page/svg.ts';
import { CLASSES } from '../../../../src/vocabulary/classes.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';
import { stepMiddleNs } from '../../../../src/vocabulary/latency-scale.ts';

const UNC = 247;
const ALONE = { jobs: 1, depth: 1 };

function cellsOf(blocks: number, change: (map: Uint8Array) => void = () => {}) {
  const grid = new Grid(0, blocks * 256, 256);
  const map = new Uint8Array(blocks).fill(80);
  change(map);
  return { grid, map, cells: diskCells(grid, map, 512, MAP_SHAPE) };
}

describe('the coverage bar', () => {
  const widths = (text: string) =>
    [...text.matchAll(/<rect [^>]*x="[^"]*"[^>]* width="([^"]*)"/g)].map(([, w]) => Number(w));

  test('draws 3,000 bad of 2·10⁹ two pixels wide, and says so', () => {
    const { picture, words } = coverageBar({ total: 2e9, good: 2e9 - 3000, bad: 3000, unread: 0 });
    expect(widths(picture.text)).toEqual([WIDTH - 2, 2]);
    expect(words).toBe('bad: drawn 2 px wide, which is more than the share');
  });

  test('is to scale where that can be seen, and always as wide as the page', () => {
    const even = coverageBar({ total: 100, good: 50, bad: 25, unread: 25 });
    expect(widths(even.picture.text)).toEqual([WIDTH / 2, WIDTH / 4, WIDTH / 4]);
    expect(even.words).toBe('');
    const odd = coverageBar({ total: 1e9, good: 1, bad: 1e9 - 2, unread: 1 });
    expect(widths(odd.picture.text)).toEqual([2, WIDTH - 4, 2]);
    expect(odd.words).toContain('good and unread');
  });
});

describe('the curve', () => {
  test('is the speed where one read followed the other', () => {
    const { cells } = cellsOf(10_000, (map) => map.fill(90, 5000));
    const { points, isLatency } = curveOf(cells, ALONE, 10);
    expect(isLatency).toBe(false);
    const speed = (step: number) => (256 * 512) / (stepMiddleNs(step) / 1e3);
    expect(points[0]!.value).toBeCloseTo(speed(80), 6);
    expect(points.at(-1)!.value).toBeCloseTo(speed(90), 6);
    expect([points[0]!.fromByte, points.at(-1)!.toByte]).toEqual([0, 10_000 * 256 * 512]);
  });

  test.each([
    { jobs: 1, depth: 2 },
    { jobs: 2, depth: 1 },
  ])('with several reads in flight it is latency, and never speed: %j', (mode) => {
    const { cells } = cellsOf(1000);
    const curve = curveOf(cells, mode, 10);
    expect(curve.isLatency).toBe(true);
    expect(curve.points[0]!.value).toBeCloseTo(stepMiddleNs(80) / 1e6, 9);
    expect(curveWords(curve)).toMatch(/says nothing of the speed/);
  });

  test('counts of a short block what it has', () => {
    const grid = new Grid(0, 10, 256);
    const cells = diskCells(grid, Uint8Array.of(80), 512, MAP_SHAPE);
    const [point] = curveOf(cells, ALONE, 10).points;
    expect(point!.value).toBeCloseTo((10 * 512) / (stepMiddleNs(80) / 1e3), 6);
  });

  test('has a gap where nothing was read', () => {
    const { cells } = cellsOf(1000, (map) => map.fill(0, 400));
    const { points } = curveOf(cells, ALONE, 10);
    expect(points.map(({ value }) => value === null)).toContain(true);
    expect(points.at(-1)!.value).toBe(null);
  });
});

describe('the map', () => {
  test('rings a failed cell, failed neighbours together, and no large stretch', () => {
    const rings = (change: (map: Uint8Array) => void) =>
      [...diskMap(cellsOf(1_000_000, change).cells, [], 1e6).picture.text.matchAll(/<circle/g)]
        .length;
    expect(rings(() => {})).toBe(0);
    expect(rings((map) => map.fill(UNC, 500_000, 500_001))).toBe(1);
    expect(rings((map) => map.fill(UNC, 500_000, 500_100))).toBe(1);
    expect(rings((map) => map.fill(UNC, 100_000, 600_000))).toBe(0);
    expect(rings((map) => map.fill(UNC, 0, 1) && map.fill(UNC, 999_999))).toBe(2);
  });

  test('says how many have no ring', () => {
    const { cells } = cellsOf(4_000_000, (map) => {
      for (let i = 0; i < 500; i++) map[i * 8000] = UNC;
    });
    const { words, picture } = diskMap(cells, [], 1e6);
    expect([...picture.text.matchAll(/<circle/g)]).toHaveLength(MOST_RINGS);
    expect(words).toContain(`100 more than ${MOST_RINGS} failed places have no ring`);
  });

  test('gives up shades where they do not fit, and never what failed', () => {
    const noise = cellsOf(300_000, (map) => {
      for (let i = 0; i < map.length; i++) map[i] = 60 + ((i * 7919) % 61);
      map[150_000] = UNC;
    });
    const { raster } = paintWithin(noise.cells, 30_000);
    expect(raster.text.length).toBeLessThanOrEqual(30_000);
    expect(raster.text).toContain('class="failed"');
  });

  test('has the partitions beside it', () => {
    const partitions = [{ index: 5, firstLba: 0, lastLba: 127_999 }];
    const { picture } = diskMap(cellsOf(1000).cells, partitions, 1e6);
    expect(picture.text).toContain('partition 5, LBA 0-127999');
  });
});

describe('what a click shows', () => {
  /** As the script has it. */
  function unpacked(template: string, blocks: number): Uint8Array {
    const bytes = inflateRawSync(Buffer.from(/>([^<]*)</.exec(template)![1]!, 'base64'));
    const kinds = new Uint8Array(blocks).fill(1);
    let [at, block] = [0, 0];
    const next = () => {
      let [value, unit] = [0, 1];
      for (;;) {
        const byte = bytes[at++]!;
        value += (byte & 127) * unit;
        if (byte < 128) return value;
        unit *= 128;
      }
    };
    while (at < bytes.length) {
      block += next();
      const kind = next();
      const end = block + next();
      kinds.fill(kind, block, end);
      block = end;
    }
    return kinds;
  }

  test('is each block by its class', () => {
    const { cells, map, grid } = cellsOf(70_000, (bytes) => {
      for (let i = 0; i < 900; i++) bytes[(i * 7919) % bytes.length] = (i * 31) % 248;
      bytes.fill(0, 60_000);
    });
    const { markup, alike } = clickData(cells, map)!;
    expect(alike).toBe(null);
    expect(unpacked(markup.text, grid.blocks)).toEqual(map.map((byte) => KIND_OF_BYTE[byte]!));
  });

  test('tells fast classes no more apart where that is too much, and says so', () => {
    const { cells, map } = cellsOf(1_000_000, (bytes) => {
      for (let i = 0; i < bytes.length; i += 3) bytes[i] = CLASSES[1]!.firstStep + (i % 2);
      bytes[77] = UNC;
    });
    const { markup, alike } = clickData(cells, map)!;
    expect(alike).toBe('<10ms');
    expect(unpacked(markup.text, 1_000_000)[77]).toBe(CLASSES.length + 1);
  });

  test('is nothing where even what failed is too much', () => {
    const { cells, map } = cellsOf(4_000_000, (bytes) => {
      for (let i = 0; i < bytes.length; i++) if ((i * 7919) % 97 > 40) bytes[i] = UNC;
    });
    expect(clickData(cells, map)).toBe(null);
  });

  test.each([
    [1, 70_000],
    [8_000_000, 70_000],
    [16_000_000, 140_000],
    [1e12, 1_100_000],
  ])('of %d blocks takes up to %d bytes', (blocks, bytes) => {
    expect(mostBytesOf(blocks)).toBe(bytes);
  });

  test('takes a script of at most 2 KB', () => {
    expect(CLICK_SCRIPT.length).toBeLessThanOrEqual(2048);
  });
});
