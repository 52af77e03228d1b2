// A target that could not be opened, as a report has it.

import { statSync } from 'node:fs';
import { cleanText, type Device, type SurfscanError } from '../api/common.ts';

/** All that is known is its name. */
export function unknownDevice(target: string, error: SurfscanError): Device {
  const path = error.path ?? target;
  const unknown = { model: null, serial: null, firmware: null, wwn: null };
  const sizes = { sectors: 0, logicalBytes: 0, physicalBytes: 0 };
  const kind = isRegularFile(path) ? 'file' : 'block';
  return {
    path: cleanText(path, 4096),
    kind,
    ...unknown,
    ...sizes,
    rotational: null,
    bus: null,
    inUse: [],
  };
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
