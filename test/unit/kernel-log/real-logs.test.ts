// Lines that real kernels printed, for disks whose bad sectors are known, and all that is made of them.

import { describe, expect, test } from 'vitest';
import { type KernelLog, suspectsOf } from '../../../src/kernel-log/index.ts';
import { brief, fixtureLog, readLog } from './read-log.ts';
import { aTarget } from './targets.ts';

function inFull(log: KernelLog): string[] {
  return log.accusations.map((one) => `${one.line}: ${one.count} × ${one.format} ${brief(one)}`);
}

/** Whether the suspects of a disk of that name hold the sectors. */
function isSuspected(log: KernelLog, disk: string, fromLba: number, toLba = fromLba): boolean {
  const target = aTarget({ names: [disk] });
  const { suspects } = suspectsOf(log.accusations, target, log.aliases);
  return suspects.some(({ firstLba, lastLba }) => firstLba <= fromLba && lastLba >= toLba);
}

const MIRROR = [
  '1: 1 × freebsd-ata ad16 read start logical 93492224+? medium',
  '2: 1 × geom ad16 read request byte 47868018688+131072 other',
  '3: 1 × geom mirror/gm0 read request byte 47868018688+131072 other',
  '4: 1 × freebsd-ata ad16 read start logical 93492352+? medium',
  '9: 1 × geom ar0s1a write request byte 1348632576+16384 other',
  '10: 1 × geom ar0s1a write request byte 1348698112+16384 other',
  '11: 1 × geom ar0s1a write request byte 1541259264+16384 other',
  '12: 1 × geom ar0s1a write request byte 2311831552+16384 other',
  '13: 1 × geom ar0s1a write request byte 2697117696+16384 other',
  '14: 1 × geom ar0s1a write request byte 3082403840+16384 other',
  '17: 1 × geom ar0s1d write request byte 65536+2048 other',
];

describe('the mirror of 2009', () => {
  const log = readLog(fixtureLog('mirror-2009.log'));

  test('says this, the torn line too', () => {
    expect(inFull(log)).toEqual(MIRROR);
    expect(log).toMatchObject({ lines: 20, linesPassedOver: 9, linesCut: 0, suppressed: 0 });
    expect(log.accusations.at(-1)!.text).toBe(
      'ar0s1d[WRITE(offset=65536, length=2048)]Uptime: error = 5',
    );
  });

  test('makes of ad16 one suspect, which holds the sector that MHDD found', () => {
    const target = aTarget({ names: ['ad16'], sectors: 1953525168 });
    const lines = log.accusations.filter(({ device }) => device === 'ad16');
    const { suspects, unplaced } = suspectsOf(lines, target);
    expect(unplaced).toEqual([]);
    expect(suspects).toMatchObject([
      {
        firstLba: 93492224,
        lastLba: 93492607,
        sources: [
          { line: 1, format: 'freebsd-ata', names: 'start', firstLba: 93492224, lastLba: 93492479 },
          { line: 2, format: 'geom', names: 'request', firstLba: 93492224, lastLba: 93492479 },
          { line: 4, format: 'freebsd-ata', names: 'start', firstLba: 93492352, lastLba: 93492607 },
        ],
      },
    ]);
    expect(isSuspected(log, 'ad16', 93492434)).toBe(true);
  });
});

