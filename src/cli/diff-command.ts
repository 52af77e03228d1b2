// `surfscan diff`: what changed between two scans of one disk. It reads maps, never a disk.

import { cleanText, usageError } from '../api/common.ts';
import { compareMaps, diffReport, diffText } from '../api/diff.ts';
import { ask } from './apart.ts';
import { EXIT } from './exit-status.ts';
import { openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { saidWhenLong } from './patience.ts';
import { writeReport } from './write-report.ts';

/** As commander hands them over. */
export interface TypedDiffOptions {
  readonly json?: string;
}

/** Something is reported. */
const DIFFERS = 1;

/** Resolves to the exit status: 0 the same, 1 something is reported. Throws ERR_USAGE for what is no sound
 * map, and for maps of two disks. */
export async function runDiff(
  maps: readonly [string, string],
  { json }: TypedDiffOptions,
): Promise<number> {
  if (json === '') throw usageError('--json: expected a file name, or - for standard output');
  assertNamesAreFound([], maps, json === '-' ? null : (json ?? null));
  const guarded = guard([], maps);
  await assertOwnOutputsFit(guarded);
  for (const map of maps) await saidWhenLong(cleanText(map, 200), ask('look', map));
  const { comparison, notes } = await compareMaps(...maps);
  const { device } = comparison.now;
  const inputs = device.kind === 'sim' ? maps : [...maps, device.path];
  const output = json === undefined ? null : await openJsonOutput(json, { ...guarded, inputs });
  const report = {
    file: json ?? null,
    json: output,
    value: () => diffReport(comparison, notes),
    words: () => diffText(comparison, notes),
  };
  return writeReport(report, comparison.differs ? DIFFERS : EXIT.ok);
}
