// The border to C++: loads the addon, and asserts that both sides agree on classes and latency steps.
// Importing it throws ERR_DEFECT where there is no addon, or an older one.

import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { CLASSES } from '../vocabulary/classes.ts';
import { errnoName } from '../vocabulary/errno.ts';
import { defect } from '../vocabulary/errors.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import type { Addon, Native } from './interface.ts';

export const native: Native = load();

function load(): Native {
  const require = createRequire(import.meta.url);
  const path = '../../build/Release/surfscan.node';
  let addon: Addon;
  try {
    addon = require(path) as Addon;
  } catch (cause) {
    throw defect(
      'the native addon is not built or does not fit this Node. Build it with: npm rebuild surfscan ' +
        '(in a clone: npm ci). npm 12 runs install scripts only where they are allowed: ' +
        'npm approve-scripts surfscan',
      { cause, path },
    );
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
    lockFile: (fd) => named(() => addon.lockFile(fd)),
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

export const foldCells = native.foldCells;
export const exitNow = native.exitNow;