const FREEBSD_14 = [
  '1: 1 × freebsd-cam-ata ada0 read request logical 4992+128 other',
  '4: 1 × freebsd-cam-ata ada0 read request logical 5000+1 unexplained',
  '5: 1 × freebsd-cam-scsi da0 read request logical 6000+1 medium',
  '10: 1 × freebsd-nvme nvme0 nsid 1 read request logical 7000+1 medium',
  '12: 1 × freebsd-nvme nda0 read request logical 7000+1 other',
  '15: 1 × freebsd-cam-ata ada0 read request logical 4992+128 medium',
  '24: 1 × freebsd-cam-ata ada0 read exact logical 5000+1 in 5000+1 medium',
  '26: 1 × freebsd-cam-ata ada0 read request logical 4096+2048 medium',
  '29: 1 × geom da0 read request byte 3072000+512 other',
  '33: 1 × freebsd-cam-scsi da2 read request logical 18240+2024 medium',
  '38: 1 × geom da2 read request byte 9338880+1048576 other',
  '39: 1 × freebsd-cam-scsi da2 read request logical 18368+2024 unexplained',
  '40: 1 × geom da2 read request byte 9404416+1048576 other',
  '41: 1 × freebsd-cam-scsi da2 read request logical 18496+1920 unexplained',
  '42: 1 × geom da2 read request byte 9469952+983040 other',
  '43: 1 × freebsd-cam-scsi da2 read request logical 18624+1792 unexplained',
  '44: 1 × geom da2 read request byte 9535488+917504 other',
  '45: 1 × freebsd-cam-scsi da2 read request logical 18752+1664 unexplained',
  '46: 1 × geom da2 read request byte 9601024+851968 other',
  '47: 1 × freebsd-cam-scsi da2 read request logical 18880+1536 unexplained',
  '48: 1 × geom da2 read request byte 9666560+786432 other',
  '49: 1 × freebsd-cam-scsi da2 read request logical 19008+1408 unexplained',
  '50: 1 × geom da2 read request byte 9732096+720896 other',
  '51: 1 × freebsd-cam-scsi da2 read request logical 19136+1280 unexplained',
  '52: 1 × geom da2 read request byte 9797632+655360 other',
  '53: 1 × freebsd-cam-scsi da2 read request logical 19264+1152 unexplained',
  '54: 1 × geom da2 read request byte 9863168+589824 other',
  '55: 1 × freebsd-cam-scsi da2 read request logical 19392+1024 unexplained',
  '56: 1 × geom da2 read request byte 9928704+524288 other',
  '57: 1 × freebsd-cam-scsi da2 read request logical 19520+896 unexplained',
  '58: 1 × geom da2 read request byte 9994240+458752 other',
  '59: 1 × freebsd-cam-scsi da2 read request logical 19648+768 unexplained',
  '60: 1 × geom da2 read request byte 10059776+393216 other',
  '61: 1 × freebsd-cam-scsi da2 read request logical 19776+640 unexplained',
  '62: 1 × geom da2 read request byte 10125312+327680 other',
  '63: 1 × freebsd-cam-scsi da2 read request logical 19904+512 unexplained',
  '64: 1 × geom da2 read request byte 10190848+262144 other',
  '65: 1 × freebsd-cam-scsi da2 read request logical 19904+128 unexplained',
  '66: 1 × geom da2 read request byte 10190848+65536 other',
];

describe('FreeBSD 14', () => {
  const log = readLog(fixtureLog('freebsd-14.log'));

  test('says this', () => {
    expect(inFull(log)).toEqual(FREEBSD_14);
    expect(log).toMatchObject({ lines: 68, linesPassedOver: 16 });
    expect([...log.aliases]).toEqual([['nda0', 'nvme0 nsid 1']]);
  });

  test('makes suspects of the bad sectors', () => {
    expect(isSuspected(log, 'ada0', 5000)).toBe(true);
    expect(isSuspected(log, 'da0', 6000)).toBe(true);
    expect(isSuspected(log, 'da2', 18240, 20287)).toBe(true);
    for (const name of ['nda0', 'nvme0ns1', 'nvd0'])
      expect(isSuspected(log, name, 7000)).toBe(true);
    expect(isSuspected(log, 'da1', 6000)).toBe(false);
  });
});

