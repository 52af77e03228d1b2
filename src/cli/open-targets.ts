// Targets are opened all at once, before any is read: all that can't be opened are reported together.

import { cleanText, type Device, type InspectedTarget, SurfscanError } from '../api/common.ts';
import { type InspectOptions, inspectTarget } from '../api/targets.ts';
import { ask } from './apart.ts';
import { EXIT } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { assertOwnOutputsFit, type Guarded, guard } from './output-guard.ts';
import { isOwnDescriptor } from './path-look.ts';
import { saidWhenLong } from './patience.ts';
import { say } from './say.ts';
import type { Stopping } from './stop-signals.ts';
import { unknownDevice } from './unopened-target.ts';

/** `error`: null where the end was asked for before it answered. */
export type Unopened = { readonly device: Device; readonly error: SurfscanError | null };
export type Opened = InspectedTarget | Unopened;

/** `sectorSize`: of images; undefined: 512. Throws ERR_USAGE and ERR_DEFECT. */
export async function openAll(
  targets: readonly string[],
  stopping: Stopping,
  sectorSize?: number,
): Promise<readonly Opened[]> {
  const inspecting = sectorSize === undefined ? {} : { sectorSize };
  return Promise.all(
    targets.map(async (target): Promise<Opened> => {
      try {
        const opening = saidWhenLong(cleanText(target, 200), inspect(target, inspecting));
        const opened = await Promise.race([opening, stopping.asked]);
        return opened ?? { device: await unknownDevice(target, null), error: null };
      } catch (error) {
        if (!(error instanceof SurfscanError)) throw error;
        if (error.code === 'ERR_USAGE' || error.code === 'ERR_DEFECT') throw error;
        return { device: await unknownDevice(target, error), error };
      }
    }),
  );
}

/** What touches no path is asked here; and what is this process's own can be asked nowhere else. */
function inspect(target: string, options: InspectOptions): Promise<InspectedTarget> {
  const isHere = target.startsWith('sim:') || isOwnDescriptor(target);
  return isHere ? inspectTarget(target, options) : ask('inspect', target, options);
}

/** All were opened, and nobody asked for the end. */
export function areOpen(
  opened: readonly Opened[],
  stopping: Stopping,
): opened is readonly InspectedTarget[] {
  return !stopping.isAsked && !opened.some((target) => 'error' in target);
}

/** Says which targets can't be opened, and returns all as entries of a report. `done`: what was not, then. */
export function sayUnopened(opened: readonly Opened[], stopping: Stopping, done: string) {
  const entries = opened.map((target) => ({
    device: target.device,
    error: 'error' in target ? target.error : null,
  }));
  for (const { error } of entries) if (error !== null) say(cleanText(error.message, 2000));
  if (stopping.isAsked) say(`stopped: nothing was ${done}`);
  else if (opened.length > 1) say(`nothing was ${done}`);
  return entries;
}

/** A target that can't be opened counts before the end that was asked for. */
export function unopenedStatus(opened: readonly Opened[]): number {
  const isFailed = opened.some((target) => 'error' in target && target.error !== null);
  return isFailed ? EXIT.target : EXIT.stopped;
}

/** As openJsonOutput, beside the targets that could be opened; null: `--json` was not given. Throws
 * ERR_USAGE, too, where standard output or error is a disk. */
export async function openUnopenedJson(
  file: string | null,
  opened: readonly Opened[],
): Promise<JsonOutput | null> {
  const guarded = guardedOf(opened);
  await assertOwnOutputsFit(guarded);
  return file === null ? null : openJsonOutput(file, guarded);
}

/** Of the targets that could be opened. */
export function guardedOf(opened: readonly Opened[]): Guarded {
  return guard(opened.filter((target): target is InspectedTarget => !('error' in target)));
}
