// Targets are opened all at once, before any is read: what can't be opened is told with the others.

import { type Device, type InspectedTarget, SurfscanError } from '../api/common.ts';
import { inspectTarget } from '../api/targets.ts';
import { unknownDevice } from './unopened-target.ts';

export type Opened = InspectedTarget | { readonly device: Device; readonly error: SurfscanError };

/** `sectorSize`: of images; undefined: 512. Throws ERR_USAGE and ERR_DEFECT. */
export async function openAll(
  targets: readonly string[],
  sectorSize?: number,
): Promise<readonly Opened[]> {
  const inspecting = sectorSize === undefined ? {} : { sectorSize };
  return Promise.all(
    targets.map(async (target): Promise<Opened> => {
      try {
        return await inspectTarget(target, inspecting);
      } catch (error) {
        if (!(error instanceof SurfscanError)) throw error;
        if (error.code === 'ERR_USAGE' || error.code === 'ERR_DEFECT') throw error;
        return { device: unknownDevice(target, error), error };
      }
    }),
  );
}
