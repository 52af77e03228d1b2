// `report --html` and `--svg`: where they go, of how many maps they are, and what else is written.

import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { reportMaps } from '../../../src/cli/report-command.ts';
import type { TypedReportOptions } from '../../../src/cli/report-options.ts';
import { type StoredScan, SurfscanError, scanPage, scanSvg } from '../../../src/index.ts';
import { exact, stored } from './stored.ts';

const SCAN = stored({ sectors: 48, blockSectors: 16, bytes: [1, 247, 0], bad: [exact(20, 22)] });

let directory = '';
const inDirectory = (name: string) => join(directory, name);
const written = (name: string) => readFileSync(inDirectory(name), 'utf8');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'surfscan-report-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ['a.map', 'b.map', 'ERR_USAGE']) writeFileSync(inDirectory(name), name);
});

async function load(path: string): Promise<StoredScan> {
  const name = path.slice(directory.length + 1);
  if (name === 'a.map') return SCAN;
  if (name !== 'b.map') throw new SurfscanError(name as 'ERR_USAGE', `${path}: <i>so it is`);
  const device = { ...SCAN.result.device, serial: 'B' };
  return { ...SCAN, result: { ...SCAN.result, device } };
}

async function report(names: readonly string[], typed: TypedReportOptions) {
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

test('a page and a picture to files: nothing else is said', async () => {
  const typed = { html: inDirectory('p.html'), svg: inDirectory('p.svg') };
  expect(await report(['a.map'], typed)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(written('p.html')).toBe(scanPage(SCAN));
  expect(written('p.svg')).toBe(scanSvg(SCAN));
});

test('to standard output', async () => {
  expect((await report(['a.map'], { html: '-' })).stdout).toBe(scanPage(SCAN));
  expect((await report(['a.map'], { svg: '-' })).stdout).toBe(scanSvg(SCAN));
});

test('beside JSON, and with the exit status of the scan', async () => {
  const typed = { html: inDirectory('p.html'), json: '-', verdict: true };
  const { status, stdout } = await report(['a.map'], typed);
  expect(status).toBe(1);
  expect(JSON.parse(stdout).scans).toHaveLength(1);
  expect(written('p.html')).toContain('FAIL');
});

test('of several maps it is the sheet, also of those that can be read', async () => {
  const { status, stdout, stderr } = await report(['a.map', 'b.map', 'ERR_USAGE'], { html: '-' });
  expect(status).toBe(2);
  expect(stdout).toContain('<h1>2 disks: 2 unfit</h1>');
  expect(stdout).toContain('&lt;i&gt;so it is');
  expect(stderr).toMatch(/so it is/);
});

test('one map that cannot be read is no page', async () => {
  const typed = { html: inDirectory('p.html') };
  expect((await report(['ERR_USAGE'], typed)).status).toBe(2);
  expect(readdirSync(directory)).not.toContain('p.html');
});

test.each<[string[], TypedReportOptions, RegExp]>([
  [['a.map', 'b.map'], { svg: '-' }, /^--svg: expected one map, got 2$/],
  [['a.map', 'b.map'], { svg: 'x.svg', html: '-' }, /^--svg: expected one map, got 2$/],
  [['a.map'], { svg: '-', html: '-' }, /^--html - and --svg -: expected one format/],
  [['a.map'], { html: '' }, /^--html: expected a file name/],
])('usage: %j %j', async (names, typed, message) => {
  await expect(report(names, typed)).rejects.toMatchObject({
    code: 'ERR_USAGE',
    message: expect.stringMatching(message),
  });
});

test('onto a map: refused, and nothing is written', async () => {
  for (const option of ['html', 'svg'] as const) {
    const reporting = report(['a.map'], { [option]: inDirectory('a.map') });
    await expect(reporting).rejects.toThrow(/expected another file than/);
    expect(written('a.map')).toBe('a.map');
  }
});

test('two to one file, whatever it is called: refused, and nothing is written', async () => {
  symlinkSync(inDirectory('p'), inDirectory('link'));
  writeFileSync(inDirectory('old'), 'old');
  linkSync(inDirectory('old'), inDirectory('same'));
  for (const [one, other] of [
    ['p', 'p'],
    ['p', './p'],
    ['p', 'link'],
    ['old', 'same'],
  ]) {
    const typed = { html: inDirectory(one!), svg: `${directory}/${other}` };
    const asked = report(['a.map'], typed);
    await expect(asked).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(/^--svg .*: expected another file than that of --html$/),
    });
  }
  expect(existsSync(inDirectory('p'))).toBe(false);
  expect(written('old')).toBe('old');
});
