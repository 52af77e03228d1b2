// On which drive a block device lies, as sysfs has it.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { driveOf } from '../../../src/disks/linux/drive.ts';
import { nodeOfName } from '../../../src/disks/linux/node.ts';
import { fakeSystem, rdev } from './fakes.ts';
import { addStackedDisk, ataInformation, Machine } from './machine.ts';

const ATA = ataInformation('MODEL', 'SERIAL', '1', '50014ee2b311add7');

function serialPage(serial: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0x80, 0, serial.length]), Buffer.from(serial, 'latin1')]);
}

/** Of 4096 bytes. */
const SECTORS = 1_000_000;

interface ScsiDisk {
  /** Below sys/devices: the bus, and the host. */
  readonly at: string;
  readonly address: string;
  readonly sg?: string;
  readonly files?: Record<string, string | Buffer>;
}

function addScsiDisk(machine: Machine, name: string, { at, address, sg, files }: ScsiDisk): void {
  const device = join(at, address);
  const size = { size: `${8 * SECTORS}\n` };
  machine.disk(name, { at: join(device, 'block'), number: '8:0', files: size });
  machine.link(join(machine.dirOf(name), 'device'), join('sys/devices', device));
  for (const [path, content] of Object.entries(files ?? {})) {
    machine.write(join('sys/devices', device, path), content);
  }
  const node = join('sys/devices', device, 'scsi_generic', sg ?? '', 'dev');
  if (sg !== undefined) machine.write(node, '21:3\n');
}

async function drive(machine: Machine, name: string, logicalBytes = 512) {
  const node = await nodeOfName(machine.root, name);
  return driveOf(node!, logicalBytes, machine.root);
}

const SATA = 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0';

test('a SATA disk is asked ATA’s way, at its sg node', async () => {
  const machine = new Machine();
  const files = { vpd_pg89: ATA, vpd_pg80: serialPage('  WD-1\xff') };
  addScsiDisk(machine, 'sda', { at: SATA, address: '0:0:0:0', sg: 'sg3', files });
  expect(await drive(machine, 'sda')).toEqual({
    commands: 'ata',
    generic: { path: '/dev/sg3', number: '21:3' },
    disk: { path: '/dev/sda', number: '8:0' },
    address: '0:0:0:0',
    unitSerial: '  WD-1\xff',
    nsid: 0,
    firstLba: 0,
    sectors: 8 * SECTORS,
    isCounted: false,
    mayPretend: false,
  });
});

