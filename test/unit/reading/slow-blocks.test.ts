import { expect, test } from 'vitest';
import { SlowBlocks } from '../../../src/reading/slow-blocks.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { SpanList } from '../../../src/vocabulary/span-list.ts';

const blockAt = (from: number) => ({
  ...{ from, to: from + 8, latencyNs: 1e9 },
  ...{ late: false, againNs: null, rereadDone: false },
});

function slowAt(...lbas: readonly number[]): { slow: SlowBlocks; touched: SpanList } {
  const touched = new SpanList(100);
  const slow = new SlowBlocks(touched);
  for (const lba of lbas) slow.set(lba, blockAt(lba));
  return { slow, touched };
}

const told = (touched: SpanList) => touched.spans.map(({ from, to }) => [from, to]);

test('whatever is put in, replaced or taken out is told; what was not there is not', () => {
  const { slow, touched } = slowAt(80, 16);
  expect(told(touched)).toEqual([
    [16, 24],
    [80, 88],
  ]);
  touched.clear();
  slow.set(80, { ...blockAt(80), againNs: 5 });
  slow.delete(400);
  expect(told(touched)).toEqual([[80, 88]]);
  touched.clear();
  slow.delete(16);
  expect([told(touched), slow.size]).toEqual([[[16, 24]], 1]);
});

test.each([
  ['few blocks of many', [0, 8, 24, 160, 320, 400, 480, 560]],
  ['many of few', [24, 160]],
])('those of a range are found upwards: %s', (_, lbas) => {
  const { slow } = slowAt(...lbas.toReversed());
  const grid = new Grid(0, 800, 8);
  const within = (from: number, to: number) =>
    slow.within({ from, to }, grid).map((block) => block.from);
  expect(within(16, 32)).toEqual([24]);
  expect(within(16, 168)).toEqual([24, 160]);
  expect(within(25, 160)).toEqual([]);
  expect(within(24, 25)).toEqual([24]);
  expect(slow.upwards().map(({ from }) => from)).toEqual(lbas);
});
