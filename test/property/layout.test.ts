// Tables and superblocks damaged at random: nothing throws, nothing hangs, no read goes outside the disk
// (MemoryDisk throws then), and the number of reads stays small.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify } from '../../src/layout/filesystems/identify.ts';
import { flatten } from '../../src/layout/partition.ts';
import { readLayout } from '../../src/layout/read-layout.ts';
import { MemoryDisk } from '../unit/layout/memory-disk.ts';
import { GUIDS, putBsdLabel, putGpt, putMbr, signGpt } from '../unit/layout/tables.ts';
import { nvlist } from '../unit/layout/xdr.ts';
import { SEED } from './seed.ts';

const DISK_SECTORS = 500_000;

function gptDisk(): MemoryDisk {
  const disk = new MemoryDisk(DISK_SECTORS);
  putGpt(disk, [
    { type: GUIDS.efi, from: 2048, to: 9999, name: 'one' },
    { type: GUIDS.linux, from: 10_000, to: 400_000, name: 'two' },
  ]);
  return disk;
}

function mbrDisk(): MemoryDisk {
  const disk = new MemoryDisk(DISK_SECTORS);
  putMbr(disk, [
    { type: 0xa5, from: 63, sectors: 90_000 },
    { type: 0x05, from: 100_000, sectors: 300_000 },
  ]);
  for (let link = 0; link < 5; link++) {
    const next = { type: 5, from: (link + 1) * 10_000, sectors: 10_000 };
    putMbr(disk, [{ type: 0x83, from: 2048, sectors: 5000 }, next], 100_000 + link * 10_000);
  }
  putBsdLabel(disk, 63, {
    a: { sectors: 1000, offset: 63, type: 7 },
    c: { sectors: 90_000, offset: 63, type: 0 },
    d: { sectors: 50_000, offset: 2063, type: 7 },
  });
  return disk;
}

/** Bytes at chosen places of the sectors that were put there, and sectors that cannot be read. */
const damage = fc.record({
  bytes: fc.array(
    fc.tuple(fc.nat(), fc.nat(4095), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x83, 5)),
    {
      maxLength: 24,
    },
  ),
  bad: fc.array(fc.nat(), { maxLength: 3 }),
  signed: fc.boolean(),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(disk: MemoryDisk, { bytes, bad, signed }: Damage): MemoryDisk {
  const { lbas } = disk;
  for (const [lba, at, value] of bytes) {
    disk.sector(lbas[lba % lbas.length]!)[at % disk.logicalBytes] = value;
  }
  // A hostile table has right checksums.
  if (signed) for (const lba of [1, disk.sectors - 1]) signGpt(disk.sector(lba));
  for (const lba of bad) disk.bad.add(lbas[lba % lbas.length]!);
  return disk;
}

const RUNS = { seed: SEED, numRuns: 1500 };

test.each([
  ['GPT', gptDisk],
  ['MBR with a chain and a BSD label', mbrDisk],
])('a damaged %s never leads outside the disk', async (_name, make) => {
  await fc.assert(
    fc.asyncProperty(damage, async (what) => {
      const disk = damaged(make(), what);
      const { partitions, tables, notes } = await readLayout(disk.read, disk);
      for (const { firstLba: from, lastLba: to, type } of [...flatten(partitions)]) {
        expect(from >= 0 && from <= to && to < DISK_SECTORS, `${type} ${from}–${to}`).toBe(true);
      }
      for (const { firstLba: from, lastLba: to } of tables)
        expect(from <= to && to < DISK_SECTORS).toBe(true);
      for (const { firstLba: from, lastLba: to, children } of flatten(partitions)) {
        for (const child of children)
          expect(from <= child.firstLba && child.lastLba <= to).toBe(true);
      }
      expect(notes.length).toBeLessThan(300);
      expect(disk.reads).toBeLessThan(300);
    }),
    RUNS,
  );
});

/** Something of every file system, at its place. */
const SIGNATURES: readonly (readonly [place: number, bytes: Buffer])[] = [
  [1024 + 0x38, Buffer.from([0x53, 0xef])],
  [0, Buffer.from('XFSB\0\0\x10\0\0\0\0\0\0\0\x64\0')],
  [65536 + 0x40, Buffer.from('_BHRfS_M')],
  [65536 + 1372, Buffer.from([0x19, 0x01, 0x54, 0x19])],
  [8192 + 1372, Buffer.from([0x54, 0x19, 0x01, 0x00])],
  [4086, Buffer.from('SWAPSPACE2')],
  [512, Buffer.from('LABELONE')],
  [0, Buffer.from('LUKS\xba\xbe\0\x02', 'latin1')],
  [0, Buffer.from('\xeb\x3c\x90MSDOS5.0\0\x02\x04\x01\0\x02\0\x02\0\0\xf8\x20', 'latin1')],
  [3, Buffer.from('NTFS    \0\x02\x08')],
  [3, Buffer.from('EXFAT   ')],
  [510, Buffer.from([0x55, 0xaa])],
  [32768, Buffer.from('\x01CD001')],
  [4096, Buffer.from([0xfc, 0x4e, 0x2b, 0xa9, 1])],
  [16384, nvlist({ name: 'tank', guid: 1n, vdev_tree: { type: 'disk', guid: 1n } })],
];

test('any mixture of superblocks, damaged, is told or not, and does no harm', async () => {
  const choice = fc.subarray([...SIGNATURES], { minLength: 1, maxLength: 3 });
  const sectors = fc.constantFrom(1, 3, 40, 300, 5000, 100_000);
  await fc.assert(
    fc.asyncProperty(choice, damage, sectors, async (signatures, what, size) => {
      const disk = new MemoryDisk(size);
      for (const [place, bytes] of signatures) {
        if (place + bytes.length <= size * 512)
          disk.put(Math.floor(place / 512), bytes, place % 512);
      }
      if (disk.lbas.length > 0) damaged(disk, { ...what, signed: false });
      const { filesystem, notes } = await identify(disk.read, disk);
      expect(JSON.stringify([filesystem, notes])).not.toMatch(/[\p{Cc}]/u);
      expect(disk.reads).toBeLessThan(600);
    }),
    RUNS,
  );
});
