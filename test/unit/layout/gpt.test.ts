import { describe, expect, it } from 'vitest';
import { partitionAt } from '../../../src/layout/partition.ts';
import { isTableSector, readLayout } from '../../../src/layout/read-layout.ts';
import { MemoryDisk } from './memory-disk.ts';
import { GUIDS, putGpt, putMbr, signGpt } from './tables.ts';

const DISK_SECTORS = 1953525168;
const ENTRIES = [
  { type: GUIDS.efi, from: 2048, to: 1050623, name: 'EFI system' },
  { type: GUIDS.freebsdZfs, from: 1050624, to: 1953523711, name: 'zfs0' },
];

function gptDisk(options = {}): MemoryDisk {
  const disk = new MemoryDisk(DISK_SECTORS);
  putGpt(disk, ENTRIES, options);
  return disk;
}

const layoutOf = (disk: MemoryDisk) => readLayout(disk.read, disk);

describe('the GUID partition table', () => {
  it('tells its partitions in gpart’s words', async () => {
    const layout = await layoutOf(gptDisk());
    expect(layout).toMatchObject({ scheme: 'gpt', notes: [] });
    expect(layout.partitions).toEqual([
      {
        scheme: 'gpt',
        index: 1,
        type: 'efi',
        label: 'EFI system',
        uuid: 'abababab-abab-abab-abab-abababababab',
        firstLba: 2048,
        lastLba: 1050623,
        suffix: 'p1',
        children: [],
      },
      {
        scheme: 'gpt',
        index: 2,
        type: 'freebsd-zfs',
        label: 'zfs0',
        uuid: 'abababab-abab-abab-abab-abababababab',
        firstLba: 1050624,
        lastLba: 1953523711,
        suffix: 'p2',
        children: [],
      },
    ]);
  });

  it('finds the partition of an LBA, and the sectors of the tables', async () => {
    const layout = await layoutOf(gptDisk());
    const indexAt = (lba: number) => {
      const found = partitionAt(layout.partitions, lba);
      return found === null || found === 'several' ? found : found.index;
    };
    expect([2047, 2048, 1050623, 1050624, 1953523711, 1953523712].map(indexAt)).toEqual([
      null,
      1,
      1,
      2,
      2,
      null,
    ]);
    const last = DISK_SECTORS - 1;
    const tables = [0, 1, 2, 33, last - 32, last].map((lba) => isTableSector(layout, lba));
    expect(tables).toEqual(Array(6).fill(true));
    expect([34, 2048, last - 33].map((lba) => isTableSector(layout, lba))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('counts in the sectors of a 4Kn disk', async () => {
    const disk = new MemoryDisk(244190646, 4096);
    putGpt(disk, [{ type: GUIDS.linux, from: 256, to: 244190000 }]);
    const layout = await layoutOf(disk);
    expect(layout.partitions).toMatchObject([
      { firstLba: 256, lastLba: 244190000, type: 'linux-data' },
    ]);
    expect(isTableSector(layout, 5)).toBe(true);
    expect(isTableSector(layout, 6)).toBe(false);
  });

  it('goes past 2^32 sectors', async () => {
    const disk = new MemoryDisk(2 ** 34);
    putGpt(disk, [{ type: GUIDS.linux, from: 2 ** 33, to: 2 ** 33 + 2047 }]);
    expect((await layoutOf(disk)).partitions).toMatchObject([{ firstLba: 2 ** 33 }]);
  });

  it('takes entries of 256 bytes', async () => {
    const { partitions } = await layoutOf(gptDisk({ entryBytes: 256 }));
    expect(partitions.map(({ index }) => index)).toEqual([1, 2]);
  });

  it.each([
    ['the header unreadable', (disk: MemoryDisk) => disk.bad.add(1), /unreadable/],
    ['an entry unreadable', (disk: MemoryDisk) => disk.bad.add(20), /unreadable entries/],
    [
      'the header altered',
      (disk: MemoryDisk) => (disk.sector(1)[50]! ^= 1),
      /checksum of the header/,
    ],
    [
      'an entry altered',
      (disk: MemoryDisk) => (disk.sector(2)[33]! ^= 1),
      /checksum of the entries/,
    ],
    ['the header wiped', (disk: MemoryDisk) => disk.sector(1).fill(0), /no GPT there/],
    [
      'sector 0 unreadable too',
      (disk: MemoryDisk) => disk.bad.add(0).add(1),
      /LBA 0, .* cannot be read/,
    ],
  ])('uses the backup with %s, and says so', async (_what, damage, note) => {
    const disk = gptDisk();
    damage(disk);
    const layout = await layoutOf(disk);
    expect(layout.partitions.map(({ type }) => type)).toEqual(['efi', 'freebsd-zfs']);
    expect(layout.notes.join('\n')).toMatch(note);
  });

  it('says that the backup is damaged', async () => {
    const layout = await layoutOf(gptDisk({ only: 'primary' }));
    expect(layout.partitions).toHaveLength(2);
    expect(layout.notes).toEqual([
      `the GPT's backup at LBA ${DISK_SECTORS - 1} is not whole: no GPT there`,
    ]);
  });

  it('believes neither copy when both are damaged', async () => {
    const disk = gptDisk();
    disk.sector(1)[50]! ^= 1;
    disk.bad.add(DISK_SECTORS - 1);
    const layout = await layoutOf(disk);
    expect(layout).toMatchObject({ scheme: null, partitions: [] });
    expect(layout.notes[0]).toMatch(/damaged in both places .*wrong checksum.*unreadable/);
  });

  it('says of an image that its sectors are of another size', async () => {
    const disk = new MemoryDisk(8192, 4096);
    putGpt(disk, [{ type: GUIDS.linux, from: 256, to: 512 }]);
    const small = new MemoryDisk(8192 * 8, 512);
    for (const lba of disk.lbas) small.put(lba * 8, disk.sector(lba));
    const layout = await layoutOf(small);
    expect(layout.notes).toEqual(['the GPT is made for sectors of 4096 bytes, not of 512']);
  });

  it('counts the GPT and not the slices of a hybrid MBR', async () => {
    const disk = gptDisk();
    putMbr(disk, [
      { type: 0xee, from: 1, sectors: 2047 },
      { type: 0x83, from: 2048, sectors: 1000 },
    ]);
    const layout = await layoutOf(disk);
    expect(layout.scheme).toBe('gpt');
    expect(layout.notes).toEqual([expect.stringContaining('hybrid')]);
  });

  it.each([
    ['a header of 2^32-1 bytes', 12, 0xffffffff],
    ['a header of 8 bytes', 12, 8],
    ['2^32-1 entries', 80, 0xffffffff],
    ['entries of 0 bytes', 84, 0],
    ['entries of 127 bytes', 84, 127],
    ['entries of 384 bytes', 84, 384],
    ['entries of 2^31 bytes', 84, 0x80000000],
    ['entries far behind the end', 76, 0xffffffff],
    ['entries at sector 0', 72, 0],
    ['a usable range behind the end', 52, 1],
    ['its own place elsewhere', 24, 7],
  ])('refuses %s, rightly signed', async (_what, at, value) => {
    const disk = gptDisk({ only: 'primary' });
    disk.sector(1).writeUInt32LE(value, at);
    signGpt(disk.sector(1));
    expect(await layoutOf(disk)).toMatchObject({ scheme: null, partitions: [] });
    expect(disk.readSectors).toBeLessThan(5000);
  });

  it('leaves out entries that cannot be, and keeps the others', async () => {
    const disk = new MemoryDisk(100000);
    putGpt(disk, [
      { type: GUIDS.linux, from: 5000, to: 4000 },
      { type: GUIDS.linux, from: 0, to: 40 },
      { type: GUIDS.linux, from: 90000, to: 2 ** 52 },
      { type: GUIDS.linux, from: 2048, to: 4095 },
    ]);
    const layout = await layoutOf(disk);
    expect(layout.partitions).toMatchObject([{ index: 4, firstLba: 2048 }]);
    expect(layout.notes).toHaveLength(3);
  });

  it('says that partitions overlap, and to none of them a shared LBA belongs', async () => {
    const disk = new MemoryDisk(100000);
    putGpt(disk, [
      { type: GUIDS.linux, from: 2048, to: 9999 },
      { type: GUIDS.linux, from: 8000, to: 20000 },
    ]);
    const layout = await layoutOf(disk);
    expect(layout.notes).toEqual(['partitions 1 and 2 of the table overlap']);
    expect(partitionAt(layout.partitions, 9000)).toBe('several');
    expect(partitionAt(layout.partitions, 7999)).toMatchObject({ index: 1 });
  });

  it('lets no name through that would steer the terminal', async () => {
    const disk = new MemoryDisk(100000);
    putGpt(disk, [{ type: GUIDS.linux, from: 2048, to: 4095, name: '\x1b[2Jroot\u202e\nx' }]);
    const [partition] = (await layoutOf(disk)).partitions;
    expect(partition?.label).toBe('?[2Jroot??x');
  });
});
