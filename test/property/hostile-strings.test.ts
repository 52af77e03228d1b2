// Disks, maps and systems that say anything of themselves: nothing of it steers a terminal, in no
// format. SURFSCAN_SEED=… repeats a run.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listTable } from '../../src/cli/list-table.ts';
import { identityText } from '../../src/disks/identity-text.ts';
import {
  csvLines,
  ddrescueLines,
  type ListedDisk,
  listJson,
  runReport,
  runText,
  verdictLine,
} from '../../src/index.ts';
import { jsonText } from '../../src/report/json-text.ts';
import type { Device } from '../../src/vocabulary/device.ts';
import { SurfscanError } from '../../src/vocabulary/errors.ts';
import { cleanLines, cleanText } from '../../src/vocabulary/text.ts';
import { aResult } from '../unit/report/a-result.ts';
import { stored } from '../unit/report/stored.ts';
import { expectPlain, hostileText } from './hostile-text.ts';
import { SEED } from './seed.ts';

const settings = { seed: SEED % 2 ** 31, numRuns: 200 };
const hostileOrNull = fc.option(hostileText);

const device: fc.Arbitrary<Device> = fc.record({
  path: hostileText,
  kind: fc.constantFrom('block', 'file', 'sim'),
  model: hostileOrNull,
  serial: hostileOrNull,
  firmware: hostileOrNull,
  wwn: hostileOrNull,
  sectors: fc.constant(1_953_525_168),
  logicalBytes: fc.constant(512),
  physicalBytes: fc.constant(4096),
  rotational: fc.constantFrom(true, false, null),
  bus: hostileOrNull,
  inUse: fc.array(hostileText, { maxLength: 3 }),
  ids: fc.array(hostileText, { maxLength: 3 }),
  slot: hostileOrNull,
});

const result = fc
  .record({
    device,
    trouble: fc.option(
      fc.record({
        code: fc.constant('ERR_GONE' as const),
        errno: hostileOrNull,
        message: hostileText,
      }),
    ),
    notes: fc.array(hostileText, { maxLength: 3 }),
  })
  .map((said) => aResult(said));

/** What is read is what was said: lone surrogates come back as they were. */
function expectSame(text: string, value: unknown): void {
  expectPlain(text);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
}

describe(`any string, SURFSCAN_SEED=${SEED}`, () => {
  test('of a disk and a scan, in its text and JSON', () => {
    fc.assert(
      fc.property(result, (scan) => {
        expectPlain(runText([scan]));
        expectPlain(verdictLine(scan));
        const run = runReport([scan, { device: scan.device, error: null }]);
        expectSame(jsonText(run), run);
      }),
      settings,
    );
  });

  test('of a disk that could not be opened', () => {
    fc.assert(
      fc.property(device, hostileText, (disk, message) => {
        const entry = { device: disk, error: new SurfscanError('ERR_OPEN', message) };
        expectPlain(runText([entry]));
        const run = runReport([entry]);
        expectSame(jsonText(run), run);
      }),
      settings,
    );
  });

  test("of a disk, in ddrescue's comments, a line each, and in no CSV", () => {
    fc.assert(
      fc.property(device, (disk) => {
        const scan = stored({ sectors: 16, blockSectors: 8, bytes: [1, 0] });
        const named = { ...scan, result: aResult({ ...scan.result, device: disk }) };
        for (const line of ddrescueLines(named)) {
          expectPlain(line);
          expect(line).toMatch(/^(#.*|0x[0-9A-F]+ .*)$/);
        }
        for (const line of csvLines(named)) expect(line).toMatch(/^[a-z0-9_,.<>]*$/);
      }),
      settings,
    );
  });

  test('of disks and partitions, in the list', () => {
    const partition = fc.record({
      path: hostileText,
      scheme: fc.constantFrom('gpt' as const, null),
      index: fc.constant(1),
      type: hostileOrNull,
      label: hostileOrNull,
      firstLba: fc.constant(0),
      lastLba: fc.constant(1000),
      filesystem: hostileOrNull,
      inUse: fc.array(hostileText, { maxLength: 2 }),
    });
    const listed = fc.record({ device, partitions: fc.array(partition, { maxLength: 2 }) });
    fc.assert(
      fc.property(fc.array(listed, { maxLength: 2 }), (disks) => {
        const table = listTable(disks as ListedDisk[]);
        expectPlain(table);
        const rows = disks.flatMap(({ partitions }) => [0, ...partitions]).length;
        expect(table.split('\n').length).toBe(disks.length === 0 ? 2 : rows + 2);
        const list = listJson(disks as ListedDisk[]);
        expectSame(jsonText(list), list);
      }),
      settings,
    );
  });

  test('is clean once it is an identity, or lines of a stack', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expectPlain(cleanLines(text));
        expect(cleanLines(text).split('\n').length).toBe(text.split('\n').length);
        const identity = identityText(text) ?? '';
        expect(identity).toBe(cleanText(identity));
        expect([...identity].length).toBeLessThanOrEqual(256);
      }),
      settings,
    );
  });
});
