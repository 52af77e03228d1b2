// The page of two scans compared: where on the disk what changed is drawn.

import { describe, expect, test } from 'vitest';
import { compareScans } from '../../../../src/engine/compare.ts';
import type { ComparedScan } from '../../../../src/engine/compared-scan.ts';
import { diffPage } from '../../../../src/report/page/diff-page.ts';
import type { SlowBlock } from '../../../../src/vocabulary/defects.ts';
import { exact, stored } from '../stored.ts';

const SECTORS = 10_620;
const BLOCKS = 1062;
/** Of 1180, 62 are left of the picture, and 56 right of it: ten sectors a unit. */
const LEFT = 62;

const slowBlock = (from: number): SlowBlock => ({
  from,
  to: from + 10,
  latencyNs: 700e6,
  late: false,
  againNs: 650e6,
  rereadDone: true,
});

function scan(bad: readonly [number, number][], slow: readonly number[] = []): ComparedScan {
  const bytes = new Array<number>(BLOCKS).fill(90);
  for (const [from, to] of bad) bytes.fill(247, from / 10, Math.ceil(to / 10));
  for (const from of slow) bytes[from / 10] = 200;
  const extents = bad.map(([from, to]) => exact(from, to));
  const { grid, map, result } = stored({ sectors: SECTORS, blockSectors: 10, bytes, bad: extents });
  return { grid, map, result, slow: slow.map(slowBlock) };
}

function pageOf(old: ComparedScan, now: ComparedScan): string {
  return diffPage({ comparison: compareScans(old, now), notes: ['a note'], scans: { old, now } });
}

interface Row {
  readonly word: string;
  readonly color: string;
  /** "x,y,width,height". */
  readonly marks: readonly string[];
}

function rowsOf(page: string): Row[] {
  const picture = /<h2>Where on the disk<\/h2>(.*?)<\/svg>/s.exec(page)?.[1] ?? '';
  const rows = picture.matchAll(
    /<text x="62" y="[\d.]+"[^>]*>([^<]+)<\/text>\s*<path[^>]*\/>\s*<path class="([^"]+)"[^>]* d="([^"]*)"\/>/g,
  );
  return [...rows].map(([, word, color, path]) => ({
    word: word!,
    color: color!,
    marks: [...path!.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-([\d.]+)z/g)].map(
      ([, x, y, width, height, back]) => {
        expect(back).toBe(width);
        return [x, y, width, height].join();
      },
    ),
  }));
}

test('a kind of change that is told a thousand times leaves room for the others', () => {
  const bad = Array.from({ length: 1000 }, (_, i): [number, number] => [10 * i, 10 * i + 1]);
  const page = pageOf(scan([]), scan(bad, [10_200]));
  expect(page.match(/<li>new bad/g)).toHaveLength(200);
  expect(page).toContain('… and 800 more bad (--json lists them)');
  expect(page).toMatch(/<li>new slow LBA 10200-10209/);
});

test('its head says which disk it is of, and of what size', () => {
  const page = pageOf(scan([]), scan([]));
  expect(/<h1>(.*?)<\/h1>/s.exec(page)![1]).toMatch(/^<span[^>]*>SAME<\/span> .*5\.44 MB/);
});

describe('where on the disk it changed', () => {
  test('is a row a kind of change, each mark at its place', () => {
    const old = scan([[1000, 1010]], [3000]);
    const now = scan([[5000, 5010]], [8000]);
    // 2 wide, where one sector in ten of a unit would be less.
    expect(rowsOf(pageOf(old, now))).toEqual([
      { word: 'newly bad', color: 'failed', marks: [`${LEFT + 500},16,2,14`] },
      { word: 'no longer bad', color: 'good', marks: [`${LEFT + 100},52,2,14`] },
      { word: 'newly slow', color: 'c5', marks: [`${LEFT + 800},88,2,14`] },
      { word: 'no longer slow', color: 'line', marks: [`${LEFT + 300},124,2,14`] },
    ]);
  });

  test('a range is as wide as it is, neighbours are one mark, others are apart', () => {
    const near: [number, number][] = [
      [2000, 2010],
      [2020, 2030],
      [2100, 2110],
    ];
    const [row] = rowsOf(pageOf(scan([]), scan([...near, [4000, 4200]])));
    expect(row!.marks).toEqual([
      `${LEFT + 200},16,4,14`,
      `${LEFT + 210},16,2,14`,
      `${LEFT + 400},16,20,14`,
    ]);
  });

  test('a mark is at a tenth of a unit, at the disk’s ends too', () => {
    const [row] = rowsOf(
      pageOf(
        scan([]),
        scan([
          [0, 3],
          [330, 337],
          [10_610, 10_620],
        ]),
      ),
    );
    expect(row!.marks).toEqual([`62,16,2,14`, `95,16,2,14`, `1123,16,2,14`]);
  });

  test('has room for its rows', () => {
    const one = pageOf(scan([]), scan([[1000, 1010]]));
    expect(one).toMatch(/viewBox="0 0 1180 40"[^>]*aria-label="Where on the disk it changed"/);
    const two = pageOf(scan([[2000, 2010]]), scan([[1000, 1010]]));
    expect(two).toMatch(/viewBox="0 0 1180 76"[^>]*aria-label="Where on the disk it changed"/);
  });

  test('what lies beyond the later scan’s range is not drawn', () => {
    const old = scan([
      [1000, 1010],
      [6000, 6010],
    ]);
    const shorter = stored({
      sectors: SECTORS,
      range: [5000, SECTORS],
      blockSectors: 10,
      bytes: new Array<number>(562).fill(90),
    });
    const page = pageOf(old, { ...shorter, slow: [] });
    const [row] = rowsOf(page);
    // 1,000 of 5,620 sectors from the left.
    expect([row!.word, row!.marks]).toEqual(['no longer bad', [`${LEFT + 189},16,2,14`]]);
    expect(page).toContain('from LBA 5000 at the left to LBA 10619 at the right');
  });

  test('is no picture where nothing changed', () => {
    const page = pageOf(scan([]), scan([]));
    expect(page).not.toContain('Where on the disk');
    expect(page).toContain('<span class="verdict pass">SAME</span>');
  });
});

test('both scans are told side by side, and both curves in one picture', () => {
  const old = scan([]);
  const now = scan([[1000, 1010]]);
  const unfinished = { ...now, result: { ...now.result, finished: null } };
  const page = pageOf(old, unfinished);
  expect(page).toContain('<span class="verdict fail">DIFFERS</span>');
  expect(page).toMatch(/earlier scan<\/h2>.*?bad sectors.*?>0<.*?later scan<\/h2>.*?>10</s);
  expect([...page.matchAll(/>not finished</g)]).toHaveLength(1);
  expect(page).toContain('blue: the later scan; grey: the earlier one');
  expect(page).toContain('a note');
});

test('a scan that was read another way has its curve alone', () => {
  const old = scan([]);
  const deep = { ...old, result: { ...old.result, mode: { ...old.result.mode, depth: 8 } } };
  const page = pageOf(deep, scan([]));
  expect(page).toContain('the later scan; the earlier one was read another way');
  expect(page).not.toContain('blue: the later scan');
});
