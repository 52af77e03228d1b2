import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ListedDisk, ListedPartition } from '../../../src/disks/listed.ts';
import { isAsked } from '../../../src/layout/list-disks.ts';
import { readPartitions, withOwnWords } from '../../../src/layout/list-partitions.ts';
import { MemoryDisk } from './memory-disk.ts';
import { GUIDS, putBsdLabel, putGpt, putMbr } from './tables.ts';

const XFS = Buffer.alloc(512);
XFS.write('XFSB');
XFS.writeUInt32BE(4096, 4);
XFS.writeBigUInt64BE(1000n, 8);
XFS.write('data', 108);

function gptDisk(): MemoryDisk {
  const disk = new MemoryDisk(1_000_000);
  putGpt(disk, [
    { type: GUIDS.linux, from: 2048, to: 99_999, name: 'home' },
    { type: GUIDS.linux, from: 100_000, to: 199_999 },
  ]);
  return disk.put(100_000, XFS);
}

const unknown: ListedPartition = {
  path: '/dev/sda1',
  scheme: null,
  index: null,
  type: null,
  label: null,
  firstLba: 2048,
  lastLba: 99_999,
  filesystem: null,
  inUse: ['/dev/sda1 is swap'],
};

const listed = (partitions: ListedPartition[]) =>
  ({
    device: { path: '/dev/sda', sectors: 1_000_000, logicalBytes: 512 },
    partitions,
  }) as unknown as ListedDisk;

const opening = (disk: MemoryDisk) => async () => ({ read: disk.read, close: async () => {} });

describe('the partitions of a disk', () => {
  it('come with what they hold', async () => {
    const disk = gptDisk();
    expect(await readPartitions(disk.read, disk)).toMatchObject([
      { partition: { index: 1, label: 'home' }, filesystem: null },
      { partition: { index: 2 }, filesystem: { type: 'xfs', label: 'data' } },
    ]);
  });

  it('come with those inside them, the outer ones holding nothing themselves', async () => {
    const disk = new MemoryDisk(1_000_000);
    putMbr(disk, [{ type: 0xa5, from: 63, sectors: 500_000 }]);
    putBsdLabel(disk, 63, {
      a: { sectors: 1000, offset: 0, type: 7 },
      d: { sectors: 200_000, offset: 100_000, type: 7 },
    });
    disk.put(63 + 100_000, XFS);
    const found = await readPartitions(disk.read, disk);
    expect(found.map(({ partition, filesystem }) => [partition.suffix, filesystem?.type])).toEqual([
      ['s1', undefined],
      ['s1a', undefined],
      ['s1d', 'xfs'],
    ]);
  });
});

describe('a list that the system knows too little for', () => {
  it('is filled with the disk’s own words', async () => {
    const second = { ...unknown, path: '/dev/sda2', firstLba: 100_000, lastLba: 199_999 };
    const filled = await withOwnWords(listed([unknown, second]), 1000, opening(gptDisk()));
    expect(filled.partitions).toEqual([
      { ...unknown, scheme: 'gpt', index: 1, type: 'linux-data', label: 'home' },
      { ...second, scheme: 'gpt', index: 2, type: 'linux-data', label: 'data', filesystem: 'xfs' },
    ]);
  });

  it('gets the partitions that the system made no nodes of', async () => {
    const { partitions } = await withOwnWords(listed([]), 1000, opening(gptDisk()));
    const none = { path: null, scheme: 'gpt', type: 'linux-data', inUse: [] };
    expect(partitions).toEqual([
      { ...none, index: 1, label: 'home', firstLba: 2048, lastLba: 99_999, filesystem: null },
      { ...none, index: 2, label: 'data', firstLba: 100_000, lastLba: 199_999, filesystem: 'xfs' },
    ]);
  });

  it('keeps what the system said', async () => {
    const known = { ...unknown, index: 7, type: 'mine', label: 'name', filesystem: 'ext4' };
    const { partitions } = await withOwnWords(listed([known]), 1000, opening(gptDisk()));
    expect(partitions).toEqual([{ ...known, scheme: 'gpt' }]);
  });

  // Of each the magic, as its own header has it.
  it.each([
    ['bcachefs', 4096 + 24, Buffer.from('c68573f666ce90a9d96a60cf803df7ef', 'hex')],
    ['apfs', 32, Buffer.from('NXSB')],
    ['VMFS', 1024 * 1024, Buffer.from('0dd001c0', 'hex')],
    ['ReFS', 3, Buffer.from('ReFS\0\0\0\0')],
    ['f2fs', 1024, Buffer.from('1020f5f2', 'hex')],
    ['jfs', 32_768, Buffer.from('JFS1')],
    ['reiserfs', 65_536 + 52, Buffer.from('ReIsEr2Fs')],
    ['erofs', 1024, Buffer.from('e2e1f5e0', 'hex')],
    ['bcache', 4096 + 24, Buffer.from('c68573f64e1a45ca8265f57f48ba6d81', 'hex')],
  ])('is filled where udev knew the table and not the file system: %s', async (type, at, magic) => {
    const disk = gptDisk();
    disk.put(2048 + Math.floor(at / 512), magic, at % 512);
    const known = { ...unknown, scheme: 'gpt', index: 1, type: 'linux-data', label: 'home' };
    expect(isAsked(listed([known]))).toBe(true);
    const { partitions } = await withOwnWords(listed([known]), 1000, opening(disk));
    expect(partitions).toEqual([{ ...known, filesystem: type }]);
    expect(isAsked(listed([...partitions]))).toBe(false);
  });

  it.each([
    'bios-boot',
    'extended',
    '0x5',
    '0xf',
    'freebsd-boot',
  ])('is not asked for the file system of what has none: %s', (type) => {
    const known = { ...unknown, scheme: 'mbr', index: 1, type };
    expect(isAsked(listed([known]))).toBe(false);
  });

  it('takes no other partition’s words for one that begins elsewhere', async () => {
    const other = { ...unknown, firstLba: 2049 };
    const { partitions } = await withOwnWords(listed([other]), 1000, opening(gptDisk()));
    expect(partitions).toEqual([other]);
  });

  it('stands as it was where the disk may not be opened', async () => {
    const disk = listed([unknown]);
    const denied = () => Promise.reject(new Error('EACCES'));
    expect(await withOwnWords(disk, 1000, denied)).toEqual(disk);
  });

  it('says, in time, that the disk does not answer, and keeps what was known', async () => {
    const disk = listed([unknown]);
    const silent = async () => ({ read: () => new Promise<null>(() => {}), close: async () => {} });
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let answer: unknown = null;
    const answered = withOwnWords(disk, 50, silent).then((told) => {
      answer = told;
    });
    await vi.advanceTimersByTimeAsync(49);
    expect(answer).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    await answered;
    expect(answer).toMatchObject({ ...disk, error: { code: 'ERR_NO_ANSWER' } });
  });
});
