// The one rule for what programs say: a witness is believed with its proof. An answer is whole only where
// the program ended well, said what was asked, and complained of nothing but what is known to be harmless;
// programs that tell whose a block is exit with 0 and are silent about what they could not read.

import { cleanText } from '../vocabulary/text.ts';
import type { ToolAnswer, ToolName } from './tool.ts';

/** Lines of standard error that say nothing against the answer. */
const HARMLESS: Partial<Record<ToolName, RegExp>> = {
  // Its banner: e2fsprogs' debugfs/debugfs.c.
  debugfs: /^debugfs \d+\.\d+/,
};

/** Words of standard output by which a program that goes on tells that it could not read. */
const FAILURES: Partial<Record<ToolName, RegExp>> = {
  // xfsprogs' db/check.c says so with dbprintf, that is on standard output.
  xfs_db: /^(can't|cannot) (read|set)|error|bad (magic|inode)/im,
  fsdb: /CANNOT READ|error/i,
};

/** Whether the program complained of nothing. `stdout`: of what it said, the part without names. */
export function isQuiet(tool: ToolName, answer: ToolAnswer, stdout = ''): boolean {
  if (answer.trouble !== null) return false;
  return complaints(tool, answer).length === 0 && FAILURES[tool]?.test(stdout) !== true;
}

function complaints(tool: ToolName, { stderr }: ToolAnswer): string[] {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && HARMLESS[tool]?.test(line) !== true);
}

/** What it complained of first, for a person. */
export function complaint(tool: ToolName, answer: ToolAnswer): string {
  const said = answer.stdout.split('\n').map((line) => line.trim());
  const [line] = [...complaints(tool, answer), ...said.filter((text) => text !== '')];
  return `${tool} could not tell${line === undefined ? '' : `: ${cleanText(line, 200)}`}`;
}
