// `surfscan scan`: opens all targets, scans them side by side, shows it, says what came of it.

import {
  cleanText,
  foldCells,
  hasResult,
  type InspectedTarget,
  jsonText,
  type RunEntry,
} from '../api/common.ts';
import { mapPaths, Run, runReport, runText, storedSectorBytes, verdictLine } from '../api/scan.ts';
import { sharedSpindleWarnings } from '../api/targets.ts';
import type { WorkerPool } from '../api/threads.ts';
import { EXIT, runStatus } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { onScreen } from './on-screen.ts';
import { type Opened, openAll, openUnopenedJson, sayUnopened } from './open-targets.ts';
import { assertFits, assertOwnOutputsFit, guard } from './output-guard.ts';
import { progressLines } from './progress-lines.ts';
import { say, sayWhatIsLeft, warn } from './say.ts';
import type { CliScanOptions } from './scan-options.ts';
import { Stopping } from './stop-signals.ts';
import { tuiIsWanted } from './tui-wanted.ts';
import { writeReport } from './write-report.ts';

export { scanOptions } from './scan-options.ts';

/** Resolves to the exit status. `threads`: started already, one for each target. */
export async function runScan(
  targets: readonly string[],
  options: CliScanOptions,
  threads: WorkerPool | null = null,
): Promise<number> {
  const { map } = options;
  assertNamesAreFound(targets, map === null ? [] : [map.path], options.json);
  const wantsTui = tuiIsWanted(options);
  const sectorSize = options.sectorSize ?? (await storedSectorBytes(options.map)) ?? undefined;
  const opened = await openAll(targets, sectorSize);
  if (opened.some((target) => 'error' in target)) return reportUnopened(opened, options);
  const inspected = opened as readonly InspectedTarget[];
  const maps = options.map === null ? [] : mapPaths(inspected, options.map);
  const guarded = await guard(inspected, maps);
  assertOwnOutputsFit(guarded);
  for (const path of maps) assertFits('--map', path, { ...guarded, inputs: [] }, true);
  const json = options.json === null ? null : openJsonOutput(options.json, guarded);
  const run = await Run.plan(inspected, options.scan, options.map, threads);
  const stopping = new Stopping(() => run.stop());
  await run.prepare();
  const warnings = [
    ...inspected.flatMap((target) => target.warnings),
    ...sharedSpindleWarnings(inspected),
  ];
  warn(warnings);
  const results = wantsTui ? await scanOnScreen(run, stopping) : await scanInLines(run);
  const status = report(results, options, json);
  sayWhatIsLeft(run);
  return status;
}

/** One target that can't be opened: nothing is scanned. */
async function reportUnopened(
  opened: readonly Opened[],
  { json }: CliScanOptions,
): Promise<number> {
  const output = await openUnopenedJson(json, opened);
  const entries = sayUnopened(opened, 'scanned');
  output?.write(jsonText(runReport(entries)));
  return EXIT.target;
}

async function scanInLines(run: Run): Promise<readonly RunEntry[]> {
  const end = progressLines(run);
  try {
    return await run.scan();
  } finally {
    end();
  }
}

async function scanOnScreen(run: Run, stopping: Stopping): Promise<readonly RunEntry[]> {
  // Loaded only here: blessed takes 100 ms.
  const { openTui } = await import('../tui/index.ts');
  const tui = openTui(run, { fold: foldCells });
  return onScreen(
    tui,
    run,
    stopping,
    () => run.scan(),
    (results) => tui.finished(results.map(verdictOf)),
  );
}

function verdictOf(entry: RunEntry) {
  if (hasResult(entry)) return { verdict: entry.verdict, text: verdictLine(entry) };
  return {
    verdict: 'incomplete' as const,
    text: `INCOMPLETE: ${cleanText(entry.error?.message ?? '')}`,
  };
}

function report(
  results: readonly RunEntry[],
  options: CliScanOptions,
  json: JsonOutput | null,
): number {
  for (const entry of results) {
    const troubles = hasResult(entry) ? [entry.trouble, entry.mapTrouble] : [entry.error];
    for (const trouble of troubles) if (trouble !== null) say(cleanText(trouble.message, 2000));
  }
  const report = { value: () => runReport(results), words: () => runText(results) };
  return writeReport({ file: options.json, json, ...report }, runStatus(results));
}
