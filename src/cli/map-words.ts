// What is said of a run's maps before they are made, and of one that cannot be.

import { dirname } from 'node:path';
import {
  cleanText,
  formatBytes,
  hasResult,
  type InspectedTarget,
  type RunEntry,
  SurfscanError,
} from '../api/common.ts';
import { type MapRequest, mapPaths, type SizedMap } from '../api/scan.ts';
import type { Opened } from './open-targets.ts';
import { say } from './say.ts';

/** A closed map takes less: it is compact. */
export function sayMapSizes(maps: readonly SizedMap[], isResumed: boolean): void {
  for (const { path } of maps.filter(({ isNew }) => isNew === true && isResumed)) {
    say(`there is no map ${cleanText(path, 200)} yet: its scan begins anew`);
  }
  const [{ path }] = maps as [SizedMap];
  const sum = formatBytes(maps.reduce((bytes, map) => bytes + map.bytes, 0));
  say(
    maps.length === 1
      ? `the map ${cleanText(path, 200)} takes ${sum} while the scan goes on`
      : `the ${maps.length} maps in ${cleanText(dirname(path), 200)} take ${sum} while the scans go on`,
  );
}

/** Of scans that did not come to their end, by `mapPath` of each: how they go on. */
export function sayUnfinished(
  mapPaths: readonly (string | null)[],
  entries: readonly RunEntry[],
): void {
  for (const [i, entry] of entries.entries()) {
    const path = mapPaths[i] ?? null;
    if (path === null || !hasResult(entry) || entry.finished !== null) continue;
    if (entry.mapTrouble !== null) continue;
    say(`the map ${cleanText(path, 200)} keeps what is known: --resume goes on`);
  }
}

/** Whether a map's file system did not take it: nothing is scanned then. */
export function isMapRefused(cause: unknown): cause is SurfscanError {
  return (
    cause instanceof SurfscanError && (cause.code === 'ERR_MAP' || cause.code === 'ERR_MAP_SPACE')
  );
}

/** The targets, that whose map it is with the refusal as its error. */
export async function withRefusal(
  opened: readonly InspectedTarget[],
  map: MapRequest,
  refusal: SurfscanError,
): Promise<readonly Opened[]> {
  const shown = (await mapPaths(opened, map)).map((path) => cleanText(path, 200));
  const isKnown = refusal.path !== null && shown.includes(refusal.path);
  return opened.map((target, i) =>
    isKnown && shown[i] !== refusal.path ? target : { device: target.device, error: refusal },
  );
}
