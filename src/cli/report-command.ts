// `surfscan report`: what the map of a scan says, for people and for other programs. It reads maps,
// never a disk.

import { cleanText, SurfscanError } from '../api/common.ts';
import {
  type PluginAnswer,
  pluginAnswer,
  prometheusText,
  summaryOf,
  unknownAnswer,
} from '../api/report.ts';
import { EXIT, storedStatus } from './exit-status.ts';
import { openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import {
  type LoadScan,
  type LoadSummary,
  loadAll,
  loadSummaries,
  mapsOf,
} from './report-loading.ts';
import { assertFormatFits, reportOptions, type TypedReportOptions } from './report-options.ts';
import { type ReportIo, reportWriter, runJson } from './report-writer.ts';

export { loadAnswering, loadSummaryAnswering } from './report-loading.ts';

/**
 * Resolves to the exit status. Where one map cannot be read (2 or 3), none is reported; but what monitoring
 * asks for is told of the others. Throws ERR_USAGE for options that do not fit.
 */
export async function reportMaps(
  paths: readonly string[],
  typed: TypedReportOptions,
  io: ReportIo,
  load: LoadScan,
  loadSummary: LoadSummary = async (path) => summaryOf((await load(path)).result),
): Promise<number> {
  if (typed.nagios !== true) return report(paths, typed, io, load, loadSummary);
  try {
    return await report(paths, typed, io, load, loadSummary);
  } catch (cause) {
    // A plugin's 2 says that the disk is bad.
    if (!(cause instanceof SurfscanError) || cause.code === 'ERR_DEFECT') throw cause;
    return answer(io, unknownAnswer(cause.message));
  }
}

async function report(
  paths: readonly string[],
  typed: TypedReportOptions,
  io: ReportIo,
  load: LoadScan,
  loadSummary: LoadSummary,
): Promise<number> {
  const options = reportOptions(typed);
  const { format, jsonFile, prometheusFile } = options;
  for (const file of [jsonFile, prometheusFile]) assertNamesAreFound([], paths, file);
  const maps = await mapsOf(paths);
  assertFormatFits(options, maps);
  const guardedMaps = guard([], maps);
  await assertOwnOutputsFit(guardedMaps);
  const loaded = options.isOfSummaries
    ? await loadSummaries(maps, loadSummary)
    : await loadAll(maps, load);
  const { summaries, errors } = loaded;
  const isPlugin = format.name === 'nagios';
  if (!isPlugin) {
    for (const { message } of errors) io.stderr.write(`surfscan: ${cleanText(message, 2000)}\n`);
  }
  const failed = statusOfErrors(errors);
  const isMonitoring = isPlugin || typed.prometheus !== undefined;
  if (failed !== EXIT.ok && !isMonitoring) return failed;

  const disks = summaries.flatMap(({ device }) => (device.kind === 'sim' ? [] : [device.path]));
  const guarded = { ...guardedMaps, inputs: [...maps, ...disks] };
  await assertOwnOutputsFit(guarded);
  const files = [
    [jsonFile, '--json', () => runJson(loaded.results)],
    [prometheusFile, '--prometheus', () => prometheusText(summaries)],
  ] as const;
  const write = reportWriter(format, io, loaded);
  const outputs = [];
  for (const [file, option, text] of files) {
    if (file !== null) outputs.push({ to: await openJsonOutput(file, guarded, option), text });
  }
  for (const { to, text } of outputs) await to.write(text());
  if (format.name === 'nagios') {
    const troubles = errors.map(({ message }) => message);
    return answer(io, pluginAnswer(summaries, troubles, format.maxAgeDays, new Date()));
  }
  if (failed === EXIT.ok || format.name === 'prometheus') write();
  if (failed !== EXIT.ok) return failed;
  return options.verdict ? storedStatus(summaries) : EXIT.ok;
}

function answer({ stdout }: ReportIo, { status, text }: PluginAnswer): number {
  stdout.write(text);
  return status;
}

function statusOfErrors(errors: readonly SurfscanError[]): number {
  if (errors.length === 0) return EXIT.ok;
  return errors.some(({ code }) => code === 'ERR_USAGE') ? EXIT.usage : EXIT.target;
}
