// From what the user typed to what is opened.

import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import { openError } from './open-error.ts';
import type { DiskSystem } from './system.ts';

export type TargetAddress =
  | { readonly kind: 'sim'; readonly spec: string }
  | { readonly kind: 'path'; readonly path: string };

const SIM_PREFIX = 'sim:';

/** A path has a slash; a bare name is /dev/NAME, or the file NAME; `sim:` is the simulated disk. Throws
 * ERR_USAGE for a name that is empty, has control characters or means both, ERR_ABSENT for neither. */
export async function resolveTarget(argument: string, system: DiskSystem): Promise<TargetAddress> {
  if (argument === '') {
    throw usageError('an empty TARGET: name a disk ("surfscan list" shows them) or an image file');
  }
  if (/\p{Cc}/u.test(argument)) {
    // NUL ends a name in C, the others steer terminals: no device has such a name.
    throw usageError(
      `TARGET "${cleanText(argument, 60)}" has control characters in its name: ` +
        'reach the file through a link with a plain name',
    );
  }
  if (argument.startsWith(SIM_PREFIX)) {
    return { kind: 'sim', spec: argument.slice(SIM_PREFIX.length) };
  }
  if (argument.includes('/') || argument === '.' || argument === '..') {
    return { kind: 'path', path: argument };
  }
  const node = `/dev/${argument}`;
  const [hasNode, hasFile] = await Promise.all([exists(node, system), exists(argument, system)]);
  if (hasNode && hasFile) {
    const name = cleanText(argument, 60);
    throw usageError(
      `"${name}" is both /dev/${name} and a file here: write /dev/${name} or ./${name}`,
    );
  }
  if (hasNode) return { kind: 'path', path: node };
  if (hasFile) return { kind: 'path', path: argument };
  throw openError(argument, { code: 'ERR_ABSENT', errno: 'ENOENT', syscall: 'stat' }, system);
}

async function exists(path: string, system: DiskSystem): Promise<boolean> {
  try {
    await system.stat(path);
    return true;
  } catch (cause) {
    // Anything else is there, and opening it will say what is the matter.
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    return !['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code);
  }
}
