// Which disks share a controller.

import { expect, test } from 'vitest';
import { controllerOf as onFreebsd } from '../../../src/disks/freebsd/controller.ts';
import { controllerOf as onLinux } from '../../../src/disks/linux/controller.ts';
import { fakeSystem } from './fakes.ts';

const PCI = '/sys/devices/pci0000:00/0000:00';
const at = (dir: string) => onLinux({ name: '', path: '', dir, number: '8:0', whole: null });

test.each([
  [`${PCI}:1f.2/ata3/host2/target2:0:0/2:0:0:0/block/sda`, `${PCI}:1f.2`],
  [
    `${PCI}:02.0/0000:03:00.0/host6/port-6:0/end_device-6:0/t/6:0:0:0/block/sdb`,
    `${PCI}:02.0/0000:03:00.0`,
  ],
  [`${PCI}:14.0/usb2/2-1/2-1:1.0/host7/target7:0:0/7:0:0:0/block/sdc`, `${PCI}:14.0`],
  [`${PCI}:1d.0/0000:01:00.0/nvme/nvme0/nvme0n1`, `${PCI}:1d.0/0000:01:00.0`],
  [`${PCI}:05.0/virtio2/host3/target3:0:0/3:0:0:0/block/sdd`, `${PCI}:05.0`],
  [
    '/sys/devices/platform/soc/f0000.mmc/mmc_host/mmc0/mmc0:1/block/mmcblk0',
    '/sys/devices/platform/soc/f0000.mmc',
  ],
  [
    '/sys/devices/pseudo_0/adapter0/host2/target2:0:0/2:0:0:0/block/sde',
    '/sys/devices/pseudo_0/adapter0',
  ],
])('Linux: %s', (dir, controller) => {
  const expected = controller.replace('/sys', '');
  expect(at(dir)).toBe(expected);
  expect(at(`/tmp/surfscan-disks-1${dir}`)).toBe(expected);
});

test.each([
  '/sys/devices/virtual/block/loop0',
  '/sys/devices/platform/host5/session1/target5:0:0/5:0:0:1/block/sdf',
  '/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1',
  '',
  'sda',
])('Linux: none is known of %j', (dir) => {
  expect(at(dir)).toBeNull();
});

test('FreeBSD: a channel is its parent’s, any other a controller itself', async () => {
  const asked: string[] = [];
  const run = async (file: string, args: readonly string[]) => {
    asked.push([file, ...args].join(' '));
    return 'ahci0\n';
  };
  const system = fakeSystem({ platform: 'freebsd', run });
  expect(await onFreebsd('ahcich3', system)).toBe('ahci0');
  expect(asked).toEqual(['/sbin/sysctl -n dev.ahcich.3.%parent']);
  expect(await onFreebsd('mps0', system)).toBe('mps0');
  expect(asked.length).toBe(1);
  for (const odd of [
    '',
    'ahcich',
    '3',
    'ahcich3; reboot',
    '../dev0',
    'ahcich99999',
    '\u001b[2J0',
  ]) {
    expect(await onFreebsd(odd, system)).toBeNull();
  }
  expect(asked.length).toBe(1);
  const silent = fakeSystem({ platform: 'freebsd', run: () => Promise.reject(new Error('no')) });
  expect(await onFreebsd('ahcich3', silent)).toBeNull();
  const hostile = fakeSystem({ platform: 'freebsd', run: async () => '\u001b[2J\n' });
  expect(await onFreebsd('ahcich3', hostile)).not.toContain('\u001b');
});
