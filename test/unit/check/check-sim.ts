// A simulated disk and a log, from the numbers to the result.

import {
  accusationsAgainst,
  Check,
  type CheckResult,
  concludeCheck,
  inspectTarget,
  locateFound,
} from '../../../src/index.ts';
import { readLog } from '../kernel-log/read-log.ts';

export interface LogOptions {
  logDevices?: readonly string[];
  logOffsetLba?: number;
}

export async function checkSim(
  spec: string,
  lines: readonly string[],
  { logDevices = [], logOffsetLba }: LogOptions = {},
): Promise<CheckResult> {
  const target = await inspectTarget(`sim:${spec}`);
  const question = { logDevices, logOffsetLba: logOffsetLba ?? null };
  const accused = await accusationsAgainst(target, readLog(`${lines.join('\n')}\n`), question);
  const probed = await new Check(target, accused.suspects).run();
  const where = await locateFound(target, probed);
  const { device } = target;
  return concludeCheck({ device, suspects: accused.suspects, accused, probed, where });
}

/** The sentences of one chapter, or of all. */
export function said({ explanation }: CheckResult, title?: string): string[] {
  const chapters = explanation.filter((chapter) => title === undefined || chapter.title === title);
  return chapters.flatMap(({ sentences }) => [...sentences]);
}
