// What disk it is and how it was scanned, as rows of a name and what it is.

import { describe, expect, test } from 'vitest';
import type { ScanResult } from '../../../../src/index.ts';
import {
  blockFacts,
  blocksRead,
  identityFacts,
  latencyFacts,
  methodFacts,
} from '../../../../src/report/page/facts.ts';
import { diskName, valueAt } from '../../../../src/report/page/figures.ts';
import type { Markup } from '../../../../src/report/page/markup.ts';
import { scanJson } from '../../../../src/report/run-json.ts';
import { aResult } from '../a-result.ts';

const RESULT = aResult();

function rowsOf({ text }: Markup): Record<string, string> {
  const rows = text.matchAll(/<tr><th[^>]*>(.*?)<\/th><td>(.*?)<\/td><\/tr>/gs);
  return Object.fromEntries(
    [...rows].map(([, name, value]) => [
      name,
      value!.replace(/<[^>]*>/g, '').replaceAll('&#39;', "'"),
    ]),
  );
}
const scanOf = (changes: Partial<ScanResult> = {}) => scanJson(aResult(changes));
const mode = (changes: Partial<ScanResult['mode']>) =>
  rowsOf(methodFacts(scanOf({ mode: { ...RESULT.mode, ...changes } })));
const device = (changes: Partial<ScanResult['device']>) =>
  rowsOf(identityFacts(scanOf({ device: { ...RESULT.device, ...changes } })));

describe('the disk', () => {
  test('all that is known', () => {
    expect(device({})).toEqual({
      path: '/dev/sdb',
      model: 'ST1000DM003',
      serial: 'Z1D0AAAA',
      firmware: 'CC43',
      WWN: '0x5000c50051234567',
      ids: '/dev/disk/by-id/ata-ST1000DM003_Z1D0AAAA',
      slot: 'bay Slot 05 of enclosure 6:0:8:0',
      size: '1.00 TB, 1,953,525,168 sectors of 512 bytes (physical: 4,096)',
      kind: 'disk, sata, rotating',
      'in use': '/dev/sdb1 is mounted at /',
      host: '–',
    });
  });

  test('nothing that is not', () => {
    const {
      ids,
      slot,
      'in use': inUse,
      ...rest
    } = device({
      ...{ model: null, serial: '', firmware: null, wwn: null, bus: null, rotational: null },
      ...{ ids: [], slot: null, inUse: [] },
    });
    expect([ids, slot, inUse]).toEqual([undefined, undefined, undefined]);
    expect(rest).toMatchObject({ model: '–', serial: '–', firmware: '–', WWN: '–', kind: 'disk' });
    expect(device({ inUse: null })['in use']).toBeUndefined();
  });

  test.each([
    ['file', null, 'image file'],
    ['sim', false, 'simulated disk, does not rotate'],
    ['block', true, 'disk, rotating'],
  ] as const)('of kind %s, rotating: %s', (kind, rotational, words) => {
    expect(device({ kind, rotational, bus: null }).kind).toBe(words);
  });

  test('of a host, with its labels', () => {
    const of = (machineId: string | null) =>
      rowsOf(identityFacts(scanOf({ host: { name: 'h', machineId, labels: { rack: '7' } } })));
    expect(of('abc')).toMatchObject({ host: 'h abc', rack: '7' });
    expect(of(null).host!.trim()).toBe('h');
  });
});

describe('the scan', () => {
  test('all of it', () => {
    expect(mode({})).toEqual({
      method: 'read by pread, past the cache',
      'narrowed by': 'read',
      reads: 'one read after the other',
      block: '256 sectors',
      range: 'LBA 0-1953525167',
      begun: '2026-11-22 10:00:00 UTC',
      finished: '2026-11-22 12:59:03 UTC',
      took: '2:59:03',
      'rate of the pass': '93.1 MB/s',
    });
  });

  test('by the drive itself', () => {
    expect(
      mode({ command: 'READ VERIFY EXT', node: '/dev/sg3', cacheBypassed: false }),
    ).toMatchObject({
      method: 'read by pread, through the cache',
      command: 'READ VERIFY EXT',
      'by way of': '/dev/sg3',
    });
  });

  test.each([
    [1, 2, '1 worker, up to 2 reads in flight each'],
    [2, 1, '2 workers, 1 read in flight each'],
    [4, 8, '4 workers, up to 8 reads in flight each'],
  ])('of %d workers and %d reads in flight', (jobs, depth, words) => {
    expect(mode({ jobs, depth }).reads).toBe(words);
  });

  test('that has not ended, of a simulated disk', () => {
    expect(rowsOf(methodFacts(scanOf({ finished: null }))).finished).toBe('no');
    const sim = scanOf({ device: { ...RESULT.device, kind: 'sim' } });
    expect(rowsOf(methodFacts(sim))['rate of the pass']).toBe(
      "93.1 MB/s (on the disk's own clock)",
    );
  });
});

describe('its figures', () => {
  test('latencies, by what they are called', () => {
    expect(rowsOf(latencyFacts(scanOf()))).toEqual({
      min: '0.09 ms',
      mean: '1.40 ms',
      p50: '0.71 ms',
      p90: '1.00 ms',
      p99: '2.50 ms',
      'p99.9': '9.00 ms',
      'p99.99': '41.0 ms',
      max: '612 ms',
    });
    expect(latencyFacts(scanOf({ latencyUs: null })).text).toBe('<p>No block read.</p>');
  });

  test('blocks by class, and of errors those that occurred', () => {
    const blocks = { ...RESULT.blocks, '>500ms': 0, UNC: 0, IDNF: 3, unread: 2000 };
    expect(rowsOf(blockFacts(scanOf({ blocks })))).toEqual({
      ...{ '&lt;3ms': '7,630,000', '&lt;10ms': '900', '&lt;50ms': '50', '&lt;150ms': '4' },
      ...{ '&lt;500ms': '2', '&gt;500ms': '0', IDNF: '3', unread: '2,000' },
    });
    expect(blocksRead(scanOf({ blocks }))).toBe(
      '7,630,956 blocks that were read, and 3 that failed',
    );
    const whole = { ...blocks, IDNF: 0 };
    expect(blocksRead(scanOf({ blocks: whole }))).toBe('7,630,956 blocks that were read');
  });
});

test.each([
  ['M', 'S', 'M S, 1 TB'],
  ['M', null, 'M, 1 TB'],
  ['', 'S', 'S, 1 TB'],
  [null, '', '/dev/x, 1 TB'],
  ['M'.repeat(300), null, `${'M'.repeat(199)}…, 1 TB`],
])('a disk of model %j and serial %j is called %j', (model, serial, name) => {
  expect(diskName({ model, serial, path: '/dev/x' }, '1 TB')).toBe(name);
});

test('what is nowhere has no value', () => {
  expect(valueAt({ a: null, b: { c: 0 } }, 'a.b')).toBeUndefined();
  expect(valueAt({ a: null, b: { c: 0 } }, 'b.c')).toBe(0);
});
