// A directory that was deleted below the shell. Node's threads ask for it and fail, so the process
// leaves it; but then a relative name would be looked for, or made, somewhere else.

import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

let isDeleted = false;

/** Leaves the working directory where it is no more. */
export function leaveDeletedDirectory(): void {
  try {
    process.cwd();
  } catch {
    isDeleted = true;
    process.chdir('/');
  }
}

/** The first of the names that would have been in the deleted directory. */
export function lostName(names: readonly string[]): string | undefined {
  return isDeleted ? names.find((name) => !isAbsolute(name)) : undefined;
}

/** As lostName, of targets: a simulated disk and the bare name of a device are nowhere in it. */
export function lostTarget(targets: readonly string[]): string | undefined {
  const isElsewhere = (name: string) =>
    name.startsWith('sim:') || (!name.includes('/') && name !== '' && existsSync(`/dev/${name}`));
  return lostName(targets.filter((name) => !isElsewhere(name)));
}

/** Why such a name is of no use. */
export function lostWords(name: string): string {
  return (
    `${name}: expected a name from / on, as the working directory was deleted; ` +
    'or go into another one'
  );
}
