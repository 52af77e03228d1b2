// `report` for what asks it again and again: --verdict, --line, --nagios, --prometheus.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ScanSummary } from '../../../src/api/report.ts';
import { reportMaps } from '../../../src/cli/report-command.ts';
import type { TypedReportOptions } from '../../../src/cli/report-options.ts';
import { SurfscanError } from '../../../src/index.ts';
import { prometheusText } from '../../../src/report/prometheus.ts';
import { aSummary, FAILED, STOPPED } from './a-summary.ts';

const TROUBLE = { code: 'ERR_GONE', errno: 'ENXIO', message: 'it left' } as const;
const SCANS: Readonly<Record<string, ScanSummary>> = {
  'pass.map': aSummary({}, { serial: 'P' }),
  'fail.map': aSummary(FAILED, { serial: 'F' }),
  'stopped.map': aSummary(STOPPED, { serial: 'S' }),
  'left.map': aSummary({ ...STOPPED, trouble: TROUBLE }, { serial: 'L' }),
};
/** As a map begins: map-head.ts. */
const HEAD = Buffer.concat([Buffer.alloc(16), Buffer.from('surfscan map')]);

let directory = '';
const inDirectory = (name: string) => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'surfscan-report-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of Object.keys(SCANS)) writeFileSync(inDirectory(name), HEAD);
});

async function report(names: readonly string[], typed: TypedReportOptions) {
  const said = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[stream] += text;
      return true;
    },
  });
  const unasked = () => Promise.reject(new Error('the whole map was read'));
  const load = async (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const scan = SCANS[name];
    if (scan !== undefined) return scan;
    if (name === 'broken') throw new TypeError('oops');
    throw new SurfscanError(name as 'ERR_USAGE', `${name}: it is so`);
  };
  const io = { stdout: into('stdout'), stderr: into('stderr') };
  const status = await reportMaps(names.map(inDirectory), typed, io, unasked, load);
  return { status, ...said };
}

describe('--verdict: the exit status is what scan ended with', () => {
  test.each<[string[], number, string]>([
    [['pass.map'], 0, 'PASS\n'],
    [['fail.map'], 1, 'FAIL: 8 bad sectors\n'],
    [['left.map'], 3, 'INCOMPLETE: it left; 953,525,168 unread sectors\n'],
    [['stopped.map'], 4, 'INCOMPLETE: 953,525,168 unread sectors\n'],
    [['stopped.map', 'pass.map'], 4, 'INCOMPLETE: 953,525,168 unread sectors\nPASS\n'],
    [['pass.map', 'left.map', 'fail.map'], 1, expect.stringMatching(/^PASS\n.*\nFAIL/)],
    [['ERR_USAGE'], 2, ''],
    [['ERR_ABSENT', 'fail.map'], 3, ''],
  ])('%j: %i', async (names, status, stdout) => {
    expect(await report(names, { verdict: true })).toMatchObject({ status, stdout });
  });

  test('with another format that is what is told', async () => {
    const { status, stdout } = await report(['fail.map'], { verdict: true, line: true });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}F {2}8 bad sectors {2}\d+ \w+ ago\n$/);
    expect(await report(['fail.map'], { line: true })).toEqual({ status: 0, stdout, stderr: '' });
  });
});

describe('--nagios: whatever it is, an answer', () => {
  test.each<[string[], TypedReportOptions, number, RegExp]>([
    [['pass.map'], {}, 0, /^SURFSCAN OK - P: PASS, /],
    [['pass.map'], { maxAge: '36500' }, 0, /^SURFSCAN OK/],
    [['fail.map', 'pass.map'], {}, 2, /^SURFSCAN CRITICAL - 2 disks: 1 CRITICAL, 1 OK/],
    [['stopped.map'], {}, 3, /^SURFSCAN UNKNOWN - S: INCOMPLETE/],
    [['ERR_ABSENT'], {}, 3, /^SURFSCAN UNKNOWN - ERR_ABSENT: it is so\n$/],
    [['ERR_USAGE'], {}, 3, /^SURFSCAN UNKNOWN - ERR_USAGE: it is so\n$/],
    [
      ['pass.map'],
      { maxAge: '0' },
      3,
      /^SURFSCAN UNKNOWN - --max-age "0": expected a whole number/,
    ],
    [['pass.map'], { verdict: true }, 3, /^SURFSCAN UNKNOWN - --nagios and --verdict: /],
  ])('%j %j: %i', async (names, typed, expected, text) => {
    const { status, stdout, stderr } = await report(names, { nagios: true, ...typed });
    expect({ status, stderr }).toEqual({ status: expected, stderr: '' });
    expect(stdout).toMatch(text);
  });

  test('but for a defect', async () => {
    await expect(report(['broken'], { nagios: true })).rejects.toThrow(TypeError);
  });
});

describe('--prometheus', () => {
  const { 'pass.map': pass, 'fail.map': fail } = SCANS;
  const text = prometheusText([pass!, fail!]);

  test('- is standard output', async () => {
    const expected = { status: 0, stdout: text, stderr: '' };
    expect(await report(['pass.map', 'fail.map'], { prometheus: '-' })).toEqual(expected);
  });

  test('a file, whole, and nothing beside it or in words', async () => {
    const file = inDirectory('surfscan.prom');
    writeFileSync(file, 'x'.repeat(100_000));
    const before = readdirSync(directory);
    const typed = { prometheus: file };
    const expected = { status: 0, stdout: '', stderr: '' };
    expect(await report(['pass.map', 'fail.map'], typed)).toEqual(expected);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(directory)).toEqual(before);
    expect((await report(['pass.map', 'fail.map'], { ...typed, verdict: true })).status).toBe(1);
  });

  test('of the maps that can be read; the others are said', async () => {
    const file = inDirectory('surfscan.prom');
    expect(await report(['pass.map', 'ERR_USAGE', 'fail.map'], { prometheus: file })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'surfscan: ERR_USAGE: it is so\n',
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each(['pass.map', 'fail.map'])('onto the map %s: refused', async (name) => {
    const reporting = report(['pass.map'], { prometheus: inDirectory(name) });
    await expect(reporting).rejects.toThrow(/^--prometheus .*: expected another file than/);
    expect(readFileSync(inDirectory(name))).toEqual(HEAD);
  });
});

describe('a directory is the maps in it', () => {
  test('by name, whatever else is there', async () => {
    writeFileSync(inDirectory('scan.json'), '{}');
    mkdirSync(inDirectory('sub.surfscan'));
    expect(await report([''], { verdict: true })).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^FAIL.*\nINCOMPLETE: it left.*\nPASS\nINCOMPLETE: 9.*\n$/),
    });
  });

  test('one that is called a map and is none is told', async () => {
    writeFileSync(inDirectory('ERR_USAGE'), 'x');
    writeFileSync(inDirectory('x.surfscan'), 'x');
    const { status, stderr } = await report([''], { verdict: true });
    expect(stderr).toContain('x.surfscan: it is so');
    expect(status).toBe(3);
  });

  test('without any: 3', async () => {
    mkdirSync(inDirectory('empty'));
    await expect(report(['empty'], { line: true })).rejects.toMatchObject({ code: 'ERR_ABSENT' });
    expect(await report(['empty'], { nagios: true })).toMatchObject({ status: 3 });
  });

  test('of several no format of one map', async () => {
    await expect(report([''], { csv: true })).rejects.toThrow(/^--csv: expected one map, got 4/);
  });
});
