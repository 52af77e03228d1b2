// Targets are opened all at once, before any is read: all that can't be opened are reported together.

import { cleanText, type Device, type InspectedTarget, SurfscanError } from '../api/common.ts';
import { inspectTarget } from '../api/targets.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { say } from './say.ts';
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

/** Says which targets can't be opened, and returns all as entries of a report. `done`: what was not, then. */
export function sayUnopened(opened: readonly Opened[], done: string) {
  for (const target of opened) if ('error' in target) say(cleanText(target.error.message, 2000));
  if (opened.length > 1) say(`nothing was ${done}`);
  return opened.map((target) => ({
    device: target.device,
    error: 'error' in target ? target.error : null,
  }));
}

/** As openJsonOutput, beside the targets that could be opened; null: `--json` was not given. Throws
 * ERR_USAGE, too, where standard output or error is a disk. */
export async function openUnopenedJson(
  file: string | null,
  opened: readonly Opened[],
): Promise<JsonOutput | null> {
  const readable = opened.filter((target): target is InspectedTarget => !('error' in target));
  const guarded = await guard(readable);
  assertOwnOutputsFit(guarded);
  return file === null ? null : openJsonOutput(file, guarded);
}
