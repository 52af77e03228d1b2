// The options of `bench`, from what was typed to what the benchmark takes. Throws ERR_USAGE.

import { type BenchOptions, LEAST_SECONDS, MOST_SECONDS } from '../api/bench.ts';
import { parseSeconds, parseWhole, usageError } from '../api/common.ts';

/** As commander hands them over: text. */
export interface TypedBenchOptions {
  readonly seconds?: string;
  readonly seed?: string;
  readonly tui?: boolean;
  readonly json?: string;
}

export interface CliBenchOptions {
  readonly bench: BenchOptions;
  /** undefined: where there is a terminal. */
  readonly tui: boolean | undefined;
  /** A file, `-` for standard output, null for none. */
  readonly json: string | null;
}

export function benchOptions({ seconds, seed, tui, json }: TypedBenchOptions): CliBenchOptions {
  if (json === '') throw usageError('--json: expected a file name, or - for standard output');
  return {
    bench: {
      ...(seconds === undefined
        ? {}
        : { seconds: parseSeconds('--seconds', seconds, LEAST_SECONDS, MOST_SECONDS) }),
      ...(seed === undefined
        ? {}
        : { seed: parseWhole('--seed', seed, 0, Number.MAX_SAFE_INTEGER) }),
    },
    tui,
    json: json ?? null,
  };
}
