// `surfscan bench`: opens all targets, measures one after the other, shows it, says what came of it.

import { BenchRun, benchReport, benchText } from '../api/bench.ts';
import { type BenchEntry, cleanText, type InspectedTarget, jsonText } from '../api/common.ts';
import { benchLines } from './bench-lines.ts';
import type { CliBenchOptions } from './bench-options.ts';
import { benchStatus, EXIT } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { onScreen } from './on-screen.ts';
import { type Opened, openAll, openUnopenedJson, sayUnopened } from './open-targets.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { say, sayWhatIsLeft, warn } from './say.ts';
import { Stopping } from './stop-signals.ts';
import { tuiIsWanted } from './tui-wanted.ts';
import { writeReport } from './write-report.ts';

export { benchOptions } from './bench-options.ts';

/** Resolves to the exit status. */
export async function runBench(
  targets: readonly string[],
  options: CliBenchOptions,
): Promise<number> {
  assertNamesAreFound(targets, [], options.json);
  const wantsTui = tuiIsWanted(options);
  const opened = await openAll(targets);
  if (opened.some((target) => 'error' in target)) return reportUnopened(opened, options);
  const inspected = opened as readonly InspectedTarget[];
  const guarded = await guard(inspected);
  assertOwnOutputsFit(guarded);
  const run = await BenchRun.plan(inspected, options.bench);
  const json = options.json === null ? null : openJsonOutput(options.json, guarded);
  const stopping = new Stopping(() => run.stop());
  warn(inspected.flatMap((target) => target.warnings));
  const entries = wantsTui ? await benchOnScreen(run, stopping) : await benchInLines(run);
  const status = report(entries, run.stopped, options, json);
  sayWhatIsLeft(run);
  return status;
}

/** One target that can't be opened: nothing is read. */
async function reportUnopened(
  opened: readonly Opened[],
  { json }: CliBenchOptions,
): Promise<number> {
  const output = await openUnopenedJson(json, opened);
  const entries = sayUnopened(opened, 'measured');
  output?.write(jsonText(benchReport(entries)));
  return EXIT.target;
}

async function benchInLines(run: BenchRun): Promise<readonly BenchEntry[]> {
  const end = benchLines(run);
  try {
    return await run.run();
  } finally {
    end();
  }
}

async function benchOnScreen(run: BenchRun, stopping: Stopping): Promise<readonly BenchEntry[]> {
  // Loaded only here: blessed takes 100 ms.
  const { openCurve } = await import('../tui/curve.ts');
  const tui = openCurve(run);
  return onScreen(
    tui,
    run,
    stopping,
    () => run.run(),
    () => tui.finished(),
  );
}

function report(
  entries: readonly BenchEntry[],
  stopped: boolean,
  options: CliBenchOptions,
  json: JsonOutput | null,
): number {
  for (const entry of entries) {
    const trouble = 'trouble' in entry ? entry.trouble : entry.error;
    if (trouble !== null) say(cleanText(trouble.message, 2000));
  }
  const report = { value: () => benchReport(entries), words: () => benchText(entries) };
  return writeReport({ file: options.json, json, ...report }, benchStatus(entries, stopped));
}
