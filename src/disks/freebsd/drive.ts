// On which drive a provider lies, and what FreeBSD knows of that drive since it found it.

import type { NativeDriveFacts, NativeInspection } from '../../addon/interface.ts';
import type { DriveAccess } from '../../vocabulary/device.ts';
import type { DiskSystem } from '../system.ts';
import { busOf } from './identity.ts';
import type { Mesh, Provider } from './mesh.ts';
import { partitionsOf } from './partitions.ts';

/** By the driver: sys/cam/ata/ata_da.c, sys/cam/scsi/scsi_da.c, sys/cam/nvme/nvme_da.c, sys/dev/nvd. */
const COMMANDS: readonly (readonly [RegExp, DriveAccess['commands']])[] = [
  [/^ada\d+$/, 'ata'],
  [/^da\d+$/, 'scsi'],
  [/^(nda|nvd)\d+$/, 'nvme'],
];

/** null: it lies on none, or above disks. `provider` is no label. */
export function driveOf(
  mesh: Mesh,
  provider: Provider,
  inspection: Pick<NativeInspection, 'attachment' | 'serial'>,
): DriveAccess | null {
  const disk = mesh.enclosing(provider).at(-1) ?? provider;
  const commands = COMMANDS.find(([name]) => name.test(disk.name))?.[1];
  if (disk.geom.className !== 'DISK' || commands === undefined) return null;
  const part = partitionsOf(mesh, disk).find((found) => found.provider === provider);
  if (part === undefined && provider !== disk) return null;
  const isBridge = commands === 'scsi' && busOf(disk.name, inspection.attachment) === 'usb';
  return {
    through: 'cam',
    commands: isBridge ? 'bridge' : commands,
    generic: null,
    disk: { path: `/dev/${disk.name}`, number: '' },
    address: provider.name,
    unitSerial: (disk.config.get('ident') ?? (provider === disk ? inspection.serial : '')).trim(),
    nsid: 0,
    firstLba: part?.firstLba ?? 0,
    sectors: Math.floor(disk.mediaBytes / Math.max(1, disk.sectorBytes)),
    mayPretend: true, // what its adapter is the mesh does not say
    // pass(4) counts for itself: scsi_pass.c, devstat_new_entry("pass").
    isCounted: false,
  };
}

/** null: it is none of CAM's, or this user may not ask. */
export async function driveFactsOf(
  disk: string,
  system: DiskSystem,
): Promise<NativeDriveFacts | null> {
  if (!COMMANDS.some(([name]) => name.test(disk))) return null;
  const native = await system.native();
  return native.driveFacts(`/dev/${disk}`);
}
