// Whatever a log holds: it is read to its end, in time that grows with its length, and how its bytes
// are cut into chunks changes nothing. SURFSCAN_SEED=… repeats a run.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KernelLog, KernelLogReader, suspectsOf } from '../../src/kernel-log/index.ts';
import { FORMS, NOISE, PREFIXES } from '../unit/kernel-log/forms.ts';
import { fixtureLog, readLog } from '../unit/kernel-log/read-log.ts';
import { aTarget } from '../unit/kernel-log/targets.ts';
import { HARD } from './hard-words.ts';
import { SEED } from './seed.ts';

const settings = { seed: SEED % 2 ** 31, numRuns: 1000 };
const LINES = [
  ...FORMS.flatMap(({ lines }) => lines),
  ...NOISE,
  ...['mirror-2009', 'freebsd-14', 'linux-6.1'].flatMap((name) =>
    fixtureLog(`${name}.log`).split('\n'),
  ),
];
const PIECES = [
  '\n',
  '\r',
  '\0',
  '\u001b[31m',
  '\u202e',
  '\ufffd',
  '[',
  '(',
  '[  1.000000] ',
  'LBA=',
  '9',
];

/** A line as it is, after a prefix, cut, doubled, or with something put into it. */
const line = fc
  .tuple(
    fc.constantFrom(...LINES),
    fc.constantFrom(...PREFIXES.map(([, prefix]) => prefix)),
    fc.constantFrom('whole', 'head', 'tail', 'broken', 'twice'),
    fc.nat(200),
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })),
  )
  .map(([words, prefix, how, at, piece]) => {
    const cut = at % (words.length + 1);
    if (how === 'head') return prefix + words.slice(0, cut);
    if (how === 'tail') return words.slice(cut);
    if (how === 'broken') return prefix + words.slice(0, cut) + piece + words.slice(cut);
    return how === 'twice' ? `${prefix}${words}${words}` : prefix + words;
  });
const text = fc.array(line, { maxLength: 60 }).map((lines) => lines.join('\n'));

function readInChunks(bytes: Buffer, sizes: readonly number[]): KernelLog {
  const reader = new KernelLogReader();
  let at = 0;
  for (const size of sizes) {
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  reader.push(bytes.subarray(at));
  return reader.end();
}

function expectSound(log: KernelLog): void {
  for (const { line, text, device, position, request, count } of log.accusations) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(log.lines);
    expect(count).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text.length).toBeLessThanOrEqual(240);
    expect(device ?? '').toMatch(/^[\w.+%/! -]{0,128}$/);
    for (const { from, length } of [position, request ?? position]) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(Number.isSafeInteger(from + (length ?? 1))).toBe(true);
      expect(length ?? 1).toBeGreaterThanOrEqual(1);
    }
  }
  expect(log.linesPassedOver).toBeGreaterThanOrEqual(0);
}

describe(`any log, SURFSCAN_SEED=${SEED}`, () => {
  test('of broken lines is read, and says only what can be', () => {
    fc.assert(
      fc.property(text, (log) => expectSound(readLog(log))),
      settings,
    );
  });

  test('of any bytes is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), text, (bytes, words) => {
        expectSound(readLog(Buffer.concat([bytes, Buffer.from(words), bytes])));
      }),
      settings,
    );
  });

  test('is the same in any chunks', () => {
    const sizes = fc.array(fc.nat(300), { maxLength: 50 });
    fc.assert(
      fc.property(text, sizes, (log, cuts) => {
        const bytes = Buffer.from(log);
        expect(readInChunks(bytes, cuts)).toEqual(readInChunks(bytes, []));
      }),
      settings,
    );
  });

  test('is the same in any chunks of text, through halves of characters too', () => {
    fc.assert(
      fc.property(text, fc.nat(500), (log, cut) => {
        const words = log.replaceAll(' ', ' 😀');
        const reader = new KernelLogReader();
        reader.push(words.slice(0, cut));
        reader.push(words.slice(cut));
        expect(reader.end()).toEqual(readLog(words));
      }),
      settings,
    );
  });

  test('makes suspects that are sorted, disjoint and on the target', () => {
    const shape = fc.record({
      sectors: fc.integer({ min: 1, max: 2 ** 40 }),
      logicalBytes: fc.constantFrom(512, 4096),
      logOffsetLba: fc.option(fc.nat(2 ** 31 - 1)),
    });
    fc.assert(
      fc.property(text, shape, (log, said) => {
        const target = aTarget({ names: ['ad16', 'sda', 'sdb', 'ada0', 'nvme0n1'], ...said });
        const { accusations, aliases } = readLog(log);
        const { suspects, unplaced } = suspectsOf(accusations, target, aliases);
        let last = -2;
        for (const { firstLba: from, lastLba: to, sources } of suspects) {
          expect(from).toBeGreaterThan(last + 1);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThan(said.sectors);
          expect(Math.min(...sources.map((source) => source.firstLba))).toBe(from);
          expect(Math.max(...sources.map((source) => source.lastLba))).toBe(to);
          last = to;
        }
        const placed = suspects.flatMap(({ sources }) =>
          sources.map((source) => source.accusation),
        );
        const both = [...unplaced.map(({ accusation }) => accusation), ...placed];
        expect(new Set(both)).toEqual(new Set(accusations));
      }),
      settings,
    );
  });
});

describe('time grows with length', () => {
  test.each(HARD)('a line of nothing but %j', (words) => {
    // Its first and last words make every family look at it.
    const hit =
      'LBA= offset= CDB: ACB: sqid: error, dev cmd Emask 0x Sense Key : @ LBA asc: zio vdev LBAsect daddr at logical "smartctl" transferring data (in hex) ense key I/O error';
    const line = (bytes: number) => `${hit} ${words.repeat(bytes / words.length)} ${hit}\n`;
    const timeOf = (bytes: number) => {
      const log = line(bytes);
      const began = process.cpuUsage();
      for (let i = 0; i < 4; i++) readLog(log);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 4000;
    };
    timeOf(8000);
    // It takes some 7 ms at most; a pattern that tries each place anew takes seconds.
    expect(timeOf(60_000)).toBeLessThan(100);
  });

  test('of as many lines as fill the groups, the windows and the torn heads', () => {
    const block = LINES.map((words, i) => words.replace(/ad16|sda|ada0|sdb/, `ad${i % 400}`)).join(
      '\n',
    );
    const timeOf = (repeats: number) => {
      const reader = new KernelLogReader();
      const began = process.cpuUsage();
      for (let i = 0; i < repeats; i++) reader.push(`${block}\n`);
      reader.end();
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    timeOf(20);
    const [short, long] = [timeOf(50), timeOf(400)];
    expect(long / short).toBeLessThan(8 * 3);
  });
});
