// Names that would have been in a working directory that is no more.

import { usageError } from '../api/common.ts';
import { lostName, lostTarget, lostWords } from './working-directory.ts';

/** Throws ERR_USAGE for a relative name where the working directory was deleted. `json`: `--json`. */
export function assertNamesAreFound(
  targets: readonly string[],
  files: readonly string[],
  json: string | null,
): void {
  const named = json === null || json === '-' ? files : [...files, json];
  const lost = lostTarget(targets) ?? lostName(named);
  if (lost !== undefined) throw usageError(lostWords(lost));
}
