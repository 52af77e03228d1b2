// A simulated disk, probed through the library.

import { Check, type CheckOptions, type Probed } from '../../../src/check/check.ts';
import { inspectTarget } from '../../../src/index.ts';

/** Suspects that were typed: LBAs, inclusive. */
export async function probeSim(
  spec: string,
  ranges: readonly (readonly [from: number, to: number])[],
  options: CheckOptions = {},
): Promise<Probed> {
  const target = await inspectTarget(`sim:${spec}`);
  const suspects = ranges.map(([firstLba, lastLba]) => ({ firstLba, lastLba, sources: [] }));
  const probed = await new Check(target, suspects, options).run();
  expectSound(probed);
  return probed;
}

function expectSound({ coverage, bad, unread }: Probed): void {
  const { total, good, bad: badSectors, unread: unreadSectors } = coverage;
  if (good + badSectors + unreadSectors !== total) throw new Error(JSON.stringify(coverage));
  const sum = (list: readonly { from: number; to: number }[]) =>
    list.reduce((sectors, { from, to }) => sectors + to - from, 0);
  if (sum(bad) !== badSectors || sum(unread) !== unreadSectors) throw new Error('lists differ');
}

/** "50-99 UNC×3" where it was narrowed, "50-99 UNC?" where it was not. LBAs inclusive. */
export function words(list: Probed['bad']): string[] {
  return list.map(({ from, to, value }) => {
    return `${from}-${to - 1} ${value.error}${value.exact ? `×${value.reads}` : '?'}`;
  });
}
