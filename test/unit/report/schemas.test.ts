// The schemas say what the reports say.

import { expect, test } from 'vitest';
import { benchReport, runReport, SurfscanError } from '../../../src/index.ts';
import { unopenedCheckReport } from '../../../src/report/check-json.ts';
import { assertValid, SCHEMAS } from '../../schemas.ts';
import { aBench } from './a-bench.ts';
import { aResult } from './a-result.ts';

const json = (value: unknown) => JSON.parse(JSON.stringify(value));

test('there is one of each document', () => {
  expect([...SCHEMAS.keys()].filter((name) => name !== 'common')).toEqual([
    'bench',
    'check',
    'diff',
    'event',
    'list',
    'run',
  ]);
});

test('a run is as its schema says, whatever became of its targets', () => {
  const { device } = aResult();
  const trouble = { code: 'ERR_GONE', errno: null, message: 'it left' } as const;
  const error = new SurfscanError('ERR_ABSENT', 'nothing there', { errno: 'ENOENT' });
  const host = { name: 'storage01', machineId: null, labels: { rack: '7' } };
  assertValid(json(runReport([aResult(), aResult({ trouble, host, latencyUs: null })])));
  assertValid(
    json(
      runReport(
        [
          { device, error },
          { device, error: null },
        ],
        host,
      ),
    ),
  );
});

test('a benchmark and a check that were not to be had are as their schemas say', () => {
  const error = new SurfscanError('ERR_ABSENT', 'nothing there', { errno: 'ENOENT' });
  const { device } = aResult();
  assertValid(json(benchReport([aBench(), { device, error }])));
  assertValid(json(unopenedCheckReport(device, error)));
});

test('a field that no schema names is found, wherever it is', () => {
  const report = json(runReport([aResult()]));
  const { scans } = report;
  expect(() => assertValid({ ...report, more: 1 })).toThrow(/additional/);
  const named = { ...scans[0], device: { ...scans[0].device, color: 'red' } };
  expect(() => assertValid({ ...report, scans: [named] })).toThrow(/not as schema\/run.json/);
  const { bad: _, ...less } = scans[0];
  expect(() => assertValid({ ...report, scans: [less] })).toThrow(/not as schema\/run.json/);
  expect(() => assertValid({ schema: 'surfscan.nothing/1' })).toThrow(/no schema/);
});
