// Programs of the system that know a file system better than we ever will. They are asked by their
// fixed paths, without a shell, for reading only, for a limited time; what they say is a hostile disk's
// word at second hand.

import {
  findProgram,
  PROGRAM_DIRECTORIES,
  type ProgramAnswer,
  runProgram,
  STOPPED,
} from '../disks/program.ts';

/** Where to get each. null: part of the system, or not to be had there. */
const PACKAGES = {
  debugfs: { linux: 'e2fsprogs', freebsd: 'e2fsprogs' },
  xfs_db: { linux: 'xfsprogs', freebsd: null },
  blkid: { linux: null, freebsd: null },
  fsdb: { linux: null, freebsd: null },
  zdb: { linux: 'zfsutils-linux', freebsd: null },
  dmsetup: { linux: 'dmsetup', freebsd: null },
} as const;

export type ToolName = keyof typeof PACKAGES;

/** For one program. Whoever hangs in a dying disk's read does so for minutes. */
const TOOL_LIMIT_MS = 20_000;

export type ToolAnswer = ProgramAnswer;

export type RunTool = (
  tool: ToolName,
  args: readonly string[],
  /** A character a byte, as ToolAnswer.stdout. */
  input?: string,
) => Promise<ToolAnswer>;

/** All that is asked through it shares one time limit, and none takes longer than `toolLimitMs`. Once
 * `signal` is aborted nothing more is started, and what runs is killed: a program left behind would go on
 * reading a disk that is dying. */
export function toolRunner(
  timeoutMs: number,
  platform: string = process.platform,
  directories: readonly string[] = PROGRAM_DIRECTORIES,
  signal?: AbortSignal,
  toolLimitMs = TOOL_LIMIT_MS,
): RunTool {
  const end = performance.now() + timeoutMs;
  return async (tool, args, input = '') => {
    const program = await findProgram(tool, directories);
    if (program === null) return nothing(missingNote(tool, platform));
    const leftMs = Math.min(end - performance.now(), toolLimitMs);
    const late = `${tool} was given ${Math.min(timeoutMs, toolLimitMs) / 1000} s and did not finish`;
    if (signal?.aborted) return nothing(STOPPED);
    return leftMs <= 0 ? nothing(late) : runProgram(program, args, { leftMs, late, signal, input });
  };
}

export function nothing(trouble: string): ToolAnswer {
  return { stdout: '', stderr: '', status: null, trouble };
}

function missingNote(tool: ToolName, platform: string): string {
  const name = PACKAGES[tool][platform === 'freebsd' ? 'freebsd' : 'linux'];
  return name === null
    ? `${tool}, which could tell whose block it is, is not on this system`
    : `install ${name}${name === tool ? '' : ` (for ${tool})`} to see whose block it is`;
}
