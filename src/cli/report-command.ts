// `surfscan report`: what the map of a scan says, for people and for other programs. It reads maps,
// never a disk.

import { cleanText, SurfscanError } from '../api/common.ts';
import { type PluginAnswer, pluginAnswer, summaryOf, unknownAnswer } from '../api/report.ts';
import { EXIT, storedStatus } from './exit-status.ts';
import { openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { assertOutputsApart } from './outputs-apart.ts';
import {
  type LoadScan,
  type LoadSummary,
  loadAll,
  loadSummaries,
  mapsOf,
} from './report-loading.ts';
import { assertFormatFits, reportOptions, type TypedReportOptions } from './report-options.ts';
import { type ReportIo, reportTexts, reportWriter } from './report-writer.ts';
import { readWhere } from './where-input.ts';

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
  const { format, files } = options;
  assertNamesAreFound([], paths, null);
  for (const { file } of files) assertNamesAreFound([], paths, file);
  const maps = await mapsOf(paths);
  assertFormatFits(options, maps);
  const inputs = options.where === null ? maps : [...maps, options.where];
  const guardedMaps = guard([], inputs);
  await assertOwnOutputsFit(guardedMaps);
  const isSheet = options.hasHtml && maps.length > 1;
  const pages = options.hasHtml || options.hasSvg ? await import('../api/page.ts') : null;
  const loaded = options.isOfSummaries
    ? await loadSummaries(maps, loadSummary)
    : await loadAll(maps, load, isSheet ? pages!.cardOf : null);
  const { summaries, errors } = loaded;
  const isPlugin = format.name === 'nagios';
  if (!isPlugin) {
    for (const { message } of errors) io.stderr.write(`surfscan: ${cleanText(message, 2000)}\n`);
  }
  const failed = statusOfErrors(errors);
  // A fleet's sheet tells which could not be read.
  const isOfTheRest = isPlugin || typed.prometheus !== undefined || isSheet;
  if (failed !== EXIT.ok && !isOfTheRest) return failed;

  const disks = summaries.flatMap(({ device }) => (device.kind === 'sim' ? [] : [device.path]));
  const guarded = { ...guardedMaps, inputs: [...inputs, ...disks] };
  await assertOwnOutputsFit(guarded);
  const told = options.where === null ? [] : await readWhere(options.where, loaded.only!.result);
  const texts = reportTexts(loaded, pages, isSheet, told);
  const write = reportWriter(format, io, loaded, texts);
  const named = files.map(({ option, file }) => ({ option: `--${option}`, file }));
  await assertOutputsApart(named, guarded);
  const outputs = [];
  for (const { option, file } of files) {
    outputs.push({ to: await openJsonOutput(file, guarded, `--${option}`), text: texts[option] });
  }
  for (const { to, text } of outputs) await to.write(text());
  if (format.name === 'nagios') {
    const troubles = errors.map(({ message }) => message);
    return answer(io, pluginAnswer(summaries, troubles, format.maxAgeDays, new Date()));
  }
  if (failed === EXIT.ok || ['prometheus', 'html'].includes(format.name)) write();
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
