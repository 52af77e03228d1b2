// The report, at the end: as JSON where it was asked for, and in words.

import { cleanText, jsonText } from '../api/common.ts';
import { EXIT } from './exit-status.ts';
import type { JsonOutput } from './json-output.ts';
import { say } from './say.ts';
import { inLocale, writeResults } from './terminal-output.ts';

export interface Report {
  /** `--json`, and where it goes; null: not asked for. */
  readonly file: string | null;
  /** Standard output is something else's: the words are left out. */
  readonly isMute?: boolean;
  readonly json: JsonOutput | null;
  value(): unknown;
  words(): string;
}

/** Returns `status`, or 3 where the report could not be written and `status` is neither 1 nor 70. */
export async function writeReport(
  { file, isMute = file === '-', json, value, words }: Report,
  status: number,
): Promise<number> {
  const isJsonKept = json === null || (await isWritten(() => json.write(jsonText(value()))));
  const isSaid = isMute || (await isWritten(() => writeResults(1, inLocale(words()))));
  return isJsonKept && isSaid ? status : unwritten(status);
}

/** 3 where something could not be written, and `status` is neither 1 nor 70. */
export function unwritten(status: number): number {
  return status === EXIT.unfit || status === EXIT.defect ? status : EXIT.target;
}

/** False, and said, where it could not be written. */
async function isWritten(write: () => unknown): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(`the report could not be written: ${cleanText(why, 2000)}`);
    return false;
  }
}
