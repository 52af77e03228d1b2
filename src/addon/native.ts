// The border to C++: loads the addon when it is first used, and asserts that both sides agree on classes and
// latency steps. Using it throws ERR_DEFECT where there is no addon, or an older one; what needs none, reports
// say, works without.

import { setTimeout } from 'node:timers/promises';
import { CLASSES } from '../vocabulary/classes.ts';
import { errnoName } from '../vocabulary/errno.ts';
import { defect } from '../vocabulary/errors.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import { HISTOGRAM } from './histogram-shape.ts';
import type { Addon, Native } from './interface.ts';
import { requireAddon } from './require-addon.ts';

let isLoaded = false;

/** Empty until it is looked at. */
export const native: Native = new Proxy({} as Native, {
  get: (own, name) => Reflect.get(filled(own), name),
  has: (own, name) => Reflect.has(filled(own), name),
  ownKeys: (own) => Reflect.ownKeys(filled(own)),
  getOwnPropertyDescriptor: (own, name) => Reflect.getOwnPropertyDescriptor(filled(own), name),
});

function filled(own: Native): Native {
  if (!isLoaded) Object.assign(own, load());
  isLoaded = true;
  return own;
}

/** Whether it is there; loads it. What has another way, slower, asks this first. */
export function hasAddon(): boolean {
  try {
    return 'layout' in native;
  } catch {
    return false;
  }
}

function load(): Native {
  const addon = requireAddon();
  const { histogramBuckets, histogramSubBits } = addon.layout;
  if (histogramBuckets !== HISTOGRAM.buckets || histogramSubBits !== HISTOGRAM.subBits) {
    throw defect('the addon and src/addon/histogram-shape.ts differ: rebuild it');
  }
  for (const [index, entry] of CLASSES.entries()) {
    const limitNs = addon.layout.classLimitsNs[index] ?? Number.POSITIVE_INFINITY;
    if (
      addon.layout.classFirstSteps[index] === entry.firstStep &&
      limitNs === entry.limitMs * 1e6
    ) {
      continue;
    }
    throw defect(
      `the addon and src/vocabulary/classes.ts differ on the class ${entry.name}: rebuild it`,
    );
  }
  const wrongStep = stepEdgesNs.findIndex((edge, step) => edge !== addon.layout.stepEdgesNs[step]);
  if (wrongStep >= 0) {
    throw defect(
      `the addon and src/vocabulary/latency-scale.ts differ on step ${wrongStep}: rebuild it`,
    );
  }
  return withErrnoNames(addon);
}

/** The addon's errors have `errnoNumber`; here they get `errno`, its name. */
function withErrnoNames(addon: Addon): Native {
  const named = <T>(call: () => T): T => {
    try {
      return call();
    } catch (cause) {
      if (cause instanceof Error && 'errnoNumber' in cause) {
        Object.assign(cause, { errno: errnoName(Number(cause.errnoNumber)) });
      }
      throw cause;
    }
  };
  return {
    ...addon,
    inspect: (path, imageSectorBytes) => {
      const ask = addon.startInspection(path, imageSectorBytes);
      return answer(() => named(ask));
    },
    backingFile: (disk) => answer(addon.startBackingFile(disk)),
    probeDrive: (...args) => {
      const ask = named(() => addon.startDriveProbe(...args));
      return answer(() => named(ask));
    },
    nativeLast: (...args) => {
      const ask = named(() => addon.startNativeLast(...args));
      return answer(() => named(ask));
    },
    lockFile: (fd) => named(() => addon.lockFile(fd)),
    openDrive: (...args) => named(() => addon.openDrive(...args)),
    openPath: (...args) => named(() => addon.openPath(...args)),
  };
}

const MOST_ASKING_MS = 1000;

/**
 * Asks until there is an answer, ever more rarely. It keeps no process alive: a disk may never
 * answer, and whoever waits has a time limit of his own.
 */
async function answer<T>(ask: () => T | undefined): Promise<T> {
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 1.5, MOST_ASKING_MS)) {
    const found = ask();
    if (found !== undefined) return found;
    await setTimeout(waitMs, undefined, { ref: false });
  }
}

export const tallyMap: Native['tally'] = (...args) => native.tally(...args);

/**
 * _exit(2), whatever calls of the system are still out. Without the addon, which all reading needs, Node's own way
 * out, which waits for them.
 */
export function exitNow(status: number): never {
  return hasAddon() ? native.exitNow(status) : process.exit(status);
}
