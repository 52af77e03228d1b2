// What a check of a simulated disk says of one line of a log.

import { checkSim, said } from './check-sim.ts';

export const LOG = 'What the log says';

/** The sentence about the line that is numbered so, without what it quotes. */
export async function about(
  line: number,
  spec: string,
  lines: string[],
  options = {},
): Promise<string> {
  const sentences = said(await checkSim(spec, lines, options), LOG);
  const found = sentences.find((sentence) => sentence.startsWith(`Line ${line}`))!;
  return found.replace(/^Line (\d+)(.*?), ".*?":/, 'Line $1$2:');
}
