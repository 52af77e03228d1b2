// Every defect is told when it is found, with both ends of it.

import { expect, test } from 'vitest';
import { Findings } from '../../../src/reading/findings.ts';
import type { Defect } from '../../../src/vocabulary/defects.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { failedReading, goodReading, lateReading } from '../engine/scripted-runner.ts';

const UNC = { error: 'UNC', errno: 'ENODATA', reads: 1 } as const;

function toldOf(find: (findings: Findings) => void): Defect[] {
  const findings = new Findings();
  const told: Defect[] = [];
  findings.listeners.push((defect) => told.push(defect));
  find(findings);
  return told;
}

test.each<[string, (findings: Findings) => void, Partial<Defect>[]]>([
  [
    'a failed block',
    (findings) => findings.addFailed(failedReading(8, 16)),
    [{ kind: 'failed', firstLba: 8, lastLba: 15, error: 'UNC', latencyMs: 1, exact: false }],
  ],
  [
    'a bad sector',
    (findings) => findings.addBad(failedReading(9)),
    [{ kind: 'bad', firstLba: 9, lastLba: 9, error: 'UNC', latencyMs: 1, exact: true }],
  ],
  [
    'a weak block',
    (findings) => findings.addWeak(8, 16, { ...UNC, exact: false }),
    [{ kind: 'weak', firstLba: 8, lastLba: 15, error: 'UNC', latencyMs: null, exact: false }],
  ],
  [
    'a weak sector',
    (findings) => findings.addWeak(9, 10, { ...UNC, exact: true }),
    [{ kind: 'weak', firstLba: 9, lastLba: 9, error: 'UNC', latencyMs: null, exact: true }],
  ],
  [
    'a slow block',
    (findings) => findings.addSlow({ ...goodReading(8, 16), latencyNs: 700e6 }),
    [{ kind: 'slow', firstLba: 8, lastLba: 15, error: null, latencyMs: 700, exact: true }],
  ],
  [
    'a late one, whatever it brought',
    (findings) => findings.addSlow(lateReading(8, 16)),
    [{ kind: 'slow', firstLba: 8, lastLba: 15, error: 'UNC', latencyMs: 31_000 }],
  ],
  [
    'not what is slow at depth alone',
    (findings) => findings.addSlow({ ...goodReading(8, 16), latencyNs: 60e6 }),
    [],
  ],
])('%s', (_, find, expected) => {
  const told = toldOf(find);
  expect(told).toHaveLength(expected.length);
  expect(told).toMatchObject(expected);
});

test('to all who listen', () => {
  const findings = new Findings();
  const heard: string[] = [];
  for (const name of ['a', 'b'])
    findings.listeners.push(({ kind }) => heard.push(`${name} ${kind}`));
  findings.addBad(failedReading(9));
  expect(heard).toEqual(['a bad', 'b bad']);
});

test('what is forgotten is in none of the lists, and its neighbours are', () => {
  const findings = new Findings();
  for (const from of [0, 8, 16]) {
    findings.addFailed(failedReading(from, from + 8));
    findings.addSlow(lateReading(from, from + 8));
  }
  findings.addBad(failedReading(30));
  findings.addBad(failedReading(40));
  findings.forget(8, 16);
  findings.forget(30, 31);
  expect(findings.failed.items.map(({ from, to }) => [from, to])).toEqual([
    [0, 8],
    [16, 24],
  ]);
  expect([...findings.slow.values()].map(({ from }) => from)).toEqual([0, 16]);
  expect(findings.bad.items.map(({ from }) => from)).toEqual([40]);
  expect(findings.entries).toBe(2 + 2 + 1);
});

test('failed blocks are counted by the blocks that they reach into', () => {
  const findings = new Findings();
  const grid = new Grid(4, 100, 8);
  expect(findings.failedBlocks(grid)).toBe(0);
  findings.addFailed(failedReading(4, 8));
  findings.addFailed(failedReading(16, 32));
  findings.addFailed(failedReading(40, 41));
  expect(findings.failedBlocks(grid)).toBe(4);
});
