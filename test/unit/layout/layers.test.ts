// LVM, encryption and RAID above a partition: a machine of files, and dmsetup's words.

import { describe, expect, it } from 'vitest';
import { locate } from '../../../src/layout/locate.ts';
import type { Location } from '../../../src/layout/location.ts';
import { parseSegment } from '../../../src/layout/stacking.ts';
import { nothing, type RunTool, type ToolAnswer } from '../../../src/layout/tool.ts';
import { fakeSystem, rdev } from '../disks/fakes.ts';
import { addStackedDisk, Machine } from '../disks/machine.ts';
import { MemoryDisk } from './memory-disk.ts';
import { putMbr } from './tables.ts';

const PARTITION_LBA = 2048;
const said = (stdout: string): ToolAnswer => ({ stdout, stderr: '', status: 0, trouble: null });

/** Marks a volume as Btrfs: of what stands in it, no program is asked more than whether it is there. */
function putFilesystem(disk: MemoryDisk): MemoryDisk {
  const superblock = Buffer.alloc(4096);
  superblock.write('_BHRfS_M', 0x40);
  superblock.writeBigUInt64LE(65536n, 0x30);
  superblock.writeUInt32LE(4096, 0x90);
  superblock.writeBigUInt64LE(BigInt(disk.sectors * 512), 0xd1);
  return disk.put(128, superblock);
}

const LVM_LABEL = Buffer.alloc(512);
LVM_LABEL.write('LABELONE');
LVM_LABEL.write('LVM2 001', 24);

const MD_SUPERBLOCK = Buffer.alloc(256);
MD_SUPERBLOCK.writeUInt32LE(0xa92b4efc, 0);
MD_SUPERBLOCK.writeUInt32LE(1, 4);
MD_SUPERBLOCK.writeBigUInt64LE(8n, 144);

/** sda1 with `member` on it, dm-0 or md0 above. */
function stacked(
  member: Buffer,
  memberLba: number,
  above: 'dm-0' | 'md0',
  files: Record<string, string>,
) {
  const machine = new Machine();
  machine.disk('sda', { at: 'x/block', number: '8:0', files: { size: '1000000\n' } });
  machine.partition('sda', 'sda1', '8:1', { start: `${PARTITION_LBA}\n`, size: '900000\n' });
  addStackedDisk(machine, above, '253:0', { size: '400000\n', ...files });
  machine.stack(above, 'sda1');
  const disk = new MemoryDisk(1_000_000);
  putMbr(disk, [{ type: 0x8e, from: PARTITION_LBA, sectors: 900_000 }]);
  disk.put(PARTITION_LBA + memberLba, member);
  const upper = putFilesystem(new MemoryDisk(400_000));
  return {
    machine,
    disks: { '/dev/sda': disk, [`/dev/${above}`]: upper } as Record<string, MemoryDisk>,
  };
}

async function at(
  { machine, disks }: ReturnType<typeof stacked>,
  lbas: readonly number[],
  dmsetup: ToolAnswer = said(''),
): Promise<{ found: Location[]; asked: string[] }> {
  const asked: string[] = [];
  const run: RunTool = async (tool, args) => {
    // A second witness of what a volume holds, which knows nothing here.
    if (tool !== 'blkid') asked.push([tool, ...args].join(' '));
    return tool === 'dmsetup' ? dmsetup : nothing('asked');
  };
  const target = {
    address: '/dev/sda',
    kind: 'block',
    sectors: 1_000_000,
    logicalBytes: 512,
  } as const;
  const found = await locate(lbas, target, {
    system: fakeSystem({ root: machine.root, files: { '/dev/sda': { rdev: rdev(8, 0) } } }),
    run,
    open: async (path) => ({ read: disks[path]!.read, close: async () => {} }),
  });
  return { found, asked };
}

describe('an LVM volume above a partition', () => {
  const lvm = () =>
    stacked(LVM_LABEL, 1, 'dm-0', { 'dm/name': 'vg-root\n', 'dm/uuid': 'LVM-abc\n' });
  // Two extents, swapped: the volume's first half lies behind its second.
  const table = said('0 100000 linear 8:1 302048\n100000 100000 linear 8:1 2048\n');

  it('is gone on into, from where its table says', async () => {
    // Byte 65536 of the volume, its superblock, lies at sector 302048 + 128 of the partition.
    const lba = PARTITION_LBA + 302_048 + 128;
    const { found, asked } = await at(lvm(), [lba], table);
    expect(asked).toEqual(['dmsetup table --major 253 --minor 0']);
    expect(found[0]?.filesystem?.type).toBe('btrfs');
    expect(found[0]).toMatchObject({
      lba,
      partition: { scheme: 'mbr', index: 1, type: 'linux-lvm', firstLba: PARTITION_LBA },
      filesystem: { type: 'btrfs' },
    });
    expect(found[0]?.notes[0]).toBe('in the LVM volume vg-root (/dev/dm-0)');
  });

  it('does not have what is in none of its extents', async () => {
    const { found } = await at(lvm(), [PARTITION_LBA + 800_000, PARTITION_LBA], table);
    for (const where of found) {
      expect(where).toMatchObject({
        filesystem: { type: 'LVM2_member' },
        use: 'unknown',
        notes: ['in no volume that is active here'],
      });
    }
  });

  it('is named, without dmsetup, with what to install', async () => {
    const { found } = await at(lvm(), [PARTITION_LBA + 302_176], nothing('install dmsetup'));
    expect(found[0]).toMatchObject({ filesystem: { type: 'LVM2_member' }, use: 'unknown' });
    expect(found[0]?.notes).toEqual(['holds the LVM volume vg-root (/dev/dm-0): install dmsetup']);
  });

  it('is named where its table is not simple', async () => {
    const striped = said('0 200000 striped 2 128 8:1 2048 8:17 2048\n');
    const { found } = await at(lvm(), [PARTITION_LBA + 302_176], striped);
    expect(found[0]?.notes[0]).toMatch(/^holds the LVM volume vg-root .* does not tell simply$/);
  });

  it('that is not active is said not to be', async () => {
    const disks = lvm();
    const machine = new Machine();
    machine.disk('sda', { at: 'x/block', number: '8:0', files: { size: '1000000\n' } });
    machine.partition('sda', 'sda1', '8:1', { start: `${PARTITION_LBA}\n`, size: '900000\n' });
    const { found } = await at({ ...disks, machine }, [PARTITION_LBA + 302_176], table);
    expect(found[0]?.notes).toEqual(['a part of what is not active here (LVM2_member)']);
  });
});

