// Finding the addon: the package of prebuilt ones that npm chose for this platform, else what was built here.

import { createRequire } from 'node:module';
import { defect } from '../vocabulary/errors.ts';
import type { Addon } from './interface.ts';

/** By libc as well, on Linux. npm installs the one that fits; a package that does not fit does not load. */
const LIBCS = process.platform === 'linux' ? ['', '-musl'] : [''];

/** In this order. */
const PLACES = [
  ...LIBCS.map((libc) => `@surfscan/${process.platform}-${process.arch}${libc}`),
  // The same way up from src/addon and from dist's folders.
  '../../build/Release/surfscan.node',
];

/** Throws ERR_DEFECT where there is none that loads. */
export function requireAddon(): Addon {
  const require = createRequire(import.meta.url);
  const causes: NodeJS.ErrnoException[] = [];
  for (const place of PLACES) {
    try {
      return require(place) as Addon;
    } catch (cause) {
      causes.push(cause as NodeJS.ErrnoException);
    }
  }
  throw defect(`there is no native addon for this system: ${words(causes)}. ${ADVICE}`, {
    cause: causes.at(-1),
    path: PLACES.at(-1)!,
  });
}

/** Whether some are there that do not load, and why; else which are expected. */
function words(causes: readonly NodeJS.ErrnoException[]): string {
  const unfit = causes.filter(({ code }) => code !== 'MODULE_NOT_FOUND');
  if (unfit.length > 0) return unfit.map(({ message }) => message.split('\n')[0]).join('; ');
  return `expected the package ${PLACES[0]}, or one that is built`;
}

const ADVICE =
  'npm leaves the package out with --omit=optional. Where there is none for a system it is built, with ' +
  'Python 3, make and a C++ compiler: npm explore -g surfscan -- npm run build-addon (in a clone: npm ci)';
