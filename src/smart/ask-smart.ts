// smartctl, asked what a drive counts of its own troubles: before a scan and after it, never meanwhile, as
// its commands make a SATA disk's queue wait (PIO). It reads, and nothing else.

import { findProgram, PROGRAM_DIRECTORIES, runProgram, STOPPED } from '../disks/program.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import type { SmartAnswer } from '../vocabulary/smart.ts';
import { smartAnswer } from './answer.ts';
import { smartNode } from './smart-node.ts';

/** A disk in standby takes seconds, with all its logs; one that hangs must not take for ever. */
export const SMART_LIMIT_MS = 30_000;

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Default 30,000. */
  readonly limitMs?: number;
  /** Where smartctl may be. */
  readonly directories?: readonly string[];
  readonly platform?: string;
  /** Default all that it knows: `-x`. */
  readonly what?: readonly string[];
}

export type AskSmart = (
  target: Pick<InspectedTarget, 'device' | 'drive'>,
  options?: AskOptions,
) => Promise<SmartAnswer>;

/** Never throws, and takes no longer than its limit. */
export const askSmart: AskSmart = async (target, options = {}) => {
  const { limitMs = SMART_LIMIT_MS, directories = PROGRAM_DIRECTORIES, what = ['-x'] } = options;
  const node = smartNode(target, options.platform);
  if ('whyNot' in node) return node;
  const program = await findProgram('smartctl', directories);
  if (program === null) {
    return { whyNot: 'smartctl is not on this system (package smartmontools)' };
  }
  if (options.signal?.aborted) return { whyNot: STOPPED };
  const asked = new Date();
  const answer = await runProgram(program, ['--json=c', ...what, node.path], {
    leftMs: limitMs,
    late: `smartctl was given ${limitMs / 1000} s and did not finish`,
    signal: options.signal,
  });
  return smartAnswer(answer, target.device, asked);
};
