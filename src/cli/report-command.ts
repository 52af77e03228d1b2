// `surfscan report`: what the map of a scan says, for people and for other programs. It reads maps,
// never a disk.

import { cleanText, formatCount, jsonText, SurfscanError } from '../api/common.ts';
import {
  badblockLines,
  csvLines,
  ddrescueLines,
  loadStoredScan,
  type StoredScan,
  unreadSectors,
} from '../api/report.ts';
import { runReport, runText, type ScanResult } from '../api/scan.ts';
import { ask } from './apart.ts';
import { EXIT } from './exit-status.ts';
import { openJsonOutput } from './json-output.ts';
import { assertNamesAreFound } from './names-found.ts';
import { assertOwnOutputsFit, guard } from './output-guard.ts';
import { saidWhenLong } from './patience.ts';
import { type ReportFormat, reportOptions, type TypedReportOptions } from './report-options.ts';
import { writeLines } from './terminal-output.ts';

/** The map is read once its file system was found to answer: who waits for one that does not can leave. */
export const loadAnswering: LoadScan = async (path) => {
  await saidWhenLong(cleanText(path, 200), ask('look', path));
  return loadStoredScan(path);
};

export interface ReportIo {
  readonly stdout: {
    /** False: nobody reads on. */
    write(text: string): boolean;
  };
  readonly stderr: { write(text: string): unknown };
}

/** Rejects with ERR_USAGE for what is no sound map, with another SurfscanError for a file that could
 * not be opened; the message names the file. */
export type LoadScan = (mapPath: string) => Promise<StoredScan>;

/**
 * Resolves to the exit status. Where one map cannot be read (2 or 3), none is reported. Throws
 * ERR_USAGE for options that do not fit.
 */
export async function reportMaps(
  maps: readonly string[],
  typed: TypedReportOptions,
  io: ReportIo,
  load: LoadScan,
): Promise<number> {
  const { format, jsonFile } = reportOptions(maps, typed);
  assertNamesAreFound([], maps, jsonFile);
  const guardedMaps = guard([], maps);
  await assertOwnOutputsFit(guardedMaps);
  const { results, only, errors } = await loadAll(maps, load);
  for (const { message } of errors) io.stderr.write(`surfscan: ${cleanText(message, 2000)}\n`);
  if (errors.length > 0) {
    return errors.some(({ code }) => code === 'ERR_USAGE') ? EXIT.usage : EXIT.target;
  }

  const disks = results.flatMap(({ device }) => (device.kind === 'sim' ? [] : [device.path]));
  const guarded = { ...guardedMaps, inputs: [...maps, ...disks] };
  await assertOwnOutputsFit(guarded);
  const write = writer(format, io, results, only);
  if (jsonFile !== null) {
    await (await openJsonOutput(jsonFile, guarded)).write(runJson(results));
  }
  write();
  return EXIT.ok;
}

interface Loaded {
  readonly results: readonly ScanResult[];
  /** The scan of the only map. */
  readonly only: StoredScan | null;
  readonly errors: readonly SurfscanError[];
}

/** One after the other: of several, only the results stay in memory. */
async function loadAll(maps: readonly string[], load: LoadScan): Promise<Loaded> {
  const results: ScanResult[] = [];
  const errors: SurfscanError[] = [];
  let only: StoredScan | null = null;
  for (const path of maps) {
    try {
      const scan = await load(path);
      results.push(scan.result);
      only = maps.length === 1 ? scan : null;
    } catch (error) {
      if (!(error instanceof SurfscanError) || error.code === 'ERR_DEFECT') throw error;
      errors.push(error);
    }
  }
  return { results, only, errors };
}

/** What puts the format on standard output. Throws ERR_USAGE before anything is written. */
function writer(
  format: ReportFormat,
  { stdout, stderr }: ReportIo,
  results: readonly ScanResult[],
  only: StoredScan | null,
): () => void {
  const toOutput = (text: string) => stdout.write(text);
  switch (format.name) {
    case 'text':
      return () => toOutput(runText(results));
    case 'json':
      return () => toOutput(runJson(results));
    case 'csv':
      return () => writeLines(toOutput, csvLines(only!), '\r\n'); // RFC 4180, section 2
    case 'ddrescue':
      return () => writeLines(toOutput, ddrescueLines(only!), '\n');
    case 'badblocks': {
      const lines = badblockLines(only!, format.options);
      const unread = unreadSectors(only!, format.options.partition);
      return () => {
        writeLines(toOutput, lines, '\n');
        if (unread > 0) stderr.write(`surfscan: ${unreadWords(unread)}\n`);
      };
    }
  }
}

function runJson(results: readonly ScanResult[]): string {
  return jsonText(runReport(results));
}

function unreadWords(sectors: number): string {
  const were = sectors === 1 ? 'sector was' : 'sectors were';
  return `${formatCount(sectors)} ${were} not read: whether they are bad is not in the list`;
}
