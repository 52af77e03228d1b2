import { describe, expect, it } from 'vitest';
import { flatten, partitionAt } from '../../../src/layout/partition.ts';
import { isTableSector, readLayout } from '../../../src/layout/read-layout.ts';
import { MemoryDisk } from './memory-disk.ts';
import { putBsdLabel, putMbr } from './tables.ts';

const layoutOf = (disk: MemoryDisk) => readLayout(disk.read, disk);
const names = async (disk: MemoryDisk) =>
  flatten((await layoutOf(disk)).partitions).map(
    ({ suffix, type, firstLba: from, lastLba: to }) => `${suffix} ${type} ${from}-${to}`,
  );

/** A primary, and an extended with three logicals, as fdisk lays them out. */
function chainDisk(): MemoryDisk {
  const disk = new MemoryDisk(1000000);
  putMbr(disk, [
    { type: 0x83, from: 2048, sectors: 100000 },
    { type: 0x05, from: 200000, sectors: 500000 },
  ]);
  const links = [200000, 300000, 400000];
  links.forEach((lba, index) => {
    const next = links[index + 1];
    const link = { type: 0x05, from: (next ?? 0) - 200000, sectors: 100000 };
    const logical = { type: index === 1 ? 0x82 : 0x83, from: 2048, sectors: 50000 };
    putMbr(disk, next === undefined ? [logical] : [logical, link], lba);
  });
  return disk;
}

describe('the master boot record', () => {
  it('tells primaries and the chain of logical partitions', async () => {
    expect(await names(chainDisk())).toEqual([
      's1 linux-data 2048-102047',
      's2 ebr 200000-699999',
      's5 linux-data 202048-252047',
      's6 linux-swap 302048-352047',
      's7 linux-data 402048-452047',
    ]);
  });

  it('finds the logical partition of an LBA, its extended one between, the links as tables', async () => {
    const layout = await layoutOf(chainDisk());
    expect(partitionAt(layout.partitions, 302048)).toMatchObject({ index: 6 });
    expect(partitionAt(layout.partitions, 302047)).toMatchObject({ index: 2, type: 'ebr' });
    expect([0, 200000, 300000, 400000].every((lba) => isTableSector(layout, lba))).toBe(true);
    expect([1, 200001, 302048].some((lba) => isTableSector(layout, lba))).toBe(false);
  });

  it('ends a chain that goes in a circle', async () => {
    const disk = chainDisk();
    putMbr(
      disk,
      [
        { type: 0x83, from: 2048, sectors: 50000 },
        { type: 5, from: 100000, sectors: 9 },
      ],
      400000,
    );
    const layout = await layoutOf(disk);
    expect(flatten(layout.partitions)).toHaveLength(5);
    expect(layout.notes).toEqual([expect.stringContaining('circle at LBA 300000')]);
  });

  it('ends a chain of more than a hundred links', async () => {
    const disk = new MemoryDisk(10000000);
    putMbr(disk, [{ type: 0x0f, from: 1000, sectors: 9000000 }]);
    for (let link = 0; link < 5000; link++) {
      const next = { type: 5, from: (link + 1) * 1000, sectors: 1000 };
      putMbr(disk, [{ type: 0x83, from: 10, sectors: 500 }, next], 1000 + link * 1000);
    }
    const layout = await layoutOf(disk);
    expect(layout.partitions[0]?.children).toHaveLength(100);
    expect(layout.notes.join()).toContain('more than 100 links');
    expect(disk.reads).toBeLessThan(200);
  });

  it('keeps what it has when a link cannot be read, and says which', async () => {
    const disk = chainDisk();
    disk.bad.add(300000);
    const layout = await layoutOf(disk);
    expect(flatten(layout.partitions).map(({ index }) => index)).toEqual([1, 2, 5]);
    expect(layout.notes).toEqual([expect.stringMatching(/^LBA 300000, .* cannot be read/)]);
  });

  it.each([
    ['behind the extended partition', 600000],
    ['behind the end of the disk', 0xffffffff],
  ])('follows no link that leads %s', async (_where, from) => {
    const disk = chainDisk();
    putMbr(disk, [null, { type: 5, from, sectors: 1000 }], 200000);
    expect((await names(disk)).slice(2)).toEqual(['s5 linux-data 202048-252047']);
  });

  it('cuts a partition at the end of the disk, leaves out what lies behind it', async () => {
    const disk = new MemoryDisk(10000);
    putMbr(disk, [
      { type: 0x83, from: 2048, sectors: 0xffffffff },
      { type: 0x83, from: 10000, sectors: 5 },
    ]);
    const layout = await layoutOf(disk);
    expect(layout.partitions).toMatchObject([{ index: 1, firstLba: 2048, lastLba: 9999 }]);
    expect(layout.notes).toHaveLength(2);
  });

  it('counts in the sectors of a 4Kn disk', async () => {
    const disk = new MemoryDisk(100000, 4096);
    putMbr(disk, [{ type: 0x07, from: 256, sectors: 1000 }]);
    expect(await names(disk)).toEqual(['s1 ntfs 256-1255']);
  });

  it('takes no boot code for a table', async () => {
    const disk = new MemoryDisk(10000);
    disk.sector(0).fill('A').writeUInt16LE(0xaa55, 510);
    expect(await layoutOf(disk)).toMatchObject({ scheme: null, partitions: [] });
  });

  it('knows no table on an empty disk, nor on one of no sectors', async () => {
    expect(await layoutOf(new MemoryDisk(10000))).toMatchObject({ scheme: null, notes: [] });
    expect(await layoutOf(new MemoryDisk(0))).toMatchObject({ scheme: null, notes: [] });
    expect(await layoutOf(new MemoryDisk(1))).toMatchObject({ scheme: null, notes: [] });
  });

  it('says that sector 0 cannot be read', async () => {
    const disk = chainDisk();
    disk.bad.add(0);
    expect((await layoutOf(disk)).notes).toEqual([
      'LBA 0, where the partition table begins, cannot be read',
    ]);
  });
});

