// Suspects in parts of a target: partitions, volumes in pieces, and a partition as the target.

import { describe, expect, test } from 'vitest';
import { block, exact, geom, ranges, reasons, suspected } from './suspected.ts';

describe('parts are shifted by their start', () => {
  const providers = [
    { names: ['ada3s1a', 'ufs/root'], fromLba: 63, sectors: 1000 },
    { names: ['mirror/gm0'], fromLba: 0, sectors: 1953525167 },
  ];
  const target = { names: ['/dev/ada3'], providers };

  test('by name, by label, by a mirror', () => {
    expect(ranges(suspected(geom('ada3s1a', 5120, 512), target))).toEqual([[73, 73]]);
    expect(ranges(suspected(geom('ufs/root', 5120, 512), target))).toEqual([[73, 73]]);
    expect(ranges(suspected(geom('mirror/gm0', 5120, 512), target))).toEqual([[10, 10]]);
  });

  test('by the name that the disk had then', () => {
    const renamed = { ...target, names: ['ada3', 'ad16'] };
    expect(ranges(suspected(geom('ad16s1a', 5120, 512), renamed))).toEqual([[73, 73]]);
  });

  test('in sectors of 4096', () => {
    const with4K = { ...target, logicalBytes: 4096 };
    expect(ranges(suspected(geom('ada3s1a', 8191, 2), with4K))).toEqual([[64, 65]]);
  });

  test('a part that no table knows has no place, but by hand', () => {
    const line = geom('ada3s2', 5120, 512);
    expect(reasons(suspected(line, target))).toEqual(['unknown start']);
    expect(ranges(suspected(line, { ...target, logOffsetLba: 2048 }))).toEqual([[2058, 2058]]);
  });

  test('the disk itself and known parts are not shifted by hand', () => {
    const byHand = { ...target, logOffsetLba: 2048 };
    expect(ranges(suspected([exact(7), geom('ada3', 512, 512)], byHand))).toEqual([
      [1, 1],
      [7, 7],
    ]);
    expect(ranges(suspected(geom('ada3s1a', 5120, 512), byHand))).toEqual([[73, 73]]);
  });

  test('a mirror that means TARGET begins with it; a label’s start is not known', () => {
    const named = (name: string) => suspected(geom(name, 512, 512), { names: ['ada3', name] });
    expect(ranges(named('mirror/gm0'))).toEqual([[1, 1]]);
    expect(reasons(named('gpt/data'))).toEqual(['unknown start']);
    expect(reasons(named('ada9s1'))).toEqual(['unknown start']);
  });

  test('an array’s sector needs the member’s data offset', () => {
    const md = 'md/raid1:md0: sda1: rescheduling sector 1000';
    expect(reasons(suspected(md, { names: ['sda'] }))).toEqual(['unknown start']);
    const arrays = [{ names: ['md0'], fromLba: 2048 + 264192, sectors: null }];
    expect(ranges(suspected(md, { names: ['sda'], providers: arrays }))).toEqual([
      [267240, 267495],
    ]);
  });

  test('nor does it begin where the target does because the log alone calls the target so', () => {
    const md = 'md/raid1:md0: sda1: rescheduling sector 1000';
    for (const [line, name] of [[md, 'md0'] as const, [block(1000, 'dm-3'), 'dm-3'] as const]) {
      for (const parent of [null, { names: ['sdx'], fromLba: 5000 }]) {
        const said = { names: ['sdx1', name], parent };
        expect(reasons(suspected(line, said))).toEqual(['unknown start']);
        expect(ranges(suspected(line, { ...said, logOffsetLba: 264192 }))).toEqual([
          [265192, 265447],
        ]);
      }
      const volume = { names: [name], isVolume: true };
      expect(ranges(suspected(line, volume))).toEqual([[1000, 1255]]);
    }
  });

  test('of another disk nothing is suspected', () => {
    expect(reasons(suspected([geom('ad18', 0, 512), geom('ad18s1', 0, 512)], target))).toEqual([
      'another device',
      'another device',
    ]);
  });
});

