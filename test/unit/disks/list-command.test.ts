import { describe, expect, it } from 'vitest';
import { runList } from '../../../src/cli/list.ts';
import { decimalSize } from '../../../src/cli/list-table.ts';
import { listLinux } from '../../../src/disks/linux/list.ts';
import type { ListedDisk } from '../../../src/disks/listed.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { failure } from './fakes.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';

async function run(options: { json?: boolean }, list: () => Promise<ListedDisk[]>) {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const status = await runList(options, io, list);
  return { status, stdout, stderr };
}

function machineList() {
  const machine = new Machine();
  addSataDisk(machine);
  addStackedDisk(machine, 'loop0', '7:0', { 'queue/rotational': '0\n', size: '204800\n' });
  addStackedDisk(machine, 'md0', '9:0', { 'md/level': 'raid1\n' });
  machine.udev('8:2', { ID_FS_TYPE: 'ext4', ID_FS_LABEL: 'root' });
  machine.mounts('8:2 / / rw - ext4 /dev/sda2 rw');
  machine.stack('md0', 'sda1');
  return () => listLinux(machine);
}

describe('surfscan list', () => {
  it('draws a table, partitions below their disk, uses where they belong', async () => {
    const { status, stdout } = await run({}, machineList());
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'PATH           SIZE  SECTOR    TYPE  BUS   MODEL                 SERIAL           USED BY',
        '/dev/loop0   105 MB  512       ssd   loop  -                     -',
        '/dev/sda     2.0 TB  512/4096  hdd   sata  WDC WD20EFRX-68EUZN0  WD-WCC4M0123456',
        '  /dev/sda1  537 MB                                                               part of the RAID /dev/md0 (raid1)',
        '  /dev/sda2  2.0 TB                        ext4                  "root"           mounted at /',
        '',
      ].join('\n'),
    );
  });

  it('writes surfscan.list/1 as JSON', async () => {
    const { status, stdout } = await run({ json: true }, machineList());
    expect(status).toBe(0);
    const list = JSON.parse(stdout);
    expect(list).toMatchObject({
      schema: 'surfscan.list/1',
      tool: { name: 'surfscan', node: process.versions.node, platform: process.platform },
    });
    expect(list.tool.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(list.disks[1]).toEqual({
      path: '/dev/sda',
      kind: 'block',
      model: 'WDC WD20EFRX-68EUZN0',
      serial: 'WD-WCC4M0123456',
      firmware: '82.00A82',
      wwn: '50014ee2b311add7',
      sectors: 3907029168,
      logical_bytes: 512,
      physical_bytes: 4096,
      rotational: true,
      bus: 'sata',
      in_use: ['/dev/sda1 is part of the RAID /dev/md0 (raid1)', '/dev/sda2 is mounted at /'],
      ids: [],
      slot: null,
      partitions: [
        {
          path: '/dev/sda1',
          scheme: null,
          index: 1,
          type: null,
          label: null,
          from: 2048,
          to: 1050623,
          filesystem: null,
          in_use: ['/dev/sda1 is part of the RAID /dev/md0 (raid1)'],
        },
        expect.objectContaining({ path: '/dev/sda2', filesystem: 'ext4', label: 'root' }),
      ],
    });
  });

  it('says so when there are none', async () => {
    const none = () => Promise.resolve([]);
    expect(await run({}, none)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('No disks found'),
    });
    expect(JSON.parse((await run({ json: true }, none)).stdout).disks).toEqual([]);
  });

  it('shows a disk that does not answer, and ends with 3', async () => {
    const [disk] = await machineList()();
    const error = new SurfscanError('ERR_NO_ANSWER', '/dev/loop0 did not answer');
    const silent = async () => [
      { ...disk!, device: { ...disk!.device, sectors: 0 }, partitions: [], error },
    ];
    const text = await run({}, silent);
    expect(text).toMatchObject({ status: 3, stderr: 'surfscan: /dev/loop0 did not answer\n' });
    expect(text.stdout).toMatch(/^\/dev\/loop0 +- +- +ssd .*DOES NOT ANSWER$/m);
    const json = JSON.parse((await run({ json: true }, silent)).stdout);
    expect(json.disks[0].error).toEqual({
      code: 'ERR_NO_ANSWER',
      errno: null,
      message: '/dev/loop0 did not answer',
    });
  });

  it('ends with 3 where the system cannot be asked, and hides no defect', async () => {
    const broken = () => Promise.reject(new SurfscanError('ERR_OPEN', 'no sysctl'));
    expect(await run({}, broken)).toEqual({
      status: 3,
      stdout: '',
      stderr: 'surfscan: no sysctl\n',
    });
    const defect = new TypeError('oops');
    expect(await failure(run({}, () => Promise.reject(defect)))).toBe(defect);
  });

  it.each([
    [512, '512 B'],
    [1_440_000, '1.4 MB'],
    [9_960_000, '10 MB'],
    [500_107_862_016, '500 GB'],
    [999_600_000_000, '1.0 TB'],
    [2_000_398_934_016, '2.0 TB'],
    [24_000_277_250_048, '24 TB'],
  ])('%i bytes are %s', (bytes, words) => {
    expect(decimalSize(bytes)).toBe(words);
  });
});
