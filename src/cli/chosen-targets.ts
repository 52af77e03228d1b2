// By which method each target is scanned: drives are asked for it, and one that does not allow what was asked for
// is not opened.

import { type InspectedTarget, SurfscanError } from '../api/common.ts';
import { chooseMethod, type MethodWanted, mapPaths, methodsFor } from '../api/scan.ts';
import { answering } from './answering.ts';
import { ask } from './apart.ts';
import type { Opened } from './open-targets.ts';
import { saidWhenLong } from './patience.ts';
import type { CliScanOptions } from './scan-options.ts';
import type { Stopping } from './stop-signals.ts';

/** Throws ERR_USAGE where a map says another method. */
export async function chooseMethods(
  targets: readonly InspectedTarget[],
  { map, scan }: CliScanOptions,
  stopping: Stopping,
): Promise<readonly Opened[]> {
  const paths = map?.resume ? await mapPaths(targets, map) : [];
  for (const path of paths) await answering(path);
  const wanted = await methodsFor(targets, paths, scan.method);
  return Promise.all(
    targets.map(async (target, i): Promise<Opened> => {
      const { device } = target;
      try {
        const choosing = saidWhenLong(device.path, choose(target, wanted[i]!));
        return (await Promise.race([choosing, stopping.asked])) ?? { device, error: null };
      } catch (error) {
        if (error instanceof SurfscanError && error.code === 'ERR_METHOD') return { device, error };
        throw error;
      }
    }),
  );
}

/** Who asks a drive may have to wait for it for ever. */
function choose(target: InspectedTarget, wanted: MethodWanted): Promise<InspectedTarget> {
  const { drive } = target;
  const isAsked = drive !== undefined && (wanted.choice !== 'read' || drive.mayHide === true);
  return isAsked ? ask('chooseMethod', target, wanted) : chooseMethod(target, wanted);
}
