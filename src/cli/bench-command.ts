// `surfscan bench`: opens all targets, measures one after the other, shows it, says what came of it.

import { BenchRun, benchReport, benchText } from '../api/bench.ts';
import { type BenchEntry, cleanText, type InspectedTarget } from '../api/common.ts';
import { benchLines } from './bench-lines.ts';
import type { CliBenchOptions } from './bench-options.ts';
import { benchStatus, EXIT } from './exit-status.ts';
import { assertOutputIsNoTarget, type JsonOutput, openJsonOutput } from './json-output.ts';
import { beforeLeaving } from './leave.ts';
import { type Opened, openAll } from './open-targets.ts';
import { isWritten, say } from './say.ts';
import { Stopping } from './stop-signals.ts';
import { writeAll } from './terminal-output.ts';
import { tuiIsWanted } from './tui-wanted.ts';

export { benchOptions } from './bench-options.ts';

/** Resolves to the exit status. */
export async function runBench(
  targets: readonly string[],
  options: CliBenchOptions,
): Promise<number> {
  const wantsTui = tuiIsWanted(options);
  const opened = await openAll(targets);
  if (opened.some((target) => 'error' in target)) return reportUnopened(opened, options);
  const inspected = opened as readonly InspectedTarget[];
  assertOutputIsNoTarget(inspected);
  const run = await BenchRun.plan(inspected, options.bench);
  const json = options.json === null ? null : openJsonOutput(options.json, inspected);
  const stopping = new Stopping(() => run.stop());
  const warnings = inspected.flatMap((target) => target.warnings);
  for (const warning of warnings) say(`WARNING: ${cleanText(warning, 2000)}`);
  const entries = wantsTui ? await benchOnScreen(run, stopping) : await benchInLines(run);
  const status = report(entries, run.stopped, options, json);
  if (run.leftReadBehind) {
    say('waiting for the disk: the system lets no process go before its read returns');
  }
  return status;
}

/** One target that can't be opened: nothing is read. */
function reportUnopened(opened: readonly Opened[], options: CliBenchOptions): number {
  for (const target of opened) if ('error' in target) say(cleanText(target.error.message, 2000));
  if (opened.length > 1) say('nothing was measured');
  if (options.json === null) return EXIT.target;
  const readable = opened.filter((target): target is InspectedTarget => !('error' in target));
  const entries = opened.map((target): BenchEntry => {
    return { device: target.device, error: 'error' in target ? target.error : null };
  });
  openJsonOutput(options.json, readable).write(jsonText(entries));
  return EXIT.target;
}

function jsonText(entries: readonly BenchEntry[]): string {
  return `${JSON.stringify(benchReport(entries), null, 2)}\n`;
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
    const measuring = run.run();
    // Stopped: the terminal is given back at once, not when the last read returns.
    const stopped = tui.closed.then(() => tui.close());
    const entries = await measuring;
    tui.finished();
    await Promise.race([stopped, left]);
    return entries;
  } finally {
    tui.close();
    forgetWish();
  }
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
  const kept = [
    json === null || isWritten(() => json.write(jsonText(entries))),
    options.json === '-' || isWritten(() => writeAll(1, benchText(entries))),
  ].every(Boolean);
  const status = benchStatus(entries, stopped);
  return kept || status === EXIT.defect ? status : EXIT.target;
}
