// `surfscan scan`: opens all targets, scans them side by side, shows it, says what came of it.

import {
  cleanText,
  foldCells,
  hasResult,
  type InspectedTarget,
  jsonText,
  type RunEntry,
  stepEdgesNs,
  usageError,
} from '../api/common.ts';
import { keptSectorBytes, mapPaths, Run, runReport, runText, verdictLine } from '../api/scan.ts';
import { sharedSpindleWarnings } from '../api/targets.ts';
import type { WorkerPool } from '../api/threads.ts';
import { EXIT, runStatus } from './exit-status.ts';
import {
  assertJsonFits,
  assertOutputIsNoInput,
  assertOutputIsNoTarget,
  type JsonOutput,
  openJsonOutput,
} from './json-output.ts';
import { beforeLeaving } from './leave.ts';
import { type Opened, openAll } from './open-targets.ts';
import { progressLines } from './progress-lines.ts';
import { isWritten, say } from './say.ts';
import type { CliScanOptions } from './scan-options.ts';
import { Stopping } from './stop-signals.ts';
import { writeAll } from './terminal-output.ts';
import { tuiIsWanted } from './tui-wanted.ts';
import { lostName, lostTarget, lostWords } from './working-directory.ts';

export { scanOptions } from './scan-options.ts';

/** Resolves to the exit status. `threads`: started already, one for each target. */
export async function runScan(
  targets: readonly string[],
  options: CliScanOptions,
  threads: WorkerPool | null = null,
): Promise<number> {
  assertNamesAreFound(targets, options);
  const wantsTui = tuiIsWanted(options);
  const sectorSize = options.sectorSize ?? (await keptSectorBytes(options.map)) ?? undefined;
  const opened = await openAll(targets, sectorSize);
  if (opened.some((target) => 'error' in target)) return reportUnopened(opened, options);
  const inspected = opened as readonly InspectedTarget[];
  assertOutputIsNoTarget(inspected);
  const maps = options.map === null ? [] : mapPaths(inspected, options.map);
  assertOutputIsNoInput(maps);
  if (options.json !== null) assertJsonFits(options.json, inspected, maps);
  const run = await Run.plan(inspected, options.scan, options.map, threads);
  const json = await jsonOutput(run, options, inspected, maps);
  const stopping = new Stopping(() => run.stop());
  await run.prepare();
  const warnings = [
    ...inspected.flatMap((target) => target.warnings),
    ...sharedSpindleWarnings(inspected),
  ];
  for (const warning of warnings) say(`WARNING: ${cleanText(warning, 2000)}`);
  const results = wantsTui ? await scanOnScreen(run, stopping) : await scanInLines(run);
  const status = report(results, options, json);
  if (run.leftReadBehind) {
    say('waiting for the disk: the system lets no process go before its read returns');
  }
  return status;
}

function assertNamesAreFound(targets: readonly string[], { map, json }: CliScanOptions): void {
  const files = [
    ...(map === null ? [] : [map.path]),
    ...(json === null || json === '-' ? [] : [json]),
  ];
  const lost = lostTarget(targets) ?? lostName(files);
  if (lost !== undefined) throw usageError(lostWords(lost));
}

async function jsonOutput(
  run: Run,
  { json }: CliScanOptions,
  targets: readonly InspectedTarget[],
  maps: readonly string[],
): Promise<JsonOutput | null> {
  try {
    return json === null ? null : openJsonOutput(json, targets, maps);
  } catch (cause) {
    await run.forsake();
    throw cause;
  }
}

/** One target that can't be opened: nothing is scanned. */
function reportUnopened(opened: readonly Opened[], options: CliScanOptions): number {
  for (const target of opened) if ('error' in target) say(cleanText(target.error.message, 2000));
  if (opened.length > 1) say('nothing was scanned');
  const entries: RunEntry[] = opened.map((target) => ({
    device: target.device,
    error: 'error' in target ? target.error : null,
  }));
  if (options.json !== null) {
    const readable = opened.filter((target): target is InspectedTarget => !('error' in target));
    openJsonOutput(options.json, readable).write(jsonText(runReport(entries)));
  }
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
  const tui = openTui(run, { fold: foldCells, stepEdgesNs });
  const forgetWish = beforeLeaving(() => tui.close());
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  // Suspended, it would leave its picture on the shell's screen; Ctrl-Z is no key of its own either.
  process.on('SIGTSTP', () => {});
  stopping.does(() => {
    tui.close();
    run.stop();
    leave();
  });
  try {
    const scanning = run.scan();
    // Stopped: the terminal is given back at once, not when the last read returns.
    const stopped = tui.closed.then(() => tui.close());
    const results = await scanning;
    tui.finished(results.map(verdictOf));
    await Promise.race([stopped, left]);
    return results;
  } finally {
    tui.close();
    forgetWish();
  }
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
  const text = jsonText(runReport(results));
  const kept = [
    json === null || isWritten(() => json.write(text)),
    options.json === '-' || isWritten(() => writeAll(1, runText(results))),
  ].every(Boolean);
  const status = runStatus(results);
  if (kept || status === EXIT.unfit || status === EXIT.defect) return status;
  return EXIT.target;
}
