// `surfscan scan`: opens all targets, scans them side by side, shows it, says what came of it.

import {
  cleanText,
  hasEnded,
  hasResult,
  type InspectedTarget,
  jsonText,
  type RunEntry,
  SurfscanError,
  tallyMap,
  usageError,
} from '../api/common.ts';
import {
  areListsCut,
  entryVerdict,
  mapPaths,
  Run,
  runReport,
  runText,
  storedSectorBytes,
  thisHost,
} from '../api/scan.ts';
import { sharedSpindleWarnings } from '../api/targets.ts';
import type { WorkerPool } from '../api/threads.ts';
import { answering } from './answering.ts';
import { chooseMethods } from './chosen-targets.ts';
import { type EventOutput, planEvents } from './event-output.ts';
import { runStatus } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { keepReport } from './kept-report.ts';
import { isMapRefused, sayUnfinished, withRefusal } from './map-words.ts';
import { assertNamesAreFound } from './names-found.ts';
import { onScreen } from './on-screen.ts';
import {
  areOpen,
  guardedOf,
  type Opened,
  openAll,
  openUnopenedJson,
  sayUnopened,
  unopenedStatus,
} from './open-targets.ts';
import { assertFits, assertOwnOutputsFit, type Guarded, guard } from './output-guard.ts';
import { saidWhenLong } from './patience.ts';
import { ProgressLines } from './progress-lines.ts';
import { RenewedReport } from './renewed-report.ts';
import { say, sayFileSystemIsLeft, sayWhatIsLeft, warn } from './say.ts';
import { ScanEvents, unopenedEvents } from './scan-events.ts';
import type { CliScanOptions } from './scan-options.ts';
import { Stopped, Stopping } from './stop-signals.ts';
import { tuiIsWanted } from './tui-wanted.ts';
import { unusedDisks } from './unused-disks.ts';
import { unwritten, writeReport } from './write-report.ts';

export { scanOptions } from './scan-options.ts';

/** Not there yet: their file systems take their time. */
const mapsBeingMade = new Set<string>();

/** Resolves to the exit status. `threads`: started already, one for each target. */
export async function runScan(
  named: readonly string[],
  options: CliScanOptions,
  threads: (targets: number) => WorkerPool | null = () => null,
): Promise<number> {
  const { map } = options;
  const targets = await targetsOf(named, options);
  const files = [map?.path, options.events, options.scan.baseline].filter(
    (file) => file != null && file !== '-',
  );
  assertNamesAreFound(targets, files as string[], options.json);
  const wantsTui = tuiIsWanted(options);
  const stopping = new Stopping();
  const sectorSize = options.sectorSize ?? (await storedSize(map, stopping)) ?? undefined;
  const opened = await openAll(targets, stopping, sectorSize);
  if (!areOpen(opened, stopping)) return reportUnopened(opened, stopping, options);
  const chosen = await chooseMethods(opened, options, stopping);
  if (!areOpen(chosen, stopping)) return reportUnopened(chosen, stopping, options);
  const planned = await stopping
    .orStopped(plan(chosen, options, threads(targets.length)))
    .catch((cause) => (isEnd(cause) ? cause : Promise.reject(cause)));
  if (planned instanceof Stopped) return reportUnopened(chosen, stopping, options);
  if (planned instanceof SurfscanError) {
    const told = await withRefusal(chosen, map!, planned);
    const status = await reportUnopened(chosen, stopping, options, told);
    say('to scan without a map where there is no room for one: --map-optional');
    return status;
  }
  const { run } = planned;
  stopping.does(() => run.stop());
  warn([...chosen.flatMap((target) => target.warnings), ...sharedSpindleWarnings(chosen)]);
  const renewed = new RenewedReport<RunEntry>(planned.json, (entries) =>
    reportOf(entries, options),
  );
  const events = planned.events === null ? null : new ScanEvents(planned.events, run.scans);
  const work = (ended: Ended = () => {}) =>
    run.scan((entries) => {
      events?.ended(entries);
      ended(entries);
      renewed.renew(entries);
    }, options.atOnce);
  const results = wantsTui
    ? await scanOnScreen(run, work, stopping)
    : await scanInLines(run, work, options.quiet);
  events?.stop();
  await renewed.settled();
  const status = await report(results, options, planned);
  await events?.end(results, status);
  sayUnfinished(
    run.scans.map(({ mapPath }) => mapPath),
    results,
  );
  sayWhatIsLeft(run);
  return planned.events?.failed === true ? unwritten(status) : status;
}

/** Nothing is scanned, and that is reported. */
function isEnd(cause: unknown): cause is Stopped | SurfscanError {
  return cause instanceof Stopped || isMapRefused(cause);
}

/** Those that are named, or all that nobody uses. Throws ERR_USAGE for both, and for neither. */
async function targetsOf(named: readonly string[], { allUnused }: CliScanOptions) {
  if (!allUnused && named.length > 0) return named;
  if (allUnused && named.length === 0) return unusedDisks();
  const both = named.map((each) => cleanText(each, 80)).join(' ');
  throw usageError(
    allUnused
      ? `--all-unused: expected no target beside it, got ${both}`
      : "missing required argument 'target': a disk, an image, or --all-unused",
  );
}

