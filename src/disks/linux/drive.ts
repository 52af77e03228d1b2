// On which drive a block device lies, and which nodes beside it take the drive's own commands.

import { basename, join } from 'node:path';
import type { DeviceNode, DriveAccess } from '../../vocabulary/device.ts';
import { mayHideSectors } from '../identify-words.ts';
import { busOf } from './bus.ts';
import { type BlockNode, pathOfName } from './node.ts';
import { mayPretend } from './pretenders.ts';
import { readBytes, readNames, readNumber, readText, realDirectory } from './sysfs.ts';
import { identifyWords, unitSerialBytes } from './vpd.ts';

/** Buses on which a drive with ATA's page is asked ATA's way. A SAS adapter translates by itself, and the
 * page is its own then. */
const ATA_BUSES: readonly (string | null)[] = ['sata', 'scsi'];
/** Of "start" and "size" in sysfs: block/partitions/core.c. */
const UNIT_BYTES = 512;

/** null: it lies on none, or above disks. */
export async function driveOf(
  node: BlockNode,
  logicalBytes: number,
  root: string,
): Promise<DriveAccess | null> {
  const disk = node.whole ?? node;
  const firstLba = node.whole === null ? 0 : await lbasIn(node, 'start', logicalBytes);
  const sectors = await lbasIn(disk, 'size', logicalBytes);
  if (firstLba === null || sectors === null) return null;
  const place = { firstLba, sectors, mayPretend: await mayPretend(disk) };
  if (/^nvme\d+n\d+$/.test(disk.name)) return nvmeDrive(disk, place, root);
  return /^sd[a-z]+$/.test(disk.name) ? scsiDrive(disk, place) : null;
}

type Place = Pick<DriveAccess, 'firstLba' | 'sectors' | 'mayPretend'>;

async function lbasIn(
  { dir }: BlockNode,
  file: string,
  logicalBytes: number,
): Promise<number | null> {
  const units = await readNumber(join(dir, file));
  const lbas = units === null ? Number.NaN : (units * UNIT_BYTES) / logicalBytes;
  return Number.isSafeInteger(lbas) ? lbas : null;
}

async function scsiDrive(disk: BlockNode, place: Place): Promise<DriveAccess | null> {
  const device = await realDirectory(join(disk.dir, 'device'));
  const address = device === null ? '' : basename(device);
  if (device === null || !/^\d+:\d+:\d+:\d+$/.test(address)) return null;
  const [name] = await readNames(join(device, 'scsi_generic'));
  const unitSerial = unitSerialBytes(await readBytes(join(device, 'vpd_pg80')));
  const identify = identifyWords(await readBytes(join(device, 'vpd_pg89')));
  const commands = scsiCommands(disk, identify !== null);
  return {
    commands,
    ...(commands === 'ata' && mayHideSectors(identify) ? { mayHide: true } : {}),
    generic: name === undefined ? null : await nodeIn(join(device, 'scsi_generic', name), name),
    disk: { path: disk.path, number: disk.number },
    address: narrowed(address),
    unitSerial: unitSerial?.toString('latin1') ?? '',
    nsid: 0,
    ...place,
    // What SCSI passes through names no disk whose statistics it could be: block/blk-mq.c,
    // blk_rq_passthrough_stats.
    isCounted: false,
  };
}

function scsiCommands(disk: BlockNode, hasAta: boolean): DriveAccess['commands'] {
  const bus = busOf(disk);
  if (bus === 'usb') return 'bridge';
  return hasAta && ATA_BUSES.includes(bus) ? 'ata' : 'scsi';
}

/** struct sg_scsi_id has 32 bits of a LUN's 64 (drivers/scsi/sg.c). */
function narrowed(address: string): string {
  const [lun, ...rest] = address.split(':').reverse();
  return [...rest.reverse(), BigInt.asUintN(32, BigInt(lun!))].join(':');
}

/** The namespace's generic node has its name and numbers (drivers/nvme/host/core.c, nvme_cdev_add). */
async function nvmeDrive(disk: BlockNode, place: Place, root: string): Promise<DriveAccess | null> {
  const nsid = await readNumber(join(disk.dir, 'nsid'));
  if (nsid === null) return null;
  const name = disk.name.replace(/^nvme/, 'ng');
  return {
    commands: 'nvme',
    generic: await nodeIn(join(root, 'sys/class/nvme-generic', name), name),
    disk: { path: disk.path, number: disk.number },
    address: '',
    unitSerial: '',
    nsid,
    ...place,
    isCounted: await isCounted(disk),
  };
}

/** Since Linux 6.13, where it is switched on: Documentation/ABI/stable/sysfs-block, iostats_passthrough. */
async function isCounted(disk: BlockNode): Promise<boolean> {
  return (await readNumber(join(disk.dir, 'queue/iostats_passthrough'))) === 1;
}

async function nodeIn(dir: string, name: string): Promise<DeviceNode | null> {
  const number = await readText(join(dir, 'dev'));
  return number !== null && /^\d+:\d+$/.test(number) ? { path: pathOfName(name), number } : null;
}
