// Whatever is typed for an option: it is taken for what it can be, or refused in words that may be
// shown. SURFSCAN_SEED=… repeats a run.

import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportOptions } from '../../src/cli/report-options.ts';
import { scanOptions, type TypedScanOptions } from '../../src/cli/scan-options.ts';
import { inspectTarget } from '../../src/disks/inspect.ts';
import { resolveTarget } from '../../src/disks/target.ts';
import { mapPaths } from '../../src/engine/map-names.ts';
import { planScan } from '../../src/engine/options.ts';
import { RULE_NAMES } from '../../src/vocabulary/rules.ts';
import { fakeSystem } from '../unit/disks/fakes.ts';
import { hostileText, oddNumber } from './hostile-text.ts';
import { SEED } from './seed.ts';

const settings = { seed: SEED % 2 ** 31, numRuns: 500 };
const typed = fc.oneof(oddNumber, hostileText);
/** Options may be left out. */
const optional: { requiredKeys: [] } = { requiredKeys: [] };

/** Of the first targets; a message is shown no longer. */
const MOST_MESSAGE = 1000;

/** What `run` gives, or null where it is refused as it must be. */
function orRefused<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): null {
  expect(error).toMatchObject({ name: 'SurfscanError', code: 'ERR_USAGE' });
  expect((error as Error).message.length).toBeLessThan(MOST_MESSAGE);
  return null;
}