/** Asked apart whether the map's file system answers: then it may be touched. */
async function storedSize(map: CliScanOptions['map'], stopping: Stopping) {
  if (map === null || !map.resume) return null;
  const name = `--map ${cleanText(map.path, 200)}`;
  const looked = answering(map.path, name);
  await Promise.race([looked, stopping.asked]);
  return stopping.isAsked ? null : storedSectorBytes(map);
}

interface Planned {
  readonly run: Run;
  readonly json: JsonOutput | null;
  readonly events: EventOutput | null;
  readonly guarded: Guarded;
}

/** Where all outputs fit, and what is scanned how. */
async function plan(
  targets: readonly InspectedTarget[],
  options: CliScanOptions,
  threads: WorkerPool | null,
): Promise<Planned> {
  const { map } = options;
  if (map !== null) await answering(map.path, `--map ${cleanText(map.path, 200)}`);
  const { baseline } = options.scan;
  if (baseline !== undefined) {
    await answering(baseline, `--baseline ${cleanText(baseline, 200)}`);
  }
  const maps = map === null ? [] : await mapPaths(targets, map);
  const guarded = guard(targets, maps);
  await assertOwnOutputsFit(guarded);
  for (const path of maps) await assertFits('--map', path, { ...guarded, inputs: [] }, true);
  const json = options.json === null ? null : await openJsonOutput(options.json, guarded);
  const planned = await plannedEvents(options, guarded);
  const run = await Run.plan(targets, options.scan, map, threads);
  for (const path of maps) mapsBeingMade.add(path);
  const prepared = run.prepare().finally(() => mapsBeingMade.clear());
  await saidWhenLong(`the file system of ${maps.join(', ')}`, prepared);
  const events = (await planned?.open()) ?? null;
  return { run, json, events, guarded };
}

/** null: none are asked for. */
async function plannedEvents({ events, json }: CliScanOptions, guarded: Guarded) {
  return events === null ? null : planEvents(events, json, guarded);
}

/** One target that can't be opened, or has no map, or the end was asked for: nothing is scanned. */
async function reportUnopened(
  opened: readonly Opened[],
  stopping: Stopping,
  options: CliScanOptions,
  told = opened,
): Promise<number> {
  const output = await openUnopenedJson(options.json, opened);
  const events = await (await plannedEvents(options, guardedOf(opened)))?.open();
  const entries = sayUnopened(told, stopping, 'scanned');
  await output?.write(jsonText(reportOf(entries, options)));
  for (const map of mapsBeingMade) sayFileSystemIsLeft(map);
  const status = unopenedStatus(told);
  if (events !== undefined) await unopenedEvents(events, entries, status);
  return status;
}

type Ended = (entries: readonly RunEntry[]) => void;
type Work = (ended?: Ended) => Promise<readonly RunEntry[]>;

async function scanInLines(run: Run, work: Work, isQuiet: boolean): Promise<readonly RunEntry[]> {
  const lines = new ProgressLines(run.scans, isQuiet);
  try {
    return await work((entries) => lines.ended(entries));
  } finally {
    lines.end();
  }
}

async function scanOnScreen(
  run: Run,
  work: Work,
  stopping: Stopping,
): Promise<readonly RunEntry[]> {
  // Loaded only here: blessed takes 100 ms.
  const { openTui } = await import('../tui/index.ts');
  const tui = openTui(run, { tally: tallyMap });
  const judged = (entries: readonly RunEntry[]) =>
    tui.judged(entries.map((entry) => (hasEnded(entry) ? entryVerdict(entry) : null)));
  const shown = (results: readonly RunEntry[]) => tui.finished(results.map(entryVerdict));
  return onScreen(tui, run, stopping, () => work(judged), shown);
}

function reportOf(entries: readonly RunEntry[], { scan }: CliScanOptions) {
  return runReport(entries, { ...thisHost(), labels: scan.labels ?? {} });
}

async function report(
  results: readonly RunEntry[],
  options: CliScanOptions,
  { json, events, guarded }: Planned,
): Promise<number> {
  for (const entry of results) {
    const troubles = hasResult(entry) ? [entry.trouble, entry.mapTrouble] : [entry.error];
    for (const trouble of troubles) if (trouble !== null) say(cleanText(trouble.message, 2000));
  }
  const report = { value: () => reportOf(results, options), words: () => runText(results) };
  const isMute = options.json === '-' || events?.isStandardOutput === true;
  const output = { file: options.json, isMute, json, ...report };
  const status = await writeReport(output, runStatus(results));
  const isHeld = json !== null || options.map !== null;
  const scanned = results.filter(hasResult);
  if (!isHeld && scanned.some(areListsCut)) {
    await keepReport(jsonText(report.value()), scanned[0]!.started, guarded);
  }
  return status;
}
