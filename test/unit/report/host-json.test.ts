// Where a run's scans were: said of the whole only where it is one place.

import { expect, test } from 'vitest';
import { SurfscanError } from '../../../src/index.ts';
import { commonHost, hostJson } from '../../../src/report/host-json.ts';
import type { LabelledHost } from '../../../src/vocabulary/host.ts';
import { aResult } from './a-result.ts';

const aHost = (name: string, labels = {}): LabelledHost => ({ name, machineId: 'f00', labels });
const of = (...hosts: (LabelledHost | null)[]) => hosts.map((host) => aResult({ host }));
const failed = { device: aResult().device, error: new SurfscanError('ERR_GONE', 'it left') };

test('a host, and none', () => {
  expect(hostJson(aHost('a', { rack: '7' }))).toEqual({
    name: 'a',
    machine_id: 'f00',
    labels: { rack: '7' },
  });
  expect(hostJson(null)).toBeNull();
});

test('of all scans it is the one that all have', () => {
  const [a, other] = [aHost('a'), aHost('b')];
  expect(commonHost(of(a), other)).toEqual(hostJson(a));
  expect(commonHost(of(a, a, a), other)).toEqual(hostJson(a));
  expect(commonHost([failed, ...of(a), failed], other)).toEqual(hostJson(a));
  for (const hosts of [
    [a, a, other],
    [a, other, a],
    [other, a, a],
    [a, null],
    [null, a],
    [null, null],
    [a, aHost('a', { rack: '7' })],
  ]) {
    expect(commonHost(of(...hosts), a)).toBeNull();
  }
});

test('where nothing was scanned it is this one', () => {
  expect(commonHost([], aHost('here'))).toEqual(hostJson(aHost('here')));
  expect(commonHost([failed], aHost('here'))).toEqual(hostJson(aHost('here')));
  expect(commonHost([], null)).toBeNull();
});
