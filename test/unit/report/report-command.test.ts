import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { reportMaps } from '../../../src/cli/report-command.ts';
import type { TypedReportOptions } from '../../../src/cli/report-options.ts';
import { writeAll, writeLines } from '../../../src/cli/terminal-output.ts';
import { runText, type StoredScan, SurfscanError } from '../../../src/index.ts';
import { aResult } from './a-result.ts';
import { exact, stored } from './stored.ts';

const SCAN = stored({
  sectors: 64,
  range: [0, 48],
  blockSectors: 16,
  bytes: [1, 247, 0],
  bad: [exact(20, 22)],
  partitions: [{ index: 1, firstLba: 10, lastLba: 31 }],
});

let directory = '';
const inDirectory = (name: string) => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'surfscan-report-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ['a.map', 'b.map', 'disk.img']) writeFileSync(inDirectory(name), name);
});

/** a.map and b.map are maps; every other is a SurfscanError with its name as code. */
async function load(path: string): Promise<StoredScan> {
  const name = path.slice(directory.length + 1);
  if (name === 'a.map') return SCAN;
  if (name === 'b.map') return { ...SCAN, result: aResult() };
  if (name === 'image.map') {
    const device = { ...SCAN.result.device, kind: 'file' as const, path: inDirectory('disk.img') };
    return { ...SCAN, result: aResult({ ...SCAN.result, device }) };
  }
  if (name === 'broken') throw new TypeError('oops');
  throw new SurfscanError(name as 'ERR_USAGE', `${path}\u202e: it is so`);
}

async function report(names: readonly string[], typed: TypedReportOptions = {}) {
  const said = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[stream] += text;
      return true;
    },
  });
  const io = { stdout: into('stdout'), stderr: into('stderr') };
  const status = await reportMaps(names.map(inDirectory), typed, io, load);
  return { status, ...said };
}

describe('what goes to standard output', () => {
  test('the text of each map, whatever its verdict', async () => {
    const expected = runText([SCAN.result, aResult()]);
    expect(await report(['a.map', 'b.map'])).toEqual({ status: 0, stdout: expected, stderr: '' });
  });

  test('--json -: one run of all maps, and nothing else', async () => {
    const { status, stdout } = await report(['a.map', 'b.map'], { json: '-' });
    expect(status).toBe(0);
    const run = JSON.parse(stdout);
    expect(run.schema).toBe('surfscan.run/1');
    expect(run.scans.map((scan: { range: object }) => scan.range)).toEqual([
      { from: 0, to: 47 },
      { from: 0, to: 1_953_525_167 },
    ]);
  });

  test('--csv: lines that end as RFC 4180 has it', async () => {
    const { status, stdout } = await report(['a.map'], { csv: true });
    expect(status).toBe(0);
    expect(stdout.split('\r\n')).toEqual([
      'from,to,sectors,blocks,state,latency_from_ms,latency_below_ms',
      '0,15,16,1,<3ms,0,0.00108',
      '16,31,16,1,UNC,,',
      '32,47,16,1,unread,,',
      '',
    ]);
  });

  test('--ddrescue', async () => {
    const { status, stdout } = await report(['a.map'], { ddrescue: true });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# Mapfile\. .*\n(.*\n)*0x00002800 {2}0x00000400 {2}-\n/);
    expect(stdout.endsWith('?\n')).toBe(true);
  });

  test('--badblocks: of 1024 bytes as badblocks(8) has it; what was not read is said', async () => {
    expect(await report(['a.map'], { badblocks: true })).toEqual({
      status: 0,
      stdout: '10\n',
      stderr: 'surfscan: 32 sectors were not read: whether they are bad is not in the list\n',
    });
  });

  test('--badblocks --block-size --partition', async () => {
    const typed = { badblocks: true, blockSize: '512', partition: '1' };
    expect(await report(['a.map'], typed)).toEqual({ status: 0, stdout: '10\n11\n', stderr: '' });
  });

  test('--json FILE goes beside each of them', async () => {
    for (const typed of [{}, { csv: true }, { ddrescue: true }, { badblocks: true }]) {
      const { stdout } = await report(['a.map'], typed);
      const file = inDirectory('run.json');
      writeFileSync(file, 'x'.repeat(100_000));
      const both = await report(['a.map'], { ...typed, json: file });
      expect(both).toMatchObject({ status: 0, stdout });
      expect(JSON.parse(readFileSync(file, 'utf8')).scans).toHaveLength(1);
    }
  });
});

