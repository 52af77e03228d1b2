// Who a disk is: sysfs first, because it is always there and says the same before and after udev
// runs; udev's database where sysfs is silent.

import { join } from 'node:path';
import type { Device } from '../../vocabulary/device.ts';
import { identityText, wwnText } from '../identity-text.ts';
import { busOf } from './bus.ts';
import type { BlockNode } from './node.ts';
import { slotOf } from './slot.ts';
import { readBytes, readNumber, readText } from './sysfs.ts';
import { decodeUdev, readUdev, type UdevProperties } from './udev.ts';
import { parseAtaInformation, parseUnitSerial } from './vpd.ts';

export type DiskIdentity = Pick<
  Device,
  'model' | 'serial' | 'firmware' | 'wwn' | 'rotational' | 'bus' | 'slot'
>;

/** `disk` is a whole disk: a partition's identity is its disk's. */
export async function identityOf(root: string, disk: BlockNode): Promise<DiskIdentity> {
  const attribute = (name: string) => readText(join(disk.dir, name));
  const [ata, unitSerial, udev, rotational] = await Promise.all([
    readBytes(join(disk.dir, 'device/vpd_pg89')).then(parseAtaInformation),
    readBytes(join(disk.dir, 'device/vpd_pg80')).then(parseUnitSerial),
    readUdev(root, disk.number),
    readNumber(join(disk.dir, 'queue/rotational')),
  ]);
  return {
    model: first(
      ata?.model,
      udev.get('ID_BUS') === 'ata' ? decodeUdev(udev.get('ID_MODEL_ENC')) : null,
      await inquiryModel(attribute),
      await attribute('device/name'), // MMC
      decodeUdev(udev.get('ID_MODEL_ENC')),
      udev.get('ID_MODEL'),
    ),
    serial: first(
      ata?.serial,
      unitSerial,
      await attribute('device/serial'), // NVMe, MMC
      await attribute('serial'), // virtio-blk: drivers/block/virtio_blk.c, serial_show
      await usbSerial(disk),
      udev.get('ID_SERIAL_SHORT'),
    ),
    firmware: first(
      ata?.firmware,
      await attribute('device/firmware_rev'), // NVMe
      udev.get('ID_BUS') === 'ata' ? udev.get('ID_REVISION') : null,
      await attribute('device/rev'), // SCSI: 4 characters
      await attribute('device/fwrev'), // MMC
      udev.get('ID_REVISION'),
    ),
    wwn: firstWwn([
      ata?.wwn,
      await attribute('wwid'), // NVMe
      await attribute('device/wwid'), // SCSI
      ...wwnsOf(udev),
    ]),
    rotational: rotational === null ? null : rotational !== 0,
    bus: busOf(disk),
    slot: await slotOf(root, disk),
  };
}

/** SCSI's vendor and model. A SATA disk's vendor is "ATA" by SAT; virtio-blk's is a PCI number. */
async function inquiryModel(attribute: (name: string) => Promise<string | null>) {
  const model = identityText(await attribute('device/model'));
  const vendor = identityText(await attribute('device/vendor'));
  if (model === null || vendor === null) return model;
  return vendor === 'ATA' || model.startsWith(vendor) || /^0x/.test(vendor)
    ? model
    : `${vendor} ${model}`;
}

/** Of the bridge, whose disks the kernel asks for no VPD pages: it is what udev takes as well. A USB
 * device's directory, "1-4.2", holds its interfaces', "1-4.2:1.0". */
async function usbSerial({ dir }: BlockNode): Promise<string | null> {
  const [, usbDevice] = dir.match(/^(.*\/usb\d+\/.*)\/[\d.-]+:\d+\.\d+\//) ?? [];
  return usbDevice === undefined ? null : readText(join(usbDevice, 'serial'));
}

function wwnsOf(udev: UdevProperties): (string | undefined)[] {
  return [udev.get('ID_WWN_WITH_EXTENSION'), udev.get('ID_WWN')];
}

function first(...candidates: readonly (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const text = identityText(candidate);
    if (text !== null) return text;
  }
  return null;
}

function firstWwn(candidates: readonly (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const wwn = wwnText(candidate);
    if (wwn !== null) return wwn;
  }
  return null;
}
