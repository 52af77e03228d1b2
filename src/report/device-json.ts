// A disk as every JSON of ours has it.

import type { Device } from '../vocabulary/device.ts';

export interface DeviceJson {
  path: string;
  kind: 'block' | 'file' | 'sim';
  model: string | null;
  serial: string | null;
  firmware: string | null;
  wwn: string | null;
  sectors: number;
  logical_bytes: number;
  physical_bytes: number;
  rotational: boolean | null;
  bus: string | null;
  in_use: string[] | null;
  ids: string[];
  slot: string | null;
}

export function deviceJson(device: Device): DeviceJson {
  return {
    path: device.path,
    kind: device.kind,
    model: device.model,
    serial: device.serial,
    firmware: device.firmware,
    wwn: device.wwn,
    sectors: device.sectors,
    logical_bytes: device.logicalBytes,
    physical_bytes: device.physicalBytes,
    rotational: device.rotational,
    bus: device.bus,
    in_use: device.inUse === null ? null : [...device.inUse],
    ids: [...device.ids],
    slot: device.slot,
  };
}
