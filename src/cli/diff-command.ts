// `surfscan diff`: what changed between two scans of one disk. It reads maps, never a disk.

import { usageError } from '../api/common.ts';
import { compareMaps, diffReport, diffText } from '../api/diff.ts';
import { answering } from './answering.ts';
import { EXIT } from './exit-status.ts';
import { openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { assertOutputsApart } from './outputs-apart.ts';
import { writeReport } from './write-report.ts';

/** As commander hands them over. */
export interface TypedDiffOptions {
  readonly json?: string;
  readonly html?: string;
}

/** Something is reported. */
const DIFFERS = 1;

/** Resolves to the exit status: 0 the same, 1 something is reported. Throws ERR_USAGE for what is no sound
 * map, and for maps of two disks. */
export async function runDiff(
  maps: readonly [string, string],
  { json, html }: TypedDiffOptions,
): Promise<number> {
  for (const [option, file] of Object.entries({ json, html })) {
    if (file === '')
      throw usageError(`--${option}: expected a file name, or - for standard output`);
    if (file !== undefined) assertNamesAreFound([], maps, file);
  }
  if (json === '-' && html === '-') {
    throw usageError('--json - and --html -: expected one of them on standard output');
  }
  const guarded = guard([], maps);
  await assertOwnOutputsFit(guarded);
  const named = Object.entries({ json, html }).flatMap(([option, file]) =>
    file === undefined ? [] : [{ option: `--${option}`, file }],
  );
  await assertOutputsApart(named, guarded);
  for (const map of maps) await answering(map);
  const compared = await compareMaps(...maps);
  const { comparison, notes } = compared;
  const { device } = comparison.now;
  const inputs = device.kind === 'sim' ? maps : [...maps, device.path];
  const output = json === undefined ? null : await openJsonOutput(json, { ...guarded, inputs });
  if (html !== undefined) {
    const page = await openJsonOutput(html, { ...guarded, inputs }, '--html');
    const { diffPage } = await import('../api/page.ts');
    await page.write(diffPage(compared));
  }
  const report = {
    file: json ?? null,
    isMute: [json, html].includes('-'),
    json: output,
    value: () => diffReport(comparison, notes),
    words: () => diffText(comparison, notes),
  };
  return writeReport(report, comparison.differs ? DIFFERS : EXIT.ok);
}