describe('an encrypted volume above a partition', () => {
  it('has its keys before its data', async () => {
    const luks = Buffer.alloc(512);
    luks.write('LUKS\xba\xbe\0\x02', 'latin1');
    const disks = stacked(luks, 0, 'dm-0', { 'dm/name': 'home\n', 'dm/uuid': 'CRYPT-LUKS2-x\n' });
    const table = said('0 400000 crypt aes-xts-plain64 :64:logon:x 0 8:1 32768\n');
    const lbas = [PARTITION_LBA + 100, PARTITION_LBA + 32768 + 128];
    const { found } = await at(disks, lbas, table);
    expect(found[0]).toMatchObject({ filesystem: { type: 'crypto_LUKS' }, use: 'metadata' });
    expect(found[1]).toMatchObject({ filesystem: { type: 'btrfs' } });
    expect(found[1]?.notes[0]).toBe('in the encrypted volume home (/dev/dm-0)');
  });
});

describe('a RAID above a partition', () => {
  const raid = (level: string) =>
    stacked(MD_SUPERBLOCK, 8, 'md0', { 'md/level': `${level}\n`, 'md/dev-sda1/offset': '2048\n' });

  it('of level 1 is gone on into, behind the offset of its data', async () => {
    const { found, asked } = await at(raid('raid1'), [PARTITION_LBA + 2048 + 128]);
    expect(asked).toEqual([]);
    expect(found[0]?.filesystem?.type).toBe('btrfs');
    expect(found[0]?.notes[0]).toBe('in the RAID /dev/md0 (raid1)');
  });

  it('of level 1 keeps its own at the start, and has an end', async () => {
    const { found } = await at(raid('raid1'), [PARTITION_LBA + 2047, PARTITION_LBA + 800_000]);
    expect(found.map(({ use }) => use)).toEqual(['metadata', 'unknown']);
  });

  it.each([
    'raid5',
    'raid10',
    'raid0',
  ])('of level %s is named, and nothing is guessed', async (level) => {
    const { found } = await at(raid(level), [PARTITION_LBA + 4000]);
    expect(found[0]).toMatchObject({ use: 'unknown', filesystem: { type: 'linux_raid_member' } });
    expect(found[0]?.notes[0]).toBe(
      `holds the RAID /dev/md0: ${level}: one member does not tell which file is where`,
    );
  });
});

it('does not go round in a circle of layers', async () => {
  const disks = stacked(LVM_LABEL, 1, 'dm-0', { 'dm/uuid': 'LVM-abc\n' });
  disks.machine.stack('dm-0', 'dm-0');
  disks.disks['/dev/dm-0'] = new MemoryDisk(400_000).put(1, LVM_LABEL);
  const self = said('0 400000 linear 8:1 0\n0 400000 linear 253:0 0\n');
  const { found, asked } = await at(disks, [PARTITION_LBA + 5000], self);
  expect(found[0]?.use).toBe('unknown');
  expect(asked.length).toBeLessThan(10);
});

describe('a line of device mapper’s table', () => {
  it.each([
    [
      '0 8192 linear 8:1 2048',
      [{ fromByte: 0, bytes: 4194304, belowByte: 1048576, isEncrypted: false }],
    ],
    [
      '0 1000 crypt aes-xts-plain64 :64:logon:x 0 8:1 32768 1 allow_discards',
      [{ fromByte: 0, bytes: 512000, belowByte: 16777216, isEncrypted: true }],
    ],
    ['0 8192 linear 8:2 2048', []],
    ['0 8192 thin 8:1 5', []],
    ['0 99999999999999999999 linear 8:1 0', []],
    ['0 8192 linear 8:1 -5x', []],
    ['0 8192 linear 8:1 -5', []],
    ['0 8192 linear 8:1 1e3', []],
    ['0 0 linear 8:1 0', []],
    ['0 17592186044416 linear 8:1 17592186044415', []],
    ['0 8192 linear 8:1', []],
    ['0 8192 crypt aes', []],
    ['', []],
  ])('"%s"', (line, expected) => {
    expect(parseSegment(line, '8:1')).toEqual(expected);
  });
});
