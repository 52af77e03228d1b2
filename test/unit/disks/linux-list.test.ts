import { describe, expect, it } from 'vitest';
import { listLinux } from '../../../src/disks/linux/list.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';

const GPT = { ID_PART_ENTRY_SCHEME: 'gpt' };

describe('the list on Linux', () => {
  it('tells a SATA disk by its whole identify data, with partitions and mounts', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.udev('8:1', {
      ...GPT,
      ID_PART_ENTRY_TYPE: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
      ID_PART_ENTRY_NAME: 'EFI\\x20system',
      ID_FS_TYPE: 'vfat',
    });
    machine.mounts('8:2 / / rw - ext4 /dev/sda2 rw', '8:1 / /boot/efi rw - vfat /dev/sda1 rw');
    expect(await listLinux(machine)).toEqual([
      {
        device: {
          path: '/dev/sda',
          kind: 'block',
          model: 'WDC WD20EFRX-68EUZN0',
          serial: 'WD-WCC4M0123456',
          firmware: '82.00A82',
          wwn: '50014ee2b311add7',
          sectors: 3907029168,
          logicalBytes: 512,
          physicalBytes: 4096,
          rotational: true,
          bus: 'sata',
          inUse: ['/dev/sda1 is mounted at /boot/efi', '/dev/sda2 is mounted at /'],
          ids: [],
          slot: null,
        },
        partitions: [
          {
            path: '/dev/sda1',
            scheme: 'gpt',
            index: 1,
            type: 'efi',
            label: 'EFI system',
            firstLba: 2048,
            lastLba: 1050623,
            filesystem: 'vfat',
            inUse: ['/dev/sda1 is mounted at /boot/efi'],
          },
          {
            path: '/dev/sda2',
            scheme: null,
            index: 2,
            type: null,
            label: null,
            firstLba: 1050624,
            lastLba: 3907028991,
            filesystem: null,
            inUse: ['/dev/sda2 is mounted at /'],
          },
        ],
      },
    ]);
  });

  it('tells an NVMe disk', async () => {
    const machine = new Machine();
    machine.disk('nvme0n1', {
      at: 'pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0',
      number: '259:0',
      files: {
        size: '1953525168\n',
        'queue/logical_block_size': '512\n',
        'queue/physical_block_size': '512\n',
        'queue/rotational': '0\n',
        'device/model': 'Samsung SSD 970 EVO Plus 1TB            \n',
        'device/serial': 'S4EWNX0N123456      \n',
        'device/firmware_rev': '2B2QEXM7\n',
        wwid: 'eui.0025385b01403210\n',
      },
    });
    const [disk] = await listLinux(machine);
    expect(disk?.device).toMatchObject({
      path: '/dev/nvme0n1',
      model: 'Samsung SSD 970 EVO Plus 1TB',
      serial: 'S4EWNX0N123456',
      firmware: '2B2QEXM7',
      wwn: '0025385b01403210',
      rotational: false,
      bus: 'nvme',
    });
  });

  it('tells a USB disk by its bridge and by what udev knows', async () => {
    const machine = new Machine();
    machine.disk('sdb', {
      at: 'pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block',
      number: '8:16',
      files: {
        size: '1000\n',
        'queue/rotational': '1\n',
        'device/vendor': 'WD      \n',
        'device/model': 'Elements 25A2   \n',
        'device/rev': '1021\n',
      },
    });
    machine.udev('8:16', {
      ID_BUS: 'usb',
      ID_SERIAL_SHORT: '575832314142',
      ID_WWN: '0x50014ee2b311add8',
    });
    const [disk] = await listLinux(machine);
    expect(disk?.device).toMatchObject({
      model: 'WD Elements 25A2',
      serial: '575832314142',
      wwn: '50014ee2b311add8',
      bus: 'usb',
      rotational: true,
    });
  });

  it('takes a USB disk’s serial number from its bridge where udev does not run', async () => {
    const machine = new Machine();
    const bridge = 'pci0000:00/0000:00:14.0/usb2/2-1/2-1.3';
    machine.disk('sdb', {
      at: `${bridge}/2-1.3:1.0/host6/target6:0:0/6:0:0:0/block`,
      number: '8:16',
      files: { size: '1000\n' },
    });
    machine.write(`sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/serial`, 'A HUB\n');
    machine.write(`sys/devices/${bridge}/serial`, '575832314142\n');
    const [disk] = await listLinux(machine);
    expect(disk?.device).toMatchObject({ serial: '575832314142', bus: 'usb' });
  });

  it('counts in the sectors of a 4Kn disk, where sysfs counts in 512 bytes', async () => {
    const machine = new Machine();
    machine.disk('sda', {
      at: 'pci0000:00/ata1/host0/target0:0:0/0:0:0:0/block',
      number: '8:0',
      files: { size: '15628053168\n', 'queue/logical_block_size': '4096\n' },
    });
    machine.partition('sda', 'sda1', '8:1', { start: '2048\n', size: '15628050432\n' });
    machine.partition('sda', 'sda2', '8:2', { start: '15628052480\n', size: '2\n' });
    const [disk] = await listLinux(machine);
    expect(disk?.device).toMatchObject({
      sectors: 1953506646,
      logicalBytes: 4096,
      physicalBytes: 4096,
    });
    expect(disk?.partitions).toMatchObject([
      { firstLba: 256, lastLba: 1953506559 },
      { firstLba: 1953506560, lastLba: 1953506560 },
    ]);
  });

  it('lets nothing through that a disk wrote to steer the terminal', async () => {
    const machine = new Machine();
    machine.disk('sda', {
      at: 'x/block',
      number: '8:0',
      files: {
        size: '8\n',
        'device/model': 'EVIL\x1b]0;owned\x07\u202edisk\n',
        'device/serial': `\x1b[2J${'9'.repeat(5000)}\n`,
        'device/rev': Buffer.from([0xff, 0x9b, 0x31, 0x6d, 0x0a]),
      },
    });
    const [disk] = await listLinux(machine);
    expect(disk?.device.model).toBe('EVIL?]0;owned??disk');
    expect(disk?.device.serial).toHaveLength(256);
    expect(JSON.stringify(disk)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
  });

  it('lists a disk of which sysfs knows next to nothing', async () => {
    const machine = new Machine();
    machine.disk('sda', { at: 'x/block', number: '8:0', files: { size: '8\n' } });
    const [disk] = await listLinux(machine);
    expect(disk?.device).toMatchObject({
      model: null,
      serial: null,
      firmware: null,
      wwn: null,
      rotational: null,
      bus: null,
      logicalBytes: 512,
      inUse: [],
    });
  });

  it('leaves out what is empty, hidden, optical or above disks', async () => {
    const machine = new Machine();
    const size = { size: '2048\n' };
    for (const [index, name] of ['loop0', 'zram0', 'sdc', 'nbd0'].entries()) {
      addStackedDisk(machine, name, `7:${index}`, { size: '0\n' });
    }
    for (const [index, name] of [
      'ram0',
      'sr0',
      'fd0',
      'dm-0',
      'md127',
      'zd0',
      'bcache0',
    ].entries()) {
      addStackedDisk(machine, name, `9:${index}`, size);
    }
    addStackedDisk(machine, 'nvme0c0n1', '259:7', { ...size, hidden: '1\n' });
    addStackedDisk(machine, 'loop10', '7:10', size);
    addStackedDisk(machine, 'loop9', '7:9', size);
    addStackedDisk(machine, 'zram1', '252:1', size);
    const disks = await listLinux(machine);
    expect(disks.map(({ device }) => `${device.path} ${device.bus}`)).toEqual([
      '/dev/loop9 loop',
      '/dev/loop10 loop',
      '/dev/zram1 zram',
    ]);
  });

  it('puts sdb before sdaa', async () => {
    const machine = new Machine();
    for (const [index, name] of ['sdaa', 'sdb', 'sda'].entries()) {
      addStackedDisk(machine, name, `8:${index}`);
    }
    const paths = (await listLinux(machine)).map(({ device }) => device.path);
    expect(paths).toEqual(['/dev/sda', '/dev/sdb', '/dev/sdaa']);
  });

  it('says that a disk hangs, and lists the others', async () => {
    const machine = new Machine();
    addStackedDisk(machine, 'sda', '8:0');
    addStackedDisk(machine, 'sdb', '8:16');
    const good = (await listLinux(machine))[1]!;
    const disks = await listLinux(machine, 50, (_root, name) =>
      name === 'sda' ? new Promise(() => {}) : Promise.resolve(good),
    );
    expect(disks).toMatchObject([
      { device: { path: '/dev/sda', sectors: 0 }, error: { code: 'ERR_NO_ANSWER' } },
      { device: { path: '/dev/sdb' } },
    ]);
  });
});
