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
}

/** What goes to standard output. */
export type ReportFormat =
  | { readonly name: 'text' | 'json' | 'csv' | 'ddrescue' }
  | { readonly name: 'badblocks'; readonly options: BadblocksOptions };

export interface ReportOptions {
  readonly format: ReportFormat;
  /** Where else the JSON goes. */
  readonly jsonFile: string | null;
}

/** badblocks(8), -b. */
const DEFAULT_BLOCK_BYTES = '1024';
const MOST_PARTITION = 2 ** 31;

export function reportOptions(maps: readonly string[], typed: TypedReportOptions): ReportOptions {
  if (typed.json === '') throw usageError('--json: expected a file name, or - for standard output');
  const onOutput = [
    ...(['csv', 'ddrescue', 'badblocks'] as const).filter((name) => typed[name] === true),
    ...(typed.json === '-' ? (['json'] as const) : []),
  ];
  const [name = 'text', ...others] = onOutput;
  if (others.length > 0) {
    const asked = onOutput
      .map((each) => (each === 'json' ? '--json -' : `--${each}`))
      .join(' and ');
    throw usageError(`${asked}: expected one format on standard output; JSON may go to a file`);
  }
  if (name !== 'text' && name !== 'json' && maps.length > 1) {
    throw usageError(`--${name}: expected one map, got ${maps.length}`);
  }
  const jsonFile = typed.json === undefined || typed.json === '-' ? null : typed.json;
  if (name === 'badblocks') return { format: { name, options: badblocksOptions(typed) }, jsonFile };
  for (const option of ['blockSize', 'partition'] as const) {
    if (typed[option] === undefined) continue;
    const spelled = option === 'blockSize' ? '--block-size' : '--partition';
    throw usageError(`${spelled}: belongs to --badblocks`);
  }
  return { format: { name }, jsonFile };
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
