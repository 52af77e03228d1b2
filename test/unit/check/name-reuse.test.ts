// A name that another disk had before. Lines as sys/cam/cam_xpt.c (xpt_announce_periph,
// xpt_denounce_periph), drivers/scsi/scsi_scan.c (scsi_add_lun) and drivers/scsi/sd.c print them.

import { describe, expect, test } from 'vitest';
import { logSentences } from '../../../src/check/explain/log.ts';
import { Names } from '../../../src/check/names.ts';
import { accusationsAgainst, inspectTarget } from '../../../src/index.ts';
import { readLog } from '../kernel-log/read-log.ts';

async function accused(
  name: string,
  serial: string | null,
  lines: string[],
  logDevices: string[] = [],
) {
  const sim = await inspectTarget('sim:size=1000000s');
  const target = { ...sim, device: { ...sim.device, path: `/dev/${name}`, serial } };
  const names = Object.assign(Object.create(Names.prototype), {
    own: { names: [name], providers: [], parent: null },
    partitions: [],
  }) as Names;
  const log = readLog(lines.join('\n'));
  const found = await accusationsAgainst(
    target,
    log,
    { logDevices, logOffsetLba: null },
    async () => names,
  );
  return {
    lbas: found.suspects.map(({ firstLba }) => firstLba),
    says: logSentences(found, target.device.path).join(' '),
    counts: log.accusations.map(({ count }) => count),
  };
}

const camError = (lba: number) => [
  `(da4:umass-sim0:0:0:0): READ(10). CDB: 28 00 ${hex(lba)} 00 00 08 00`,
  '(da4:umass-sim0:0:0:0): CAM status: SCSI Status Error',
  '(da4:umass-sim0:0:0:0): SCSI status: Check Condition',
  '(da4:umass-sim0:0:0:0): SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)',
  `(da4:umass-sim0:0:0:0): Info: ${lba}`,
];
const hex = (lba: number) => lba.toString(16).padStart(8, '0').match(/../g)!.join(' ');
const camAt = 'da4 at umass-sim0 bus 0 scbus5 target 0 lun 0';
const camArrives = (model: string, serial: string | null) => [
  camAt,
  `da4: <${model}> Fixed Direct Access SPC-3 SCSI device`,
  ...(serial === null ? [] : [`da4: Serial Number ${serial}`]),
  'da4: 40.000MB/s transfers',
];
const camLeaves = (model: string, serial: string) => [
  camAt,
  `da4: <${model}> s/n ${serial} detached`,
];

const sdError = (lba: number) =>
  `[ 99.1] I/O error, dev sdb, sector ${lba} op 0x0:(READ) flags 0x0`;
const sdArrives = (model: string, sectors: number) => [
  `scsi 6:0:0:0: Direct-Access     ATA      ${model.padEnd(16)} 0A80 PQ: 0 ANSI: 5`,
  `sd 6:0:0:0: [sdb] ${sectors} 512-byte logical blocks: (2.00 TB/1.82 TiB)`,
  'sd 6:0:0:0: [sdb] Attached SCSI disk',
];

describe('on FreeBSD', () => {
  const both = [
    ...camArrives('SLOW One 1.0', 'SLOW0001'),
    ...camError(1000),
    ...camLeaves('SLOW One 1.0', 'SLOW0001'),
    ...camArrives('SLOW Two 1.0', 'SLOW0002'),
    ...camError(5000),
  ];

  test('the lines of the disk before are not the target’s, and that is said', async () => {
    const { lbas, says } = await accused('da4', 'SLOW0002', both);
    expect(lbas).toEqual([5000]);
    expect(says).toMatch(
      /Left aside: line \d+\. da4 was another disk \(serial SLOW0001, SLOW One 1\.0\) then/,
    );
  });

  test('the first is the target where it came back', async () => {
    const { lbas, says } = await accused('da4', 'SLOW0001', both);
    expect(lbas).toEqual([1000]);
    expect(says).toMatch(/serial SLOW0002/);
  });

  test('a target without a serial is the last that took the name', async () => {
    expect((await accused('da4', null, both)).lbas).toEqual([5000]);
  });

  test('the same disk that left and came back: all lines are its own', async () => {
    const again = [
      ...camError(1000),
      ...camLeaves('SLOW One 1.0', 'SLOW0001'),
      ...camArrives('SLOW One 1.0', 'SLOW0001'),
      ...camError(5000),
    ];
    const { lbas, says } = await accused('da4', 'SLOW0001', again);
    expect(lbas).toEqual([1000, 5000]);
    expect(says).not.toMatch(/another disk|does not tell/);
  });

  test('only its farewell stands in the log', async () => {
    const gone = [...camError(1000), ...camLeaves('SLOW One 1.0', 'SLOW0001')];
    await expect(accused('da4', 'SLOW0002', gone)).rejects.toThrow(
      /other disks that had the name of \/dev\/da4 before: da4 was another disk \(serial SLOW0001.*--log-device da4/,
    );
    expect((await accused('da4', 'SLOW0001', gone)).lbas).toEqual([1000]);
    expect((await accused('da4', 'SLOW0002', gone, ['da4'])).lbas, '--log-device').toEqual([1000]);
  });

  test('a serial that was made unreadable shows nothing', async () => {
    const gone = [...camError(1000), ...camLeaves('SLOW One 1.0', '0000000000')];
    expect((await accused('da4', 'SLOW0002', gone)).lbas).toEqual([1000]);
  });

  test('a sector that both lost is told of each', async () => {
    const same = [...both.slice(0, -5), ...camError(1000)];
    const { lbas, counts } = await accused('da4', 'SLOW0002', same);
    expect(lbas).toEqual([1000]);
    expect(counts).toEqual([1, 1]);
  });
});

describe('on Linux', () => {
  test('another model, or another size, took the name', async () => {
    for (const [model, sectors] of [
      ['OTHER DISK', 3907029168],
      ['WDC WD20EARS-00S', 7814037168],
    ] as const) {
      const lines = [
        ...sdArrives('WDC WD20EARS-00S', 3907029168),
        sdError(1000),
        'sd 6:0:0:0: [sdb] Stopping disk',
        ...sdArrives(model, sectors),
        sdError(5000),
      ];
      const { lbas, says } = await accused('sdb', 'WD-1', lines);
      expect(lbas).toEqual([5000]);
      expect(says).toMatch(
        /Left aside: line 4\. sdb was another disk \(ATA WDC WD20EARS-00S, 3907029168 sectors\) then/,
      );
    }
  });

  test('its size is told before errors, and it is attached behind them', async () => {
    const [found, size, attached] = sdArrives('OTHER DISK', 1000);
    const lines = [...sdArrives('WDC', 2000), sdError(10), found!, size!, sdError(20), attached!];
    expect((await accused('sdb', null, lines)).lbas).toEqual([20]);
  });

  test('a disk alike: all lines are kept, and it is said that nothing tells', async () => {
    const arrives = sdArrives('WDC WD20EARS-00S', 3907029168);
    const { lbas, says } = await accused('sdb', 'WD-1', [
      ...arrives,
      sdError(1000),
      ...arrives,
      sdError(5000),
    ]);
    expect(lbas).toEqual([1000, 5000]);
    expect(says).toMatch(/A disk took the name after line 4: whether it was this one before, too/);
  });

  test('lines behind the only arrival are its own', async () => {
    const { lbas, says } = await accused('sdb', 'WD-1', [...sdArrives('WDC', 2000), sdError(10)]);
    expect(lbas).toEqual([10]);
    expect(says).toBe('');
  });
});
