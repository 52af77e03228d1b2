import { describe, expect, test } from 'vitest';
import { identify } from '../../../src/layout/filesystems/identify.ts';
import { MemoryDisk } from './memory-disk.ts';

describe('members of what stands above', () => {
  const disk = () => new MemoryDisk(204800 + 37);

  test.each([
    ['1.1', 0],
    ['1.2', 8],
    ['1.0', Math.floor((204837 - 16) / 8) * 8],
  ])('md metadata %s, over the file system that it mirrors', async (_version, unit) => {
    const block = Buffer.alloc(256);
    block.writeUInt32LE(0xa92b4efc, 0);
    block.writeUInt32LE(1, 4);
    block.write('host:home', 32);
    block.writeBigUInt64LE(BigInt(unit), 144);
    const mirror = disk().put(unit, block);
    mirror.put(8 * 16, Buffer.from('_BHRfS_M'), 0x40);
    expect((await identify(mirror.read, mirror)).filesystem).toMatchObject({
      type: 'linux_raid_member',
      label: 'host:home',
    });
    block.writeBigUInt64LE(BigInt(unit + 8), 144);
    const copy = disk().put(unit, block);
    expect((await identify(copy.read, copy)).filesystem).toBeNull();
  });

  test('md metadata 0.90, in either byte order', async () => {
    for (const isLittle of [true, false]) {
      const block = Buffer.alloc(64);
      for (const [at, value] of [
        [0, 0xa92b4efc],
        [8, 90],
      ] as const) {
        if (isLittle) block.writeUInt32LE(value, at);
        else block.writeUInt32BE(value, at);
      }
      const member = disk();
      member.put(Math.floor(member.sectors / 128) * 128 - 128, block);
      expect((await identify(member.read, member)).filesystem?.type).toBe('linux_raid_member');
    }
  });

  test('an LVM physical volume', async () => {
    const label = Buffer.alloc(512);
    label.write('LABELONE');
    label.writeUInt32LE(32, 20);
    label.write('LVM2 001', 24);
    label.write('A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6', 32);
    const member = disk().put(1, label);
    expect((await identify(member.read, member)).filesystem).toMatchObject({
      type: 'LVM2_member',
      uuid: 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6',
    });
  });

  test('GELI in the last sector', async () => {
    const member = disk();
    member.put(member.sectors - 1, Buffer.from('GEOM::ELI\0\0\0\0\0\0\0'));
    expect((await identify(member.read, member)).filesystem).toMatchObject({ type: 'GELI' });
  });
});

