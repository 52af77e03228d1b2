// More disks than have room for a few lines each.

import { describe, expect, test } from 'vitest';
import { FakeScan, stepOf } from './fake-run.ts';
import { shoot, text } from './screens.ts';

describe('more disks than have room for strips', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, disk) => {
      const scan = new FakeScan({ path: `/dev/da${disk}`, serial: `Z1E${disk}` });
      scan.read(1000 * disk, () => stepOf(1));
      return scan;
    });

  test('24 on 80x24: a line each, and what is out of sight is told', () => {
    const scans = many(24);
    scans[2]!.state = { badSectors: 12, slowBlocks: 3 };
    scans[3]!.state = { activity: 'ended', phase: 'ended' };
    scans[22]!.state = { wait: { lba: 77, seconds: 41 } };
    const judged = scans.map((_, disk) =>
      disk === 3 ? { verdict: 'fail' as const, text: 'FAIL: 8 bad sectors' } : null,
    );
    expect(text(shoot(scans, { judged }))).toMatchInlineSnapshot(`
      "
       24 disks: 23 under way, 1 FAIL                                 4.1 GB/s in all
       out of sight: da22 no answer                                         ▼ 4 more
          disk       serial            done  state                      bad weak slow
      ▶ 1 da0        Z1E0             0.0 %  178.2 MB/s       1:22:01     0    0    0
        2 da1        Z1E1             0.0 %  178.2 MB/s       1:22:01     0    0    0
        3 da2        Z1E2             0.0 %  178.2 MB/s       1:22:01    12    0    3
        4 da3        Z1E3             0.0 %   FAIL: 8 bad sectors         0    0    0
        5 da4        Z1E4             0.0 %  178.2 MB/s       1:22:01     0    0    0
        6 da5        Z1E5             0.0 %  178.2 MB/s       1:22:01     0    0    0
        7 da6        Z1E6             0.0 %  178.2 MB/s       1:22:01     0    0    0
        8 da7        Z1E7             0.0 %  178.2 MB/s       1:22:01     0    0    0
        9 da8        Z1E8             0.1 %  178.2 MB/s       1:22:01     0    0    0
       10 da9        Z1E9             0.1 %  178.2 MB/s       1:22:01     0    0    0
       11 da10       Z1E10            0.1 %  178.2 MB/s       1:22:01     0    0    0
       12 da11       Z1E11            0.1 %  178.2 MB/s       1:22:01     0    0    0
       13 da12       Z1E12            0.1 %  178.2 MB/s       1:22:01     0    0    0
       14 da13       Z1E13            0.1 %  178.2 MB/s       1:22:01     0    0    0
       15 da14       Z1E14            0.1 %  178.2 MB/s       1:22:01     0    0    0
       16 da15       Z1E15            0.1 %  178.2 MB/s       1:22:01     0    0    0
       17 da16       Z1E16            0.2 %  178.2 MB/s       1:22:01     0    0    0
       18 da17       Z1E17            0.2 %  178.2 MB/s       1:22:01     0    0    0
       19 da18       Z1E18            0.2 %  178.2 MB/s       1:22:01     0    0    0
       20 da19       Z1E19            0.2 %  178.2 MB/s       1:22:01     0    0    0
        Enter  show  o  order  Space  pause  s  stop  p  all  q  stop all  ?  help
      "
    `);
  });

  test('one that left is told as lost, what is told of those out of sight ends before their number', () => {
    const scans = many(24);
    for (const disk of [20, 21, 22, 23]) {
      scans[disk]!.state = { activity: 'ended', phase: 'ended', trouble: 'left at LBA 1' };
    }
    const judged = scans.map((_, disk) => {
      if (disk < 20) return null;
      return disk === 23
        ? { verdict: 'fail' as const, text: 'FAIL: 8 bad sectors' }
        : { verdict: 'incomplete' as const, text: 'INCOMPLETE: left at LBA 1' };
    });
    const second = (width: number) => shoot(scans, { judged, width }).rows()[1];
    expect(second(80)).toBe(
      ' out of sight: da20 lost, da21 lost, da22 lost, da23 FAIL             ▼ 4 more',
    );
    expect(second(60)).toBe(' out of sight: da20 lost, da21 lost, da22 lost,…  ▼ 4 more');
  });

  test('words that have no room in a line leave out where it was, then end with a dot', () => {
    const scans = many(24);
    scans[0]!.state = { wait: { lba: 123_456_789, seconds: 12 } };
    scans[1]!.state = { phase: 'narrowing', phaseDone: 0.5 };
    scans[2]!.state = { activity: 'ended', phase: 'ended' };
    const text = 'INCOMPLETE: left at LBA 7; 1,000,000 unread sectors';
    const judged = scans.map((_, disk) =>
      disk === 2 ? { verdict: 'incomplete' as const, text } : null,
    );
    const rows = shoot(scans, { judged }).rows();
    expect(rows[3]).toContain('  no answer for 12 s  ');
    expect(rows[4]).toContain('  narrowing        1:22:01  ');
    expect(rows[5]).toContain('  INCOMPLETE: left; 1,00…  ');
    expect(shoot(scans, { width: 150 }).rows()[3]).toContain(
      ' no answer for 12 s at LBA 123,456,789 ',
    );
  });

  test('a failed block that waits is not told as 0 bad', () => {
    const scans = many(24);
    scans[0]!.state = { failedBlocksLeft: 2 };
    scans[1]!.state = { badSectors: 3, failedBlocksLeft: 1 };
    scans[2]!.state = { badSectors: 812, failedBlocksLeft: 30 };
    scans[3]!.state = { badSectors: 812_000, failedBlocksLeft: 30 };
    const bad = (row: string) => row.slice(63, 70).trim();
    expect(shoot(scans).rows().slice(3, 8).map(bad)).toEqual(['0+2', '3+1', '842', '812k', '0']);
  });

  test('images are called by their files where their folders have no room', () => {
    const scans = ['one', 'two'].map(
      (name) => new FakeScan({ kind: 'file', path: `/a/images/${name}.img` }),
    );
    const rows = shoot([...scans, ...many(22)])
      .rows()
      .join('\n');
    expect(rows).toMatch(/ one\.img /);
    expect(rows).toMatch(/ two\.img /);
  });

  test('as many as have it have a map below their line', () => {
    const rows = shoot(many(8), { height: 24 }).rows();
    for (const [disk, row] of rows.slice(3, 19).entries()) {
      if (disk % 2 === 0) expect(row).toContain(`da${disk / 2} `);
      else expect(row).toMatch(/^ {4}[░▌·]{75}$/);
    }
  });

  test('a wide screen has their maps at the ends of their lines', () => {
    const rows = shoot(many(24), { width: 132, height: 43 }).rows();
    expect(rows[2]).toMatch(/the whole disk/);
    for (const row of rows.slice(3, 27)) expect(row).toMatch(/ [░▌·]{20,}$/);
  });

  test('are sorted by name, the numbers in it by size; o: what is the matter first', () => {
    const scans = many(12);
    scans[11]!.state = { trouble: 'the disk left' };
    scans[9]!.state = { badSectors: 3 };
    const names = (keys: string[]) =>
      shoot(scans, { keys, height: 40 })
        .rows()
        .flatMap((row) => /^[ ▶] *\d+ +(da\d+) /.exec(row)?.[1] ?? []);
    expect(names([])).toEqual(scans.map((_, disk) => `da${disk}`));
    expect(names(['o']).slice(0, 4)).toEqual(['da11', 'da9', 'da0', 'da1']);
  });

  test('by bay, enclosure by enclosure, those without one last; the bay stands before the name', () => {
    const slots = ['bay Slot 10 of enclosure 6:0:8:0', null, 'bay Slot 02 of enclosure 6:0:8:0'];
    const scans = [...slots, 'bay Slot 03 of enclosure 2:0:1:0 (X)', 'PCI slot 4'].map(
      (slot, disk) => new FakeScan({ path: `/dev/da${disk}`, slot }),
    );
    const keys = ['o', 'o'];
    const rows = (width: number, height: number) => shoot(scans, { keys, width, height }).rows();
    const lines = rows(80, 14).flatMap((row) => /^[ ▶]( \d+ .{10})/.exec(row)?.[1] ?? []);
    expect(lines).toEqual([
      ' 5 4 da4     ',
      ' 4 03 da3    ',
      ' 3 02 da2    ',
      ' 1 10 da0    ',
      ' 2 da1       ',
    ]);
    expect(rows(80, 14)[2]).toMatch(/^ {4}bay disk +serial/);
    expect(rows(80, 50).join('\n')).toContain('5  4 /dev/da4  ST1000DM003');
    expect(rows(40, 9).join('\n')).toContain('03 da3');
    expect(
      shoot(scans, { keys: ['o'] })
        .rows()
        .at(-1),
    ).toMatch(/o {2}(by bay|order)/);
    expect(shoot(scans, { keys: ['4'], width: 150 }).rows()[1]).toMatch(
      / bay Slot 03 of enclosure/,
    );
  });

  test('the selected one is kept on the screen', () => {
    const scans = many(24);
    const top = shoot(scans).rows();
    expect(top.join('\n')).toContain('▼ 4 more');
    const keys = Array.from({ length: 23 }, () => 'down');
    const bottom = shoot(scans, { keys }).rows();
    expect(bottom.find((row) => row.startsWith('▶'))).toContain('▶24 da23 ');
    expect(bottom.join('\n')).toContain('▲ 4 more');
  });

  test.each([
    [60, 10],
    [46, 5],
    [45, 8],
    [30, 2],
    [20, 1],
    [1, 1],
  ])('%ix%i has what it has room for', (width, height) => {
    const scans = many(5);
    scans[0]!.state = { badSectors: 3 };
    const rows = shoot(scans, { width, height }).rows();
    expect(rows).toHaveLength(height);
    if (height === 1 && width >= 20) expect(rows[0]).toMatch(/^\d+\.\d % {2}3 bad/);
    else if (width >= 20) expect(rows[0]).toContain('5 disks');
  });
});
