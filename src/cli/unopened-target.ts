// A target that could not be opened, as a report has it.

import { cleanText, type Device, type SurfscanError, withDeadline } from '../api/common.ts';
import { ask } from './apart.ts';

/** Opening it took up all patience already. */
const LIMIT_MS = 1000;

/** All that is known is its name. `error`: null where it was not waited for. */
export async function unknownDevice(target: string, error: SurfscanError | null): Promise<Device> {
  const path = error?.path ?? target;
  const unknown = { model: null, serial: null, firmware: null, wwn: null };
  const sizes = { sectors: 0, logicalBytes: 0, physicalBytes: 0 };
  return {
    path: cleanText(path, 4096),
    kind: await kindOf(path),
    ...unknown,
    ...sizes,
    rotational: null,
    bus: null,
    inUse: null,
    ids: [],
    slot: null,
  };
}

/** Where it does not answer its name has to do: disks are in /dev, or have no slash. */
async function kindOf(path: string): Promise<Device['kind']> {
  if (path.startsWith('sim:')) return 'sim';
  const silent = () => new Error('no answer');
  const look = await withDeadline(ask('look', path), LIMIT_MS, silent).catch(() => null);
  if (look !== null) return look.stats?.kind === 'file' ? 'file' : 'block';
  return path.startsWith('/dev/') || !path.includes('/') ? 'block' : 'file';
}