describe('members of what GEOM puts together', () => {
  const named = (magic: string, name: string, at = 20) => {
    const sector = Buffer.alloc(512);
    sector.write(magic);
    sector.write(name, at);
    return sector;
  };
  const xfs = Buffer.from('XFSB\0\0\x10\0\0\0\0\0\0\0\x64\0');
  /** With a file system at its start, as the first member has it. */
  const ending = (sector: Buffer, sectors = 204837, fromEnd = 1) =>
    new MemoryDisk(sectors).put(0, xfs).put(sectors - fromEnd, sector);
  const told = async (disk: MemoryDisk) => (await identify(disk.read, disk)).filesystem;

  test.each([
    ['GEOM::STRIPE', 'gstripe_member'],
    ['GEOM::CONCAT', 'gconcat_member'],
    ['GEOM::RAID3', 'graid3_member'],
    ['GEOM::SHSEC', 'gshsec_member'],
    ['GEOM::VIRSTOR', 'gvirstor_member'],
  ])('%s: its first sectors are not those of a whole file system', async (magic, type) => {
    const found = await told(ending(named(magic, 'data')));
    expect(found).toMatchObject({ type, label: 'data', notes: [expect.stringContaining('data')] });
  });

  test('in sectors of 4096 bytes, too', async () => {
    const disk = new MemoryDisk(204837, 4096).put(0, xfs);
    disk.put(204836, named('GEOM::STRIPE', 'big'));
    expect(await told(disk)).toMatchObject({ type: 'gstripe_member', label: 'big' });
  });

  test.each([
    ['GEOM::MIRROR', 20, 'a member of the gmirror gm0'],
    ['GEOM::CACHE', 20, 'under the gcache gm0'],
    ['GEOM::MULTIPATH', 16, 'a path of the gmultipath disk gm0'],
  ])('%s: it has all of the file system, and says so', async (magic, at, note) => {
    const found = await told(ending(named(magic, 'gm0', at)));
    expect(found).toMatchObject({ type: 'xfs', notes: expect.arrayContaining([note]) });
    expect((await told(ending(named('GEOM::OTHER', 'gm0', at))))?.notes).toEqual([]);
  });

  test.each([
    ['isw_raid_member', Buffer.from('Intel Raid ISM Cfg Sig. 1.3.00'), 2],
    ['ddf_raid_member', Buffer.from('de11de11', 'hex'), 1],
    ['ddf_raid_member', Buffer.from('11de11de', 'hex'), 1],
  ])('%s, by what firmware leaves', async (type, magic, fromEnd) => {
    const disk = ending(magic, 204837, fromEnd);
    expect(await told(disk)).toMatchObject({ type, notes: [expect.stringContaining('firmware')] });
  });

  test('a name steers no terminal', async () => {
    const found = await told(ending(named('GEOM::MIRROR', 'g\x1b[2Jm')));
    expect(found?.notes.join()).toContain('g?[2Jm');
  });
});

describe('what is not whole', () => {
  test('is null, without a word, where there is nothing', async () => {
    for (const sectors of [1, 2, 7, 8, 9, 4096]) {
      const disk = new MemoryDisk(sectors);
      expect(await identify(disk.read, disk)).toEqual({ filesystem: null, notes: [] });
    }
  });

  test('is said to be unknown where the sectors that tell cannot be read', async () => {
    const disk = new MemoryDisk(204800);
    disk.bad.add(2);
    const { filesystem, notes } = await identify(disk.read, disk);
    expect(filesystem).toBeNull();
    expect(notes).toEqual([expect.stringContaining('cannot be read')]);
  });

  test('is told all the same when the sector beside it is bad', async () => {
    const disk = new MemoryDisk(204800).put(0, Buffer.from('XFSB\0\0\x10\0\0\0\0\0\0\0\x64\0'));
    disk.bad.add(5);
    expect((await identify(disk.read, disk)).filesystem).toMatchObject({ type: 'xfs' });
  });

  test('is not guessed where two file systems left their signs', async () => {
    const disk = new MemoryDisk(204800).put(0, Buffer.from('XFSB\0\0\x10\0\0\0\0\0\0\0\x64\0'));
    disk.put(2, Buffer.from([0x53, 0xef]), 0x38);
    expect(await identify(disk.read, disk)).toEqual({
      filesystem: null,
      notes: ['signs of xfs and of ext2: which of them is in use is not known'],
    });
  });
});

test.each([
  ['apfs', 32, Buffer.from('NXSB')],
  ['VMFS', 1024 * 1024, Buffer.from('0dd001c0', 'hex')],
  ['ReFS', 3, Buffer.from('ReFS\0\0\0\0')],
  ['bcache', 4096 + 24, Buffer.from('c68573f64e1a45ca8265f57f48ba6d81', 'hex')],
  ['bcachefs', 4096 + 24, Buffer.from('c68573f666ce90a9d96a60cf803df7ef', 'hex')],
  ['erofs', 1024, Buffer.from('e2e1f5e0', 'hex')],
  ['hfsplus', 1024, Buffer.from('H+\0\x04', 'latin1')],
])('%s, by its magic', async (type, at, magic) => {
  const made = new MemoryDisk(204_837).put(Math.floor(at / 512), magic, at % 512);
  expect((await identify(made.read, made)).filesystem).toMatchObject({ type });
});
