// The disk's benchmark.

export { Bench } from '../benchmark/bench.ts';
export { BenchRun } from '../benchmark/bench-run.ts';
export type { BenchControl, BenchProgress, BenchView, PartNow } from '../benchmark/bench-view.ts';
export { partWords } from '../benchmark/part-words.ts';
export {
  type BenchOptions,
  DEFAULT_SECONDS,
  DEFAULT_SEED,
  LEAST_SECONDS,
  MOST_SECONDS,
} from '../benchmark/plan.ts';
export type { BenchResult } from '../benchmark/result.ts';
export { type BenchReport, benchReport } from '../report/bench-json.ts';
export { benchText } from '../report/bench-text.ts';
