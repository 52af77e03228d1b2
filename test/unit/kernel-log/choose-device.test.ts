import { describe, expect, test } from 'vitest';
import { diskOf, splitName } from '../../../src/kernel-log/device-names.ts';
import { chooseDevice, suspectsOf } from '../../../src/kernel-log/index.ts';
import { fixtureLog, readLog } from './read-log.ts';
import { aTarget } from './targets.ts';

const geom = (name: string) => `${name}[READ(offset=512, length=512)]error = 5`;
const block = (name: string) => `I/O error, dev ${name}, sector 5 op 0x0:(READ)`;
const SMARTCTL =
  '# 1  Extended offline    Completed: read failure       90%     12345         93492434';

/** The devices of the lines chosen, or of the disks between which nobody can choose. */
function chosen(lines: readonly string[], targetNames: string[], logDevices: string[] = []) {
  const choice = chooseDevice(readLog(lines.join('\n')), { targetNames, logDevices });
  if ('undecided' in choice) return { undecided: choice.undecided };
  return { ...choice, accusations: choice.accusations.map(({ device }) => device) };
}

describe('a name is a disk and a part of it', () => {
  test.each([
    ['sda', 'sda', ''],
    ['sda1', 'sda', '1'],
    ['sdaa12', 'sdaa', '12'],
    ['ad16', 'ad16', ''],
    ['ad16s1', 'ad16', 's1'],
    ['ad16s1a', 'ad16', 's1a'],
    ['da0a', 'da0', 'a'],
    ['ada0p3', 'ada0', 'p3'],
    ['ar0s1d', 'ar0', 's1d'],
    ['nvme0n1', 'nvme0n1', ''],
    ['nvme0n1p2', 'nvme0n1', 'p2'],
    ['nvme0ns1', 'nvme0ns1', ''],
    ['mmcblk0p1', 'mmcblk0', 'p1'],
    ['md127', 'md127', ''],
    ['md0p1', 'md0', 'p1'],
    ['loop0p1', 'loop0', 'p1'],
    ['dm-0', 'dm-0', ''],
    ['ata1.00', 'ata1.00', ''],
    ['mirror/gm0', 'mirror/gm0', ''],
    ['mirror/gm0s1a', 'mirror/gm0', 's1a'],
    ['diskid/DISK-S1p2', 'diskid/DISK-S1', 'p2'],
    ['gpt/data1p2', 'gpt/data1p2', ''],
    ['ufs/root', 'ufs/root', ''],
  ])('%s', (name, disk, part) => {
    expect(splitName(name)).toEqual({ disk, part });
  });

  test('and NVMe’s names are one', () => {
    const none = new Map<string, string>();
    for (const name of [
      'nvme0n1',
      'nvme0 nsid 1',
      'nvme0ns1',
      'nda0',
      'nvd0',
      'nvme0c1n1',
      '/dev/nda0',
    ]) {
      expect(diskOf(name, none), name).toEqual({ disk: 'nvme0n1', part: '' });
    }
    expect(diskOf('nda0p2', none)).toEqual({ disk: 'nvme0n1', part: 'p2' });
    expect(diskOf('nda0', new Map([['nda0', 'nvme3 nsid 2']])).disk).toBe('nvme3n2');
  });
});