describe('usage: nothing is written', () => {
  const ONE = ['a.map'];
  const TWO = ['a.map', 'b.map'];
  const cases: [string[], TypedReportOptions, RegExp][] = [
    [TWO, { csv: true }, /^--csv: expected one map, got 2$/],
    [TWO, { ddrescue: true }, /^--ddrescue: expected one map/],
    [TWO, { badblocks: true }, /^--badblocks: expected one map/],
    [ONE, { csv: true, ddrescue: true }, /^--csv and --ddrescue: expected one format/],
    [ONE, { badblocks: true, json: '-' }, /^--badblocks and --json -: expected one format/],
    [ONE, { json: '' }, /^--json: expected a file name/],
    [ONE, { blockSize: '4096' }, /^--block-size: belongs to --badblocks$/],
    [ONE, { csv: true, partition: '1' }, /^--partition: belongs to --badblocks$/],
    [ONE, { csv: true, line: true }, /^--csv and --line: expected one format/],
    [ONE, { json: '-', prometheus: '-' }, /^--json - and --prometheus -: expected one format/],
    [ONE, { prometheus: '' }, /^--prometheus: expected a file name/],
    [ONE, { line: true, maxAge: '3' }, /^--max-age: belongs to --nagios$/],
    [ONE, { badblocks: true, blockSize: '4k' }, /^--block-size "4k": expected a whole number/],
    [ONE, { badblocks: true, blockSize: '3000' }, /^--block-size 3000: expected a power of two/],
    [ONE, { badblocks: true, blockSize: '131072' }, /^--block-size "131072"/],
    [ONE, { badblocks: true, partition: '-1' }, /^--partition "-1"/],
    [ONE, { badblocks: true, partition: '2' }, /^--partition 2: partitions known .*: 1$/],
  ];
  test.each(cases)('%j %j', async (names, typed, message) => {
    const file = inDirectory('run.json');
    const json = typed.json === undefined ? { json: file } : {};
    const reporting = report(names, { ...json, ...typed });
    await expect(reporting).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(message),
    });
    expect(readdirSync(directory).sort()).toEqual(['a.map', 'b.map', 'disk.img']);
  });

  test('--json onto a map, or the image that it is of', async () => {
    for (const name of ['a.map', 'disk.img']) {
      const reporting = report(['a.map', 'image.map'], { json: inDirectory(name) });
      await expect(reporting).rejects.toThrow(/expected another file than/);
      expect(readFileSync(inDirectory(name), 'utf8')).toBe(name);
    }
  });
});

describe('maps that cannot be read: all are named, none is reported', () => {
  test.each([
    [['a.map', 'ERR_USAGE'], 2],
    [['ERR_ABSENT', 'a.map'], 3],
    [['ERR_ACCESS', 'ERR_USAGE'], 2],
  ])('%j: exit %i', async (names, expected) => {
    const { status, stdout, stderr } = await report(names, { json: inDirectory('run.json') });
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    const failing = names.filter((name) => name.startsWith('ERR_'));
    const messages = failing.map((name) => `surfscan: ${inDirectory(name)}?: it is so\n`);
    expect(stderr).toBe(messages.join(''));
    expect(readdirSync(directory)).not.toContain('run.json');
  });

  test('a defect is no such thing', async () => {
    await expect(report(['broken', 'a.map'])).rejects.toThrow(TypeError);
    await expect(report(['ERR_DEFECT'])).rejects.toMatchObject({ code: 'ERR_DEFECT' });
  });
});

describe('many lines', () => {
  const lines = function* (count: number) {
    for (let i = 0; i < count; i++) yield `line ${i}`;
  };

  test('are written in large pieces, all of them', () => {
    const pieces: string[] = [];
    writeLines((text) => pieces.push(text) > 0, lines(50_000), '\n');
    expect(pieces.join('')).toBe([...lines(50_000)].map((line) => `${line}\n`).join(''));
    expect(pieces.length).toBeLessThan(12);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
  });

  test('end quietly where their reader has gone', async () => {
    const fifo = inDirectory('fifo');
    execFileSync('mkfifo', [fifo]);
    const head = spawn('head', ['-n', '1', fifo]);
    const gone = new Promise((resolve) => head.once('exit', resolve));
    const fd = openSync(fifo, 'w');
    writeAll(fd, 'first\n');
    await gone;
    let asked = 0;
    const endless = (function* () {
      while (asked < 1e7) yield `line ${asked++}`;
    })();
    writeLines((text) => writeAll(fd, text), endless, '\n');
    closeSync(fd);
    expect(asked).toBeLessThan(10_000);
  });
});
