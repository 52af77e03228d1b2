// What a report puts on standard output, by its format.

import { formatCount, jsonText } from '../api/common.ts';
import {
  badblockLines,
  csvLines,
  ddrescueLines,
  prometheusText,
  runReport,
  runText,
  type ScanSummary,
  scanLine,
  type ToldWhere,
  unreadSectors,
  verdictWords,
} from '../api/report.ts';
import type { Loaded } from './report-loading.ts';
import type { FileOption, ReportFormat } from './report-options.ts';
import { inLocale, writeLines } from './terminal-output.ts';

export interface ReportIo {
  readonly stdout: {
    /** False: nobody reads on. */
    write(text: string): boolean;
  };
  readonly stderr: { write(text: string): unknown };
}

/** What goes to a file, or to standard output by `-`. `pages`: null where no page is asked for. */
export function reportTexts(
  { results, summaries, only, cards, errors }: Loaded,
  pages: typeof import('../api/page.ts') | null,
  isSheet: boolean,
  told: readonly ToldWhere[] = [],
): Readonly<Record<FileOption, () => string>> {
  return {
    json: () => jsonText(runReport(results)),
    prometheus: () => prometheusText(summaries),
    svg: () => pages!.scanSvg(only!),
    html() {
      if (!isSheet) return pages!.scanPage(only!, told);
      const troubles = errors.map(({ message }) => message);
      return pages!.fleetSheet(cards, troubles, new Date());
    },
  };
}

/** What puts the format on standard output. Throws ERR_USAGE before anything is written. */
export function reportWriter(
  format: ReportFormat,
  { stdout, stderr }: ReportIo,
  { results, summaries, only }: Loaded,
  texts: Readonly<Record<FileOption, () => string>>,
): () => void {
  const toOutput = (text: string) => stdout.write(text);
  const say = (words: string) => stdout.write(inLocale(words));
  switch (format.name) {
    case 'text':
      return () => say(runText(results));
    case 'json':
    case 'prometheus':
    case 'html':
    case 'svg':
      return () => toOutput(texts[format.name]());
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
    case 'verdict':
      return () => say(linesOf(summaries, verdictWords));
    case 'line':
      return () => say(linesOf(summaries, (each) => scanLine(each, new Date())));
    case 'nagios': // it has an exit status of its own
    case 'nothing':
      return () => {};
  }
}

function unreadWords(sectors: number): string {
  const were = sectors === 1 ? 'sector was' : 'sectors were';
  return `${formatCount(sectors)} ${were} not read: whether they are bad is not in the list`;
}

function linesOf(summaries: readonly ScanSummary[], line: (each: ScanSummary) => string): string {
  return summaries.map((each) => `${line(each)}\n`).join('');
}
