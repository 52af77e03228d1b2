// Who a disk is: the mesh and disk(4)'s ioctls say the same, either may be missing.

import type { NativeDriveFacts, NativeInspection } from '../../addon/interface.ts';
import type { Device } from '../../vocabulary/device.ts';
import { compareNames, identityText, wwnText } from '../identity-text.ts';
import type { Mesh, Provider } from './mesh.ts';
import type { Slots } from './slots.ts';

type Identity = Pick<
  Device,
  'model' | 'serial' | 'firmware' | 'wwn' | 'rotational' | 'bus' | 'slot'
>;
type Asked = Pick<NativeInspection, 'model' | 'serial' | 'attachment' | 'lunId' | 'rotationRate'>;

/** By the controller: GEOM::attachment is the SIM's name and number (sys/cam, dev_name). */
const BUS_OF_ATTACHMENT: readonly (readonly [RegExp, string])[] = [
  [/^umass/, 'usb'],
  [/^(ahcich|ahciem|siisch|mvsch|ata)\d/, 'sata'],
  [/^nvme/, 'nvme'],
  [/^(mps|mpr|mpi3mr|pms|isci)\d/, 'sas'],
  [/^(isp|ocs_fc|qla)/, 'fc'],
  [/^iscsi/, 'iscsi'],
  [/^(sdhci|mmc)/, 'mmc'],
];

/** By the driver of the disk, which for daN says only that it speaks SCSI: not on what bus. */
const BUS_OF_DRIVER: readonly (readonly [RegExp, string])[] = [
  [/^ada\d/, 'sata'],
  [/^(nda|nvd)\d/, 'nvme'],
  [/^vtbd\d/, 'virtio'],
  [/^(mmcsd|sdda)\d/, 'mmc'],
  [/^xbd\d/, 'xen'],
  [/^md\d/, 'memory'],
  [/^ggate\d/, 'ggate'],
];

/** `disk` is the whole disk's provider; each may be null. */
export function identityOf(
  disk: Provider | null,
  asked: Asked | null,
  facts: Pick<NativeDriveFacts, 'firmware'> | null,
  slots: Slots = new Map(),
): Identity {
  const config = disk?.config;
  return {
    model: first(config?.get('descr'), asked?.model)?.replace(/^ATA /, '') ?? null,
    serial: first(config?.get('ident'), asked?.serial),
    firmware: identityText(facts?.firmware), // CAM's to tell: neither GEOM nor disk(4) does
    wwn: wwnText(config?.get('lunid')) ?? wwnText(asked?.lunId),
    rotational: rotationalOf(config?.get('rotationrate'), asked?.rotationRate ?? 0),
    bus: busOf(disk?.name ?? '', asked?.attachment ?? ''),
    slot: slots.get(disk?.name ?? '') ?? null,
  };
}

const MOST_IDS = 16;
const MOST_ID = 200;

/** glabel(8)'s names of it: diskid/DISK-SERIAL, gptid/UUID, and what its owner called it. */
export function idsOf(mesh: Mesh, provider: Provider): string[] {
  const names = mesh.labelsOf(provider).flatMap(({ name }) => identityText(name, MOST_ID) ?? []);
  return [...new Set(names)]
    .sort(compareNames)
    .slice(0, MOST_IDS)
    .map((name) => `/dev/${name}`);
}

export function busOf(name: string, attachment: string): string | null {
  for (const [pattern, bus] of BUS_OF_ATTACHMENT) if (pattern.test(attachment)) return bus;
  for (const [pattern, bus] of BUS_OF_DRIVER) if (pattern.test(name)) return bus;
  return attachment === '' ? null : 'scsi';
}

/** geom_disk.c, g_disk_dumpconf: "0" is no spindle, "unknown", "invalid", else revolutions a minute.
 * The ioctl tells ATA's word 217 itself: 0 unknown, 1 no spindle. */
function rotationalOf(rate: string | undefined, word: number): boolean | null {
  if (rate !== undefined && /^\d+$/.test(rate)) return Number(rate) > 0;
  return word === 0 ? null : word !== 1;
}

function first(...candidates: readonly (string | undefined)[]): string | null {
  for (const candidate of candidates) {
    const text = identityText(candidate);
    if (text !== null) return text;
  }
  return null;
}