describe('the BSD disklabel', () => {
  const UFS = 7;
  const SWAP = 1;
  const slice = { from: 63, sectors: 156296322 };

  function sliced(base: number): MemoryDisk {
    const disk = new MemoryDisk(156301488);
    putMbr(disk, [{ type: 0xa5, ...slice }]);
    putBsdLabel(disk, slice.from, {
      a: { sectors: 1048576, offset: base, type: UFS },
      b: { sectors: 2097152, offset: base + 1048576, type: SWAP },
      c: { sectors: slice.sectors, offset: base, type: 0 },
      d: { sectors: 100000000, offset: base + 3145728, type: UFS },
      e: { sectors: 1000, offset: base + 104000000, type: 27 },
      f: { sectors: 1000, offset: base + 105000000, type: 11 },
    });
    return disk;
  }

  it.each([
    ['the slice', 0],
    ['the disk', 63],
  ])('tells the partitions in a slice with offsets from %s', async (_from, base) => {
    expect(await names(sliced(base))).toEqual([
      's1 freebsd 63-156296384',
      's1a freebsd-ufs 63-1048638',
      's1b freebsd-swap 1048639-3145790',
      's1d freebsd-ufs 3145791-103145790',
      's1e freebsd-zfs 104000063-104001062',
      's1f !11 105000063-105001062',
    ]);
  });

  it('finds the partition of an LBA: a is 1, d is 4', async () => {
    const layout = await layoutOf(sliced(63));
    expect(partitionAt(layout.partitions, 93492434)).toMatchObject({
      scheme: 'bsd',
      index: 4,
      suffix: 's1d',
    });
    expect(isTableSector(layout, 64)).toBe(true);
  });

  it('reads a label on a whole disk, before the made-up MBR beside it', async () => {
    const disk = new MemoryDisk(1000000);
    putMbr(disk, [null, null, null, { type: 0xa5, from: 0, sectors: 50000 }]);
    putBsdLabel(disk, 0, {
      a: { sectors: 1000, offset: 16, type: UFS },
      c: { sectors: 1000000, offset: 0, type: 0 },
    });
    expect(await names(disk)).toEqual(['a freebsd-ufs 16-1015']);
    expect((await layoutOf(disk)).scheme).toBe('bsd');
  });

  it('reads a label on a 4Kn disk, in its second sector', async () => {
    const disk = new MemoryDisk(1000000, 4096);
    putBsdLabel(disk, 0, { a: { sectors: 1000, offset: 16, type: UFS } });
    expect(await names(disk)).toEqual(['a freebsd-ufs 16-1015']);
  });

  it('leaves out what does not lie within the slice, and says so', async () => {
    const disk = new MemoryDisk(100000);
    putMbr(disk, [{ type: 0xa5, from: 63, sectors: 50000 }]);
    putBsdLabel(disk, 63, {
      a: { sectors: 1000, offset: 0, type: UFS },
      c: { sectors: 50000, offset: 63, type: 0 },
      d: { sectors: 60000, offset: 163, type: UFS },
      e: { sectors: 0xffffffff, offset: 0xffffffff, type: UFS },
      f: { sectors: 1000, offset: 1063, type: UFS },
    });
    expect((await names(disk)).slice(1)).toEqual(['s1f freebsd-ufs 1063-2062']);
    expect((await layoutOf(disk)).notes).toHaveLength(3);
  });

  it.each([
    ['a magic missing', 132, 0],
    ['sectors of another size', 40, 2048],
    ['7 entries', 138, 7],
    ['65535 entries', 138, 65535],
  ])('takes no label with %s', async (_what, at, value) => {
    const disk = sliced(0);
    disk.sector(64).writeUInt16LE(value, at);
    expect(await names(disk)).toEqual(['s1 freebsd 63-156296384']);
  });

  it('takes a label with a wrong checksum as FreeBSD does, and says so', async () => {
    const disk = sliced(0);
    disk.sector(64)[20]! ^= 0xff;
    expect(await names(disk)).toHaveLength(6);
    expect((await layoutOf(disk)).notes).toEqual(['the BSD label at LBA 64 has a wrong checksum']);
  });
});