function expectWhole(value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  expect(Number.isSafeInteger(value)).toBe(true);
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

function expectSeconds(value: number | undefined, least: number): void {
  if (value === undefined) return;
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThan(1e9);
}

const TEXTS = [
  ...([
    'from',
    'to',
    'block',
    'jobs',
    'depth',
    'timeout',
    'hang',
    'retries',
    'refineLimit',
  ] as const),
  ...(['maxBad', 'rate', 'sectorSize', 'map', 'json'] as const),
];

/** One option at a time, so that each is reached, and all together. */
const scanTyped: fc.Arbitrary<TypedScanOptions> = fc.oneof(
  fc.tuple(fc.constantFrom(...TEXTS), typed).map(([name, text]) => ({ [name]: text })),
  fc.record({ failOn: fc.array(fc.oneof(typed, rule()), { maxLength: 3 }) }),
  fc.record(
    {
      ...Object.fromEntries(TEXTS.map((name) => [name, fc.oneof(fc.constant('1'), typed)])),
      resume: fc.boolean(),
    },
    optional,
  ),
);

function rule(): fc.Arbitrary<string> {
  const name = fc.oneof(fc.constantFrom(...RULE_NAMES), hostileText);
  return fc.tuple(name, typed).map(([left, right]) => `${left}>${right}`);
}

describe(`any argument, SURFSCAN_SEED=${SEED}`, () => {
  test('of scan is within its bounds, or refused', () => {
    fc.assert(
      fc.property(scanTyped, (said) => {
        const options = orRefused(() => scanOptions(said));
        if (options === null) return;
        const { scan, sectorSize, map, json } = options;
        expectWhole(scan.blockSectors, 1, 32_768);
        expectWhole(scan.jobs, 1, 64);
        expectWhole(scan.depth, 1, 256);
        expectWhole(scan.retries, 0, 1_000_000);
        expectWhole(scan.maxBad, 1, 2 ** 32 - 1);
        expectWhole(scan.bytesPerSecond, 1, Number.MAX_SAFE_INTEGER);
        expectSeconds(scan.timeoutSeconds, 0.001);
        expectSeconds(scan.hangSeconds, 0.001);
        expectSeconds(scan.refineLimitSeconds, 0);
        expectWhole(sectorSize, 512, 65_536);
        for (const { name, limit } of scan.rules ?? []) {
          expect(RULE_NAMES).toContain(name);
          expect(limit).toBeGreaterThanOrEqual(0);
          expect(limit).toBeLessThan(1e15);
        }
        expect(map?.path).not.toBe('');
        expect(json).not.toBe('');
      }),
      settings,
    );
  });

  test('that is a range lies on the disk, or is refused', async () => {
    const disk = await inspectTarget('sim:size=1MiB');
    const said = fc.record(
      { from: typed, to: typed, block: fc.constantFrom('1', '256', '2048') },
      optional,
    );
    const sectorsOf = fc.oneof(
      fc.constantFrom(1, 2, 2 ** 53 - 1),
      fc.maxSafeNat().map((n) => Math.max(1, n)),
    );
    const bytesOf = fc.constantFrom(512, 4096, 65_536);
    fc.assert(
      fc.property(said, sectorsOf, bytesOf, (words, sectors, logicalBytes) => {
        const target = { ...disk, device: { ...disk.device, sectors, logicalBytes } };
        const plan = orRefused(() => planScan(target, scanOptions(words).scan));
        if (plan === null) return;
        expectWhole(plan.fromLba, 0, sectors - 1);
        expectWhole(plan.toLba, plan.fromLba + 1, sectors);
      }),
      settings,
    );
  });

  test('of report is within its bounds, or refused', () => {
    const shape = fc.record(
      {
        json: fc.oneof(fc.constant('-'), hostileText),
        csv: fc.boolean(),
        ddrescue: fc.boolean(),
        badblocks: fc.boolean(),
        blockSize: typed,
        partition: typed,
        verdict: fc.boolean(),
        line: fc.boolean(),
        nagios: fc.boolean(),
        maxAge: typed,
        prometheus: fc.oneof(fc.constant('-'), hostileText),
        html: fc.oneof(fc.constant('-'), hostileText),
        svg: fc.oneof(fc.constant('-'), hostileText),
      },
      optional,
    );
    fc.assert(
      fc.property(shape, (said) => {
        const options = orRefused(() => reportOptions(said));
        if (options?.format.name === 'nagios' && options.format.maxAgeDays !== null) {
          expectWhole(options.format.maxAgeDays, 1, 36_500);
        }
        if (options?.format.name !== 'badblocks') return;
        expectWhole(options.format.options.blockSize, 512, 65_536);
        expectWhole(options.format.options.partition, 0, 2 ** 31);
      }),
      settings,
    );
  });

  test('that is a target is a path, a simulated disk, or refused', async () => {
    const system = fakeSystem({ files: { '/dev/sda': {}, a: {} } });
    const name = fc.oneof(
      typed,
      hostileText.map((text) => `/${text}`),
    );
    await fc.assert(
      fc.asyncProperty(name, async (argument) => {
        try {
          const address = await resolveTarget(argument, system);
          expect(argument).not.toMatch(/\p{Cc}/u);
          if (address.kind === 'path') expect(address.path).toMatch(/\/|^\.{1,2}$|^a$/);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SurfscanError' });
          expect(['ERR_USAGE', 'ERR_ABSENT']).toContain((error as { code: string }).code);
          expect((error as Error).message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          expect((error as Error).message.length).toBeLessThan(MOST_MESSAGE);
        }
      }),
      settings,
    );
  });

  test('that is a simulated disk is one with a clean name, or refused', async () => {
    const pair = fc
      .tuple(
        fc.constantFrom('size', 'sector', 'model', 'serial', 'bad', 'slow', 'seed', 'kind', 'gone'),
        fc.oneof(typed, hostileText.map(percentEncoded)),
      )
      .map((words) => words.join('='));
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 4 }), async (pairs) => {
        try {
          const { device, serial } = await simNamed(pairs.join(','));
          for (const text of [device, serial]) expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SurfscanError', code: 'ERR_USAGE' });
          expect((error as Error).message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          expect((error as Error).message.length).toBeLessThan(MOST_MESSAGE);
        }
      }),
      settings,
    );
  });

  test("that is a directory of maps: each disk's is a plain name of its own in it", async () => {
    const disk = await inspectTarget('sim:size=1MiB');
    const identity = fc.record({ path: hostileText, serial: fc.option(hostileText) });
    await fc.assert(
      fc.asyncProperty(fc.array(identity, { minLength: 1, maxLength: 4 }), async (identities) => {
        const devices = identities.map((said) => ({ ...disk.device, ...said }));
        const targets = devices.map((device) => ({ ...disk, device }));
        const paths = await mapPaths(targets, { path: '/tmp', resume: false }).catch(refusal);
        if (paths === null) return;
        expect(new Set(paths).size).toBe(targets.length);
        for (const path of paths) {
          expect(posix.dirname(path)).toBe('/tmp');
          expect(posix.basename(path)).toMatch(
            /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}-\d{8}T\d{6}Z\.surfscan$/,
          );
        }
      }),
      settings,
    );
  });
});

async function simNamed(spec: string) {
  const { device } = await inspectTarget(`sim:${spec}`);
  return { device: device.path, serial: `${device.model}${device.serial}` };
}

function percentEncoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('')
    .slice(0, 3 * 255);
}
