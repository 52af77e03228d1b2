// A name that is not the target's is placed by tables or the system, or asked about: never at 0.

import { describe, expect, test } from 'vitest';
import { Names } from '../../../src/check/names.ts';
import { accusationsAgainst, accusationsWithoutTarget, inspectTarget } from '../../../src/index.ts';
import { isWholeDisk, splitName } from '../../../src/kernel-log/device-names.ts';
import { readPartitions } from '../../../src/layout/list-partitions.ts';
import { readLog } from '../kernel-log/read-log.ts';
import { MemoryDisk } from '../layout/memory-disk.ts';
import { GUIDS, putGpt } from '../layout/tables.ts';

const block = (device: string, sector = 100) =>
  `I/O error, dev ${device}, sector ${sector} op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0`;
const geom = (device: string) =>
  `GEOM_ELI: g_eli_read_done() failed (error=5) ${device}[READ(offset=51200, length=512)]`;

/** Of a target that is called `names` today and whose table has one partition, at 2048. */
async function placed(lines: string[], question = {}, names: string[] = []) {
  const disk = new MemoryDisk(100_000);
  putGpt(disk, [{ type: GUIDS.freebsdZfs, from: 2048, to: 99_000 }]);
  const known = Object.assign(Object.create(Names.prototype), {
    own: { names, providers: [], parent: null },
    partitions: await readPartitions(disk.read, disk),
  }) as Names;
  const target = await inspectTarget('sim:size=100000s');
  const asked = { logDevices: [], logOffsetLba: null, ...question };
  const found = await accusationsAgainst(
    target,
    readLog(lines.join('\n')),
    asked,
    async () => known,
  );
  return found.suspects.map(({ firstLba }) => firstLba);
}

describe('placed by the table', () => {
  test.each([
    ['FreeBSD’s suffix of geli(8)', geom('ada2p1.eli')],
    ['gnop(8) on geli(8)', geom('ada2p1.eli.nop')],
    ['gjournal(8)', geom('ada2p1.journal')],
    ['a DASD: drivers/s390/block/dasd_genhd.c', block('dasda1')],
    ['a card: drivers/mmc/core/block.c', block('mmcblk0p1')],
    ['a network disk: drivers/block/nbd.c', block('nbd0p1')],
    ['a virtual disk of sun4v: drivers/block/sunvdc.c', block('vdiskc1')],
    ['ioMemory', block('fioa1')],
    ['a RAID controller: drivers/block/cciss.c', block('cciss/c0d0p1')],
  ])('%s', async (_what, line) => {
    expect(await placed([line])).toEqual([2148]);
  });

  test.each([
    ['FreeBSD’s gptid', geom('gptid/abababab-abab-abab-abab-abababababab.eli')],
    ['udev’s partuuid', block('disk/by-partuuid/abababab-abab-abab-abab-abababababab')],
  ])('%s, by the GUID in it', async (_what, line) => {
    expect(await placed([line, block('sdz')])).toEqual([2148]);
  });

  test('links without their directory, as ZED logs them', async () => {
    const zed = (vdev: string) =>
      `eid=1 class=io pool='t' vdev=${vdev} size=4096 offset=51200 priority=0 err=5`;
    const link = 'wwn-0x5002538e30000001';
    const names = ['sda', `disk/by-id/${link}`];
    expect(await placed([zed(`${link}-part1`), block('sda')], {}, names)).toEqual([100, 2148]);
    const uuid = 'abababab-abab-abab-abab-abababababab';
    expect(await placed([zed(uuid), block('sdz')])).toEqual([2148]);
  });

  test('a link of udev’s is the disk that it leads to', async () => {
    const link = 'disk/by-id/wwn-0x5002538e30000001';
    expect(await placed([geom(`/dev/${link}-part1`), geom(link)], {}, ['sda', link])).toEqual([
      100, 2148,
    ]);
  });
});

describe('asked about', () => {
  test.each([
    ['a suffix that begins elsewhere: gbde(8)', geom('ada2p1.bde')],
    ['of a whole disk', geom('ada2.bde')],
    ['a driver that nobody knows, and a number', block('flashx1')],
    ['another', block('vblk12')],
    ['a label', geom('gpt/somewhere')],
    ['a partition that is not in the table', block('dasda2')],
  ])('%s', async (_what, line) => {
    await expect(placed([line])).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(placed([line])).rejects.toThrowError(/--log-offset/);
  });

  test('--log-device alone does not say where; --log-offset does', async () => {
    const question = { logDevices: ['flashx1'] };
    await expect(placed([block('flashx1')], question)).rejects.toThrowError(/--log-offset/);
    expect(await placed([block('flashx1')], { ...question, logOffsetLba: 5 })).toEqual([105]);
  });

  test('a name that the system gives the target today is the target', async () => {
    expect(await placed([block('flashx1')], {}, ['flashx1'])).toEqual([100]);
  });
});

test('names of whole disks', () => {
  for (const name of ['sda', 'ad16', 'nda0', 'mmcblk0', 'cciss/c0d0', 'dasda', 'nvme0n1', 'xvda']) {
    expect(isWholeDisk(name), name).toBe(true);
  }
  for (const name of ['sda1', 'mmcblk0p1', 'flashx1', 'gptid/x', 'mirror/gm0', 'ada0.bde']) {
    expect(isWholeDisk(name), name).toBe(false);
  }
  expect(splitName('ad4s1f.journal')).toEqual({ disk: 'ad4', part: 's1f' });
});

describe('what is no disk', () => {
  const LINES = ['sr0', 'loop3', 'fd0', 'st0', 'cd0'].map((name) => block(name));

  test('accuses nothing, and decides nothing', async () => {
    expect(accusationsWithoutTarget(readLog(LINES.join('\n')), []).suspects).toEqual([]);
    expect(await placed([...LINES, block('sdq', 7)])).toEqual([7]);
  });

  test('but for the target itself', async () => {
    expect(await placed([block('loop3', 7), block('sda', 9)], {}, ['loop3'])).toEqual([7]);
  });
});