describe('what IDENTIFY DEVICE says of a SATA disk, by the page that the system keeps', () => {
  const CAPACITY = { 86: 0x0400, 100: (8 * SECTORS) & 0xffff, 101: (8 * SECTORS) >> 16 };
  const PROTECTED = { ...CAPACITY, 85: 0x0400 };

  const inspected = async (words: Record<number, number>, at = SATA) => {
    const machine = new Machine();
    const files = { vpd_pg89: ataInformation('MODEL', 'SERIAL', '1', '50014ee2b311add7', words) };
    addScsiDisk(machine, 'sda', { at, address: '0:0:0:0', files });
    const system = { root: machine.root, files: { '/dev/sda': { rdev: rdev(8, 0) } } };
    return inspectTarget('/dev/sda', {}, fakeSystem(system));
  };

  test.each([
    ['nothing odd', CAPACITY, []],
    ['a lock', { ...CAPACITY, 128: 0x27 }, [/^\/dev\/sda was locked by a password/]],
    ['a password', { ...CAPACITY, 128: 0x23 }, [/has a password .*was unlocked/]],
    ['another capacity', { ...CAPACITY, 102: 1 }, [/told the system of 4302967296 sectors/]],
  ])('is told before the scan: %s', async (_, words, expected) => {
    const { notes } = await inspected(words);
    expect(notes).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test.each([
    ['it has a protected area', PROTECTED, SATA, true],
    ['it has none', CAPACITY, SATA, undefined],
    ['28 bits of addresses tell too little', { ...PROTECTED, 86: 0 }, SATA, undefined],
    [
      'an adapter translates',
      PROTECTED,
      'pci0000:00/host0/port-0:0/end_device-0:0/target0:0:0',
      undefined,
    ],
  ])('and whether it may hide sectors: %s', async (_, words, at, expected) => {
    const { drive } = await inspected(words, at);
    expect(drive?.mayHide).toBe(expected);
  });
});

test('a partition is its disk’s drive, from where it begins', async () => {
  const machine = new Machine();
  addScsiDisk(machine, 'sda', { at: SATA, address: '0:0:0:0', sg: 'sg3' });
  machine.partition('sda', 'sda2', '8:2', { start: '2048\n' });
  const whole = { disk: { number: '8:0' }, sectors: 8 * SECTORS };
  expect(await drive(machine, 'sda2')).toMatchObject({ firstLba: 2048, ...whole });
  expect(await drive(machine, 'sda2', 4096)).toMatchObject({ firstLba: 256, sectors: SECTORS });
  machine.partition('sda', 'sda3', '8:3', { start: '2049\n' });
  expect(await drive(machine, 'sda3', 4096), 'within a sector').toBeNull();
});

test.each([
  ['usb', 'pci0000:00/usb1/1-4/1-4:1.0/host6/target6:0:0', { vpd_pg89: ATA }, 'bridge'],
  ['sas', 'pci0000:00/host0/port-0:0/end_device-0:0/target0:0:0', { vpd_pg89: ATA }, 'scsi'],
  ['scsi', 'pci0000:00/host2/target2:0:0', {}, 'scsi'],
] as const)('%s: %s', async (_, at, files, commands) => {
  const machine = new Machine();
  addScsiDisk(machine, 'sda', { at, address: '6:0:0:0', files });
  expect(await drive(machine, 'sda')).toMatchObject({ commands, generic: null, unitSerial: '' });
});

test('newer systems may count what an NVMe drive is sent, and no other', async () => {
  const machine = new Machine();
  addScsiDisk(machine, 'sda', { at: SATA, address: '0:0:0:0' });
  addNvmeDisk(machine, 'nvme0n1', 'pci0000:00/0000:00:04.0/nvme/nvme0');
  for (const name of ['sda', 'nvme0n1']) {
    machine.write(join(machine.dirOf(name), 'queue/iostats_passthrough'), '1\n');
  }
  expect(await drive(machine, 'sda')).toMatchObject({ isCounted: false });
  expect(await drive(machine, 'nvme0n1')).toMatchObject({ isCounted: true });
});

test('of a LUN sg tells 32 bits', async () => {
  const machine = new Machine();
  const lun = 0x4001_0000_0000_0007n;
  addScsiDisk(machine, 'sda', { at: SATA, address: `0:0:0:${lun}` });
  expect(await drive(machine, 'sda')).toMatchObject({ address: '0:0:0:7' });
});

function addNvmeDisk(machine: Machine, name: string, at: string): void {
  const files = { nsid: '2\n', size: `${8 * SECTORS}\n` };
  machine.disk(name, { at, number: '259:1', files });
}

describe('what may answer for the drive', () => {
  const PCI = 'pci0000:00/0000:00:17.0';
  const pretends = async (at: string, vendors: Record<string, string> = {}, name = 'sda') => {
    const machine = new Machine();
    if (name === 'sda') addScsiDisk(machine, name, { at, address: '6:0:0:0' });
    else addNvmeDisk(machine, name, at);
    for (const [file, vendor] of Object.entries(vendors)) {
      machine.write(join('sys/devices', PCI, file), `${vendor}\n`);
    }
    return (await drive(machine, name))?.mayPretend;
  };

  test.each([
    ['SATA', `${PCI}/ata1/host0/target0:0:0`, false],
    ['SATA of a system on a chip', 'platform/f1090000.sata/ata1/host0/target0:0:0', false],
    ['SAS', `${PCI}/host0/port-0:0/end_device-0:0/target0:0:0`, false],
    ['USB', `${PCI}/usb1/1-4/1-4:1.0/host6/target6:0:0`, true],
    ['iSCSI', 'platform/host2/session1/target2:0:0', true],
    ['an adapter of which nothing is known', `${PCI}/host2/target2:0:0`, true],
    ['no adapter', 'pseudo_0/adapter0/host2/target2:0:0', true],
  ])('%s', async (_, at, expected) => {
    expect(await pretends(at, { vendor: '0x8086', subsystem_vendor: '0x1028' })).toBe(expected);
  });

  test.each([
    ['vendor', '0x1b36'],
    ['subsystem_vendor', '0x1af4'],
    ['subsystem_vendor', '0x15ad'],
  ])('an adapter of a virtual machine: %s %s', async (file, vendor) => {
    const vendors = { vendor: '0x8086', subsystem_vendor: '0x1028', [file]: vendor };
    expect(await pretends(`${PCI}/ata1/host0/target0:0:0`, vendors)).toBe(true);
    expect(await pretends(`${PCI}/nvme/nvme0`, vendors, 'nvme0n1')).toBe(true);
  });

  test('NVMe, but for what lies behind a network', async () => {
    expect(await pretends(`${PCI}/nvme/nvme0`, { vendor: '0x144d' }, 'nvme0n1')).toBe(false);
    expect(await pretends('virtual/nvme-fabrics/ctl/nvme0', {}, 'nvme0n1')).toBe(true);
  });

  test('NVMe with several paths is what its controllers are', async () => {
    const machine = new Machine();
    const subsystem = 'virtual/nvme-subsystem/nvme-subsys0';
    addNvmeDisk(machine, 'nvme0n1', subsystem);
    machine.link(join('sys/devices', subsystem, 'nvme0'), `sys/devices/${PCI}/nvme/nvme0`);
    machine.write(`sys/devices/${PCI}/nvme/nvme0/model`, 'DISK\n');
    expect(await drive(machine, 'nvme0n1')).toMatchObject({ mayPretend: false });
  });
});

test('an NVMe namespace has a generic node of its name', async () => {
  const machine = new Machine();
  addNvmeDisk(machine, 'nvme0n2', 'pci0000:00/0000:00:04.0/nvme/nvme0');
  machine.write(join('sys/class/nvme-generic/ng0n2', 'dev'), '243:1\n');
  expect(await drive(machine, 'nvme0n2', 4096)).toEqual({
    commands: 'nvme',
    generic: { path: '/dev/ng0n2', number: '243:1' },
    disk: { path: '/dev/nvme0n2', number: '259:1' },
    address: '',
    unitSerial: '',
    nsid: 2,
    firstLba: 0,
    sectors: SECTORS,
    isCounted: false,
    mayPretend: false,
  });
});

test('what lies above disks, or is none, has no drive', async () => {
  const machine = new Machine();
  addStackedDisk(machine, 'dm-0', '253:0');
  addStackedDisk(machine, 'loop0', '7:0');
  machine.disk('vda', { at: 'pci0000:00/virtio1/block', number: '254:0' });
  for (const name of ['dm-0', 'loop0', 'vda']) expect(await drive(machine, name)).toBeNull();
});
