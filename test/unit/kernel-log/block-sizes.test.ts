// What a log's blocks were: said by a line, or proven by two that name one request.

import { describe, expect, test } from 'vitest';
import { checkSim, said } from '../check/check-sim.ts';
import { ranges, suspected } from './suspected.ts';

const CDB = 'sd 2:0:0:0: [sdb] tag#0 CDB: Read(10) 28 00 0f 42 44 00 00 00 1e 00';
const AS_4096 = [[2_048_008_192, 2_048_008_431]];
const AS_512 = [[256_001_024, 256_001_053]];
const sdb = { names: ['sdb'], sectors: 5_860_533_168 };

describe('the size that the log says', () => {
  test.each([
    // drivers/scsi/sd.c, sd_print_capacity: "%llu %d-byte logical blocks: (%s/%s)"
    ['sd', 'sd 2:0:0:0: [sdb] 732566646 4096-byte logical blocks: (3.00 TB/2.73 TiB)', AS_4096],
    // drivers/scsi/sd.c of 2.6.27: "%llu %d-byte hardware sectors (%llu MB)"
    ['sd, 2.6', 'sd 2:0:0:0: [sdb] 732566646 4096-byte hardware sectors (3000593 MB)', AS_4096],
    // drivers/scsi/sd.c of 2.6.15: "SCSI device %s: %llu %d-byte hdwr sectors (%llu MB)"
    ['sd, 2.6.15', 'SCSI device sdb: 732566646 4096-byte hdwr sectors (3000593 MB)', AS_4096],
    ['sd, 512', 'sd 2:0:0:0: [sdb] 5860533168 512-byte logical blocks: (3.00 TB/2.73 TiB)', AS_512],
    ['of another disk', 'sd 3:0:0:0: [sdc] 732566646 4096-byte logical blocks: (3.00 TB)', AS_512],
    [
      'no disk’s',
      'sd 2:0:0:0: [sdb] 732566646 4000-byte logical blocks: (3.00 TB/2.73 TiB)',
      AS_512,
    ],
  ])('%s', (_what, line, expected) => {
    expect(ranges(suspected([line, CDB], sdb))).toEqual(expected);
    expect(ranges(suspected([CDB, line], sdb))).toEqual(expected);
  });

  test('FreeBSD: sys/cam/scsi/scsi_da.c, "%ju%s (%ju %u byte sectors%s)"', () => {
    const lines = [
      'da0: 2861588MB (732566646 4096 byte sectors)',
      '(da0:umass-sim0:0:0:0): READ(10). CDB: 28 00 0f 42 44 00 00 00 1e 00 ',
    ];
    expect(ranges(suspected(lines, { ...sdb, names: ['da0'] }))).toEqual(AS_4096);
  });

  test.each([
    ['ATA: ataprint.cpp', 'Sector Size:      4096 bytes logical/physical'],
    ['ATA: ataprint.cpp, both', 'Sector Sizes:     4096 bytes logical, 4096 bytes physical'],
    ['SCSI: scsiprint.cpp', 'Logical block size:   4096 bytes'],
    ['NVMe: nvmeprint.cpp', 'Namespace 1 Formatted LBA Size:     4096'],
  ])('smartctl, %s', (_what, line) => {
    const test = '# 1  Extended offline    Completed: read failure  90%  12345   1000';
    expect(ranges(suspected([line, test], sdb))).toEqual([[8000, 8007]]);
  });

  test('of two disks that had one name, each its own', () => {
    const small = CDB.replace('0f 42 44 00', '00 00 00 64');
    const lines = [
      'sd 2:0:0:0: [sdb] 5860533168 512-byte logical blocks: (3.00 TB/2.73 TiB)',
      small,
      'sd 3:0:0:0: [sdb] 732566646 4096-byte logical blocks: (3.00 TB/2.73 TiB)',
      CDB,
    ];
    expect(ranges(suspected(lines, sdb))).toEqual([[100, 129], ...AS_4096]);
  });

  test('a disk of 4096 whose log is of a bridge with 512', () => {
    const lines = ['sd 2:0:0:0: [sdb] 100 512-byte logical blocks: (3.00 TB/2.73 TiB)', CDB];
    const target = { ...sdb, logicalBytes: 4096, sectors: 732_566_646 };
    expect(ranges(suspected(lines, target))).toEqual([[32_000_128, 32_000_131]]);
  });
});

test('a request and its block line prove the size, for other requests of the disk too', () => {
  const other = CDB.replace('0f 42 44 00', '00 00 00 64').replace('tag#0', 'tag#1');
  const lines = [
    CDB,
    'critical medium error, dev sdb, sector 2048008192 op 0x0:(READ) flags 0x0 phys_seg 1',
    other,
  ];
  expect(ranges(suspected(lines, sdb))).toEqual([[800, 1039], ...AS_4096]);
});

test('what a bridge called 4096 is reckoned, read and told', async () => {
  const result = await checkSim(
    'size=5860533168s,bad=2048008300',
    ['sd 2:0:0:0: [sdb] 732566646 4096-byte logical blocks: (3.00 TB/2.73 TiB)', CDB],
    { logDevices: ['sdb'] },
  );
  expect(result.verdict).toBe('bad');
  expect(said(result, 'What the log says').join('\n')).toMatch(
    /block 256001024 of 4096 bytes = LBA 2048008192 \+ 240 sectors; the bad sector is 2048008300/,
  );
});
