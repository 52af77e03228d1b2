// Outputs of one command are each their own file: of two that are one, the last is all that would be left.

import { cleanText, usageError } from '../api/common.ts';
import { type Guarded, lookAtOutput } from './output-guard.ts';
import type { PathLook } from './path-look.ts';

export interface NamedOutput {
  /** "--json" */
  readonly option: string;
  /** `-` is standard output, which its option guards. */
  readonly file: string;
}

/** Rejects with ERR_USAGE where two are one file, whatever it is called. Devices and pipes take several. */
export async function assertOutputsApart(
  outputs: readonly NamedOutput[],
  guarded: Guarded,
): Promise<void> {
  const named = outputs.filter(({ file }) => file !== '-');
  if (named.length < 2) return;
  const looks: PathLook[] = [];
  for (const { option, file } of named) {
    const look = await lookAtOutput(option, file, guarded);
    const other = looks.findIndex((each) => areOneFile(each, look));
    if (other >= 0) {
      const name = `${option} ${cleanText(file, 200)}`;
      throw usageError(`${name}: expected another file than that of ${named[other]!.option}`);
    }
    looks.push(look);
  }
}

function areOneFile(a: PathLook, b: PathLook): boolean {
  if (b.stats !== null && b.stats.kind !== 'file') return false;
  if (a.place !== null && a.place === b.place) return true;
  return a.stats !== null && a.stats.dev === b.stats?.dev && a.stats.ino === b.stats.ino;
}
