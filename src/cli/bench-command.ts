// `surfscan bench`: opens all targets, measures one after the other, shows it, says what came of it.

import { BenchRun, benchReport, benchText } from '../api/bench.ts';
import { type BenchEntry, cleanText, type InspectedTarget, jsonText } from '../api/common.ts';
import { benchLines } from './bench-lines.ts';
import type { CliBenchOptions } from './bench-options.ts';
import { benchStatus } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { onScreen } from './on-screen.ts';
import {
  areOpen,
  type Opened,
  openAll,
  openUnopenedJson,
  sayUnopened,
  unopenedStatus,
} from './open-targets.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { RenewedReport } from './renewed-report.ts';
import { say, sayWhatIsLeft, warn } from './say.ts';
import { Stopped, Stopping } from './stop-signals.ts';
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
  const stopping = new Stopping();
  const opened = await openAll(targets, stopping);
  if (!areOpen(opened, stopping)) return reportUnopened(opened, stopping, options);
  const planned = await stopping
    .orStopped(plan(opened, options))
    .catch((cause) => (cause instanceof Stopped ? null : Promise.reject(cause)));
  if (planned === null) return reportUnopened(opened, stopping, options);
  const { run, json } = planned;
  stopping.does(() => run.stop());
  warn(opened.flatMap((target) => target.warnings));
  const renewed = new RenewedReport(json, benchReport);
  const work = () => run.run((ended) => renewed.renew(ended));
  const entries = wantsTui
    ? await benchOnScreen(run, work, stopping)
    : await benchInLines(run, work);
  await renewed.settled();
  const status = await report(entries, run.stopped, options, json);
  sayWhatIsLeft(run);
  return status;
}

async function plan(targets: readonly InspectedTarget[], options: CliBenchOptions) {
  const guarded = guard(targets);
  await assertOwnOutputsFit(guarded);
  const run = await BenchRun.plan(targets, options.bench);
  const json = options.json === null ? null : await openJsonOutput(options.json, guarded);
  return { run, json };
}

/** One target that can't be opened, or the end was asked for: nothing is read. */
async function reportUnopened(
  opened: readonly Opened[],
  stopping: Stopping,
  { json }: CliBenchOptions,
): Promise<number> {
  const output = await openUnopenedJson(json, opened);
  const entries = sayUnopened(opened, stopping, 'measured');
  await output?.write(jsonText(benchReport(entries)));
  return unopenedStatus(opened);
}

type Work = () => Promise<readonly BenchEntry[]>;

async function benchInLines(run: BenchRun, work: Work): Promise<readonly BenchEntry[]> {
  const end = benchLines(run);
  try {
    return await work();
  } finally {
    end();
  }
}

async function benchOnScreen(
  run: BenchRun,
  work: Work,
  stopping: Stopping,
): Promise<readonly BenchEntry[]> {
  // Loaded only here: blessed takes 100 ms.
  const { openCurve } = await import('../tui/curve.ts');
  const tui = openCurve(run);
  return onScreen(tui, run, stopping, work, () => tui.finished());
}

function report(
  entries: readonly BenchEntry[],
  stopped: boolean,
  options: CliBenchOptions,
  json: JsonOutput | null,
): Promise<number> {
  for (const entry of entries) {
    const trouble = 'trouble' in entry ? entry.trouble : entry.error;
    if (trouble !== null) say(cleanText(trouble.message, 2000));
  }
  const report = { value: () => benchReport(entries), words: () => benchText(entries) };
  return writeReport({ file: options.json, json, ...report }, benchStatus(entries, stopped));
}
