// What each rule is judged by: the report's own figures.

import { expect, test } from 'vitest';
import { parseRule } from '../../../src/index.ts';
import { CLASS_NAMES, ERROR_CODES } from '../../../src/vocabulary/classes.ts';
import { scanSim } from './scan-sim.ts';

const PERCENTILES = ['p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'];
const SECTORS = ['bad', 'unread', 'weak'];
const BLOCKS = [...CLASS_NAMES, ...ERROR_CODES].filter((name) => name !== '>500ms');

test('every rule’s value is the report’s', async () => {
  const names = [...PERCENTILES, ...SECTORS, ...BLOCKS, '>500ms', 'slow_zones'];
  const spec =
    'size=200000s,kind=hdd,bad=1000,bad=2000/IDNF,weak=8000-8015@1,slow=9000@700,slow=12000@600*1';
  const rules = [...names.map((name) => parseRule(`${name}>1000000`)), parseRule('speed<1')];
  const scan = await scanSim(spec, { blockSectors: 8, rules });
  const values = new Map(
    scan.rules.map(({ rule, value }) => [rule.split(/[<>](?!.*[<>])/)[0]!, value]),
  );
  const blocks = scan.blocks as Readonly<Record<string, number>>;
  const latencies = scan.latency_us as unknown as Readonly<Record<string, number>>;
  for (const name of PERCENTILES) {
    expect([name, values.get(name)]).toEqual([
      name,
      expect.closeTo(latencies[name.replace('.', '_')]! / 1000, 2),
    ]);
  }
  for (const name of BLOCKS) expect([name, values.get(name)]).toEqual([name, blocks[name]]);
  expect(values.get('bad')).toBe(scan.coverage.bad);
  expect(values.get('unread')).toBe(scan.coverage.unread);
  expect(values.get('weak')).toBe(scan.weak.reduce((sum, { from, to }) => sum + to - from + 1, 0));
  expect([scan.coverage.bad, values.get('weak')]).toEqual([2, 16]);
  // Two were slow, one of them again.
  expect([blocks['>500ms'], values.get('>500ms')]).toEqual([2, 1]);
  expect(values.get('slow_zones')).toBe(scan.slow_zones.length);
  expect(values.get('speed')).toBeCloseTo(scan.bytes_per_s / 1e6, 2);
});