describe('a volume in pieces', () => {
  // Its first 100 sectors lie at 5000, the next 50 at 2000.
  const names = ['dm-0', 'mapper/vg-data'];
  const providers = [
    { names, fromLba: 5000, sectors: 100 },
    { names, fromLba: 2000, sectors: 50, ownLba: 100 },
  ];
  const target = { names: ['sda'], providers, isVolume: false };

  test('has each sector where its piece is', () => {
    expect(ranges(suspected(geom('dm-0', 10 * 512, 512), target))).toEqual([[5010, 5010]]);
    expect(ranges(suspected(geom('dm-0', 110 * 512, 512), target))).toEqual([[2010, 2010]]);
    expect(ranges(suspected(geom('mapper/vg-data', 0, 512), target))).toEqual([[5000, 5000]]);
  });

  test('has a range over its pieces in both', () => {
    expect(ranges(suspected(geom('dm-0', 98 * 512, 4 * 512), target))).toEqual([
      [2000, 2001],
      [5098, 5099],
    ]);
  });

  test('has nothing behind its pieces: that lies on another disk', () => {
    expect(reasons(suspected(geom('dm-0', 150 * 512, 512), target))).toEqual(['outside']);
  });

  test('that is the target has its pieces of the disk, and nothing between them', () => {
    const below = [
      { names: ['sda'], fromLba: 0, sectors: 100, ownLba: 5000 },
      { names: ['sda'], fromLba: 100, sectors: 50, ownLba: 2000 },
    ];
    const volume = { names: ['dm-0'], sectors: 150, providers: below, isVolume: true };
    expect(ranges(suspected(geom('sda', 5010 * 512, 512), volume))).toEqual([[10, 10]]);
    expect(ranges(suspected(geom('sda', 2010 * 512, 512), volume))).toEqual([[110, 110]]);
    expect(reasons(suspected(geom('sda', 4999 * 512, 512), volume))).toEqual(['outside']);
    expect(ranges(suspected(geom('dm-0', 7 * 512, 512), volume))).toEqual([[7, 7]]);
  });

  test.each(['dm-3', 'md127'])('%s that no one knows is no disk, but by hand', (name) => {
    const disk = { names: ['sda', name], isVolume: false };
    expect(reasons(suspected(geom(name, 512, 512), disk))).toEqual(['unknown start']);
    const byHand = { ...disk, logOffsetLba: 2048 };
    expect(ranges(suspected(geom(name, 512, 512), byHand))).toEqual([[2049, 2049]]);
    // Of an image nobody knows what it was: a disk, mostly.
    const image = { names: ['disk.img', name] };
    expect(reasons(suspected(geom(name, 512, 512), image))).toEqual(['unknown start']);
    const renumbered = { names: ['dm-0', name], isVolume: true };
    expect(ranges(suspected(geom(name, 512, 512), renumbered))).toEqual([[1, 1]]);
  });
});

describe('a partition as target', () => {
  const target = {
    names: ['/dev/sda2'],
    sectors: 1000,
    parent: { names: ['sda'], fromLba: 5000 },
  };

  test('its own lines as they are, its disk’s shifted', () => {
    expect(ranges(suspected(geom('sda2', 512, 512), target))).toEqual([[1, 1]]);
    expect(ranges(suspected(geom('sda', 5010 * 512, 512), target))).toEqual([[10, 10]]);
  });

  test('what lies outside of it is cut off', () => {
    expect(ranges(suspected(block(4900), target))).toEqual([[0, 155]]);
    expect(ranges(suspected(block(5990), target))).toEqual([[990, 999]]);
    expect(reasons(suspected([block(4000), block(6000)], target))).toEqual(['outside', 'outside']);
  });

  test('its neighbour is another device', () => {
    const byHand = { ...target, logOffsetLba: 7 };
    expect(reasons(suspected(geom('sda3', 512, 512), byHand))).toEqual(['another device']);
  });
});