const LINUX_6_1 = [
  '6: 4 × linux-libata ata1.00 read request logical 100000+1 other',
  '37: 2 × linux-libata ata1.00 read request logical 100000+1 aborted',
  '48: 1 × linux-block sda read request sector512 100000+1 other',
  '52: 4 × linux-libata ata1.00 read request logical 99840+256 aborted',
  '76: 1 × linux-nvme nvme0n1 read request logical 100000+1 medium',
  '77: 1 × linux-block nvme0n1 read request sector512 100000+1 medium',
  '78: 1 × linux-nvme nvme0n1 read request logical 99840+256 medium',
  '79: 1 × linux-block nvme0n1 read request sector512 99840+256 medium',
  '80: 2 × linux-nvme nvme0n1 read request logical 100000+8 medium',
  '81: 2 × linux-block nvme0n1 read request sector512 100000+8 medium',
  '84: 1 × linux-buffer nvme0n1 read request sector512 100000+8 other',
  '88: 1 × linux-scsi sdb read request logical 100000+1 aborted',
  '89: 1 × linux-block sdb read request sector512 100000+1 other',
  '93: 1 × linux-scsi sdb read request logical 99840+256 aborted',
  '94: 1 × linux-block sdb read request sector512 99840+256 other',
  '98: 2 × linux-scsi sdb read request logical 100000+8 aborted',
  '103: 1 × linux-buffer sdb read request buffer 12500+1 other',
  '104: 2 × linux-block vda read start sector512 100000+? other',
  '106: 1 × linux-buffer vda read request sector512 100000+8 other',
  '110: 1 × linux-scsi sdb read request logical 200000+1 medium',
  '111: 1 × linux-block sdb read request sector512 200000+1 medium',
  '118: 1 × linux-scsi sdc read request logical 1000+1 medium',
  '119: 1 × linux-block sdc read request sector512 1000+1 medium',
  '123: 1 × linux-scsi sdc read request logical 896+256 medium',
  '124: 1 × linux-block sdc read request sector512 896+256 medium',
  '128: 2 × linux-scsi sdc read request logical 1000+8 medium',
  '129: 2 × linux-block sdc read request sector512 1000+8 medium',
  '135: 1 × linux-buffer sdc read request sector512 1000+8 other',
  '147: 1 × linux-libata ata1.00 read request logical 100000+1 unexplained',
  '154: 1 × linux-libata ata1.00 read request logical 99840+256 unexplained',
  '159: 1 × linux-scsi sdc read request logical 4608+256 medium',
  '160: 1 × linux-block sdc read request sector512 4608+256 medium',
  '168: 2 × linux-block nb0 read start sector512 5000+? other',
  '169: 1 × linux-block nb0 read start sector512 4992+? other',
  '170: 1 × linux-block nb0 read start sector512 4864+? other',
  '172: 1 × linux-block nb0 read start sector512 5001+? other',
  '173: 1 × linux-block nb0 read start sector512 5002+? other',
  '174: 1 × linux-block nb0 read start sector512 5003+? other',
  '175: 1 × linux-block nb0 read start sector512 5004+? other',
  '176: 1 × linux-block nb0 read start sector512 5005+? other',
  '177: 1 × linux-block nb0 read start sector512 5006+? other',
  '178: 3 × linux-buffer dm-0 read request buffer 12500+1 other',
];

describe('Linux 6.1', () => {
  const log = readLog(fixtureLog('linux-6.1.log'));

  test('says this', () => {
    expect(inFull(log)).toEqual(LINUX_6_1);
    expect(log).toMatchObject({ lines: 180, linesPassedOver: 74 });
    expect([...log.aliases]).toEqual([['ata1.00', 'sda']]);
  });

  test('makes suspects of the bad sectors', () => {
    for (const name of ['sda', 'sdb', 'nvme0n1']) {
      expect(isSuspected(log, name, 100000), name).toBe(true);
    }
    expect(isSuspected(log, 'sdb', 200000)).toBe(true);
    expect(isSuspected(log, 'sda', 200000)).toBe(false);
    expect(isSuspected(log, 'sdc', 1000, 1009)).toBe(true);
    expect(isSuspected(log, 'sdc', 4660, 4669)).toBe(true);
    expect(isSuspected(log, 'nb0', 5000, 5009)).toBe(true);
  });
});
