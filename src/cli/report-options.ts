// The options of `report`, from what was typed to what is written where. Throws ERR_USAGE.

import { parseWhole, usageError } from '../api/common.ts';
import { type BadblocksOptions, LARGEST_BLOCK_BYTES, SMALLEST_BLOCK_BYTES } from '../api/report.ts';

/** As commander hands them over. */
export interface TypedReportOptions {
  readonly json?: string;
  readonly csv?: boolean;
  readonly ddrescue?: boolean;
  readonly badblocks?: boolean;
  readonly blockSize?: string;
  readonly partition?: string;
  readonly verdict?: boolean;
  readonly line?: boolean;
  readonly nagios?: boolean;
  readonly maxAge?: string;
  readonly prometheus?: string;
  readonly html?: string;
  readonly svg?: string;
  readonly where?: string;
}

/** What goes to standard output. */
export type ReportFormat =
  | { readonly name: 'text' | 'csv' | 'ddrescue' | 'verdict' | 'line' | 'nothing' }
  | { readonly name: FileOption }
  | { readonly name: 'badblocks'; readonly options: BadblocksOptions }
  | { readonly name: 'nagios'; readonly maxAgeDays: number | null };

/** Of these, what a map's scan came to is enough. */
const OF_SUMMARIES: readonly ReportFormat['name'][] = [
  'verdict',
  'line',
  'nagios',
  'prometheus',
  'nothing',
];
const OF_SEVERAL: readonly ReportFormat['name'][] = ['text', 'json', 'html', ...OF_SUMMARIES];
/** What an option names a file for, or `-`. */
const FILE_OPTIONS = ['json', 'prometheus', 'html', 'svg'] as const;
export type FileOption = (typeof FILE_OPTIONS)[number];

export interface ReportOptions {
  readonly format: ReportFormat;
  /** Where else something goes. */
  readonly files: readonly { readonly option: FileOption; readonly file: string }[];
  /** Whatever is asked for, anywhere, as a page or a sheet. */
  readonly hasHtml: boolean;
  readonly hasSvg: boolean;
  /** A check's JSON, for the page; null: none is named. */
  readonly where: string | null;
  /** The exit status is the scans'. */
  readonly verdict: boolean;
  /** No map's bytes are needed. */
  readonly isOfSummaries: boolean;
}

/** badblocks(8), -b. */
const DEFAULT_BLOCK_BYTES = '1024';
const MOST_PARTITION = 2 ** 31;
const MOST_DAYS = 36_500;

export function reportOptions(typed: TypedReportOptions): ReportOptions {
  const { nagios, verdict = false } = typed;
  if (nagios === true && verdict) {
    throw usageError('--nagios and --verdict: each has an exit status of its own: expected one');
  }
  const files = FILE_OPTIONS.flatMap((option) => {
    const file = fileOf(`--${option}`, typed[option]);
    return file === null ? [] : [{ option, file }];
  });
  const format = formatOf(typed, nameOf(typed));
  const isOfSummaries =
    OF_SUMMARIES.includes(format.name) && files.every(({ option }) => option === 'prometheus');
  const [hasHtml, hasSvg] = [typed.html !== undefined, typed.svg !== undefined];
  return { format, files, hasHtml, hasSvg, where: whereOf(typed), verdict, isOfSummaries };
}

/** Throws ERR_USAGE where there are more maps than a format is of. */
export function assertFormatFits(options: ReportOptions, maps: readonly string[]) {
  const { format, hasSvg, where } = options;
  const name = hasSvg ? 'svg' : where === null ? format.name : 'where';
  if (maps.length <= 1 || (name !== 'where' && OF_SEVERAL.includes(name))) return;
  throw usageError(`--${name}: expected one map, got ${maps.length}`);
}

function whereOf({ where, html }: TypedReportOptions): string | null {
  if (where === undefined) return null;
  if (where === '') throw usageError('--where: expected the JSON of surfscan check, a file');
  if (html === undefined) throw usageError('--where is for --html: expected that, too');
  return where;
}

/** null: it is not given, or goes to standard output. */
function fileOf(option: string, typed: string | undefined): string | null {
  if (typed === '') throw usageError(`${option}: expected a file name, or - for standard output`);
  return typed === undefined || typed === '-' ? null : typed;
}

function nameOf(typed: TypedReportOptions): ReportFormat['name'] {
  const onOutput = [
    ...(['csv', 'ddrescue', 'badblocks', 'line', 'nagios'] as const).filter(
      (name) => typed[name] === true,
    ),
    ...FILE_OPTIONS.filter((name) => typed[name] === '-'),
  ];
  const [name, ...others] = onOutput;
  if (others.length > 0) {
    const isFile = (each: string) => FILE_OPTIONS.some((option) => option === each);
    const asked = onOutput
      .map((each) => (isFile(each) ? `--${each} -` : `--${each}`))
      .join(' and ');
    throw usageError(
      `${asked}: expected one format on standard output; JSON, metrics and pages may go to files`,
    );
  }
  if (name !== undefined) return name;
  if (typed.verdict === true) return 'verdict';
  const quiet = FILE_OPTIONS.filter((option) => option !== 'json' && typed[option] !== undefined);
  return quiet.length > 0 && typed.json === undefined ? 'nothing' : 'text';
}

function formatOf(typed: TypedReportOptions, name: ReportFormat['name']): ReportFormat {
  const belongs = [
    ['blockSize', '--block-size', 'badblocks'],
    ['partition', '--partition', 'badblocks'],
    ['maxAge', '--max-age', 'nagios'],
  ] as const;
  for (const [option, spelled, owner] of belongs) {
    if (typed[option] === undefined || name === owner) continue;
    throw usageError(`${spelled}: belongs to --${owner}`);
  }
  if (name === 'badblocks') return { name, options: badblocksOptions(typed) };
  if (name !== 'nagios') return { name };
  const { maxAge } = typed;
  const days = maxAge === undefined ? null : parseWhole('--max-age', maxAge, 1, MOST_DAYS);
  return { name, maxAgeDays: days };
}

function badblocksOptions({ blockSize, partition }: TypedReportOptions): BadblocksOptions {
  return {
    blockSize: parseWhole(
      '--block-size',
      blockSize ?? DEFAULT_BLOCK_BYTES,
      SMALLEST_BLOCK_BYTES,
      LARGEST_BLOCK_BYTES,
    ),
    ...(partition === undefined
      ? {}
      : { partition: parseWhole('--partition', partition, 0, MOST_PARTITION) }),
  };
}
