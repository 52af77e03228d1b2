// Contestants that take turns: whatever else the machine does falls on all of them alike.

import { spread } from './statistics.ts';

export interface Contestant {
  readonly name: string;
  /** One measurement. */
  run(): number | Promise<number>;
}

/**
 * Every contestant once a round, another one first each time. Prints what came, `unit` behind it;
 * returns the values by name, the round's in its place.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  rounds: number,
  unit: string,
): Promise<Map<string, number[]>> {
  const values = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const { name, run } = contestants[(round + turn) % contestants.length]!;
      values.get(name)!.push(await run());
    }
  }
  for (const [name, each] of values) {
    const digits = Math.max(...each) < 100 ? 3 : 0;
    process.stdout.write(`  ${name}, ${unit}: ${spread(each, digits)}\n`);
  }
  return values;
}

/** Round by round. */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  return above.map((value, i) => value / below[i]!);
}