describe('without --log-device', () => {
  test('the lines that name TARGET, its slices too, and nobody else’s', () => {
    const lines = [block('sda'), geom('ad16'), geom('ad16s1a'), geom('ad1'), geom('ad160')];
    expect(chosen(lines, ['/dev/ad16'])).toMatchObject({ accusations: ['ad16', 'ad16s1a'] });
    expect(chosen([block('sda1'), block('sdb')], ['/dev/sda'])).toMatchObject({
      accusations: ['sda1'],
    });
  });

  test('a mirror is its own device, and TARGET’s where it lies on it', () => {
    const lines = [geom('ad16'), geom('mirror/gm0')];
    expect(chosen(lines, ['ad16'])).toMatchObject({ accusations: ['ad16'] });
    expect(chosen(lines, ['ad16', 'mirror/gm0'])).toMatchObject({
      accusations: ['ad16', 'mirror/gm0'],
    });
  });

  test('a partition as TARGET: its own lines, not its neighbour’s', () => {
    const lines = [geom('ada0p2'), geom('ada0p3')];
    expect(chosen(lines, ['/dev/ada0p2'])).toMatchObject({ accusations: ['ada0p2'] });
  });

  test('none names TARGET, the log accuses one disk: that one', () => {
    expect(chosen([geom('ad16'), geom('ad16s1a')], ['/dev/ada3'])).toEqual({
      accusations: ['ad16', 'ad16s1a'],
      asTarget: ['ad16'],
      notFound: [],
    });
  });

  test('none names TARGET, the log accuses several: undecided, the most accused first', () => {
    const lines = [geom('ad16'), geom('ad18'), geom('ad18s1'), geom('mirror/gm0')];
    expect(chosen(lines, ['/dev/ada3'])).toEqual({ undecided: ['ad18', 'ad16', 'mirror/gm0'] });
    const log = readLog(fixtureLog('mirror-2009.log'));
    expect(chooseDevice(log, { targetNames: ['sda'], logDevices: [] })).toEqual({
      undecided: ['ar0', 'ad16', 'mirror/gm0'],
    });
  });

  test('a log that accuses nobody', () => {
    expect(chosen(['all is well'], ['sda'])).toEqual({
      accusations: [],
      asTarget: [],
      notFound: [],
    });
  });

  test('lines without a name are the only disk’s', () => {
    expect(chosen([SMARTCTL], ['sda'])).toMatchObject({ accusations: [null] });
    expect(chosen([SMARTCTL, block('sda')], ['sda'])).toMatchObject({ accusations: [null, 'sda'] });
    expect(chosen([SMARTCTL, block('sda'), block('sdb')], ['sda'])).toMatchObject({
      accusations: ['sda'],
    });
  });

  test('an array’s line names its member', () => {
    const md = 'md/raid1:md0: sda1: rescheduling sector 78156288';
    expect(chosen([md, block('sdb')], ['sda'])).toMatchObject({ accusations: ['md0'] });
    expect(chosen([md, block('sdb')], ['md0'])).toMatchObject({ accusations: ['md0'] });
  });

  test('ata1.00 is the disk that the lines near it show', () => {
    const log = readLog(fixtureLog('linux-6.1.log'));
    const choice = chooseDevice(log, { targetNames: ['/dev/sda'], logDevices: [] });
    const devices = 'undecided' in choice ? [] : choice.accusations.map(({ device }) => device);
    expect(new Set(devices)).toEqual(new Set(['ata1.00', 'sda']));
  });

  test('and where nothing shows it, its own', () => {
    const ata = 'ata7.00: cmd 25/00:08:a0:86:01/00:00:00:00:00/e0 tag 0 dma 4096 in';
    expect(chosen([ata], ['sda'])).toMatchObject({
      accusations: ['ata7.00'],
      asTarget: ['ata7.00'],
    });
    expect(chosen([ata, block('sdb')], ['sda'])).toEqual({ undecided: ['ata7.00', 'sdb'] });
  });
});

describe('with --log-device', () => {
  test('its lines, and TARGET’s of today are not asked for', () => {
    const lines = [geom('ad16'), geom('ad18'), geom('ada3'), geom('ad16s1a')];
    expect(chosen(lines, ['ada3'], ['ad16'])).toEqual({
      accusations: ['ad16', 'ad16s1a'],
      asTarget: ['ad16'],
      notFound: [],
    });
  });

  test('several, and one that the log does not accuse', () => {
    const lines = [geom('ad16'), geom('ad18'), geom('ad20')];
    expect(chosen(lines, ['ada3'], ['/dev/ad16', 'ad20', 'ad99', 'ad16'])).toEqual({
      accusations: ['ad16', 'ad20'],
      asTarget: ['ad16', 'ad20'],
      notFound: ['ad99'],
    });
  });

  test('a part is that part alone', () => {
    expect(chosen([geom('ad16'), geom('ad16s1a')], ['ada3'], ['ad16s1a'])).toMatchObject({
      accusations: ['ad16s1a'],
    });
  });

  test('ad16 of then is ada3 of today', () => {
    const log = readLog(fixtureLog('mirror-2009.log'));
    const choice = chooseDevice(log, { targetNames: ['/dev/ada3'], logDevices: ['ad16'] });
    if ('undecided' in choice) throw new Error('undecided');
    const target = aTarget({ names: ['/dev/ada3', ...choice.asTarget] });
    expect(suspectsOf(choice.accusations, target, log.aliases)).toMatchObject({
      suspects: [{ firstLba: 93492224, lastLba: 93492607 }],
      unplaced: [],
    });
  });
});

test('disks of nvme(4) are called as FreeBSD calls them', () => {
  const reads = (controller: number, namespace: number) => [
    `nvme${controller}: READ sqid:1 cid:127 nsid:${namespace} lba:7000 len:1`,
    `nvme${controller}: UNRECOVERED READ ERROR (02/81) crd:0 m:0 dnr:0 p:1 sqid:1 cid:127 cdw0:0`,
  ];
  const lines = [...reads(0, 1), ...reads(1, 1), ...reads(1, 1)];
  expect(chosen(lines, ['ada0'])).toEqual({ undecided: ['nda1', 'nda0'] });
  const told =
    '(nda5:nvme1:0:0:1): READ. NCB: opc=2 fuse=0 nsid=1 prp1=0 prp2=0 cdw=1b58 0 0 0 0 0';
  const named = [...lines, told, '(nda5:nvme1:0:0:1): CAM status: NVME Status Error'];
  expect(chosen(named, ['ada0'])).toEqual({ undecided: ['nda5', 'nda0'] });
});
