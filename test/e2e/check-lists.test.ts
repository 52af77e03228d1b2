// Other programs' lists by --list, and starts of unknown length on disks whose sectors have 4096 bytes.

import { describe, expect, test } from 'vitest';
import { check } from './check-cli.ts';
import { LIMIT, logFile } from './check-logs.ts';
import { mapPath } from './maps.ts';
import { runCli, scan } from './run-cli.ts';

const SECTORS = 1_000_000;
const DISK = `sim:size=${SECTORS}s`;
const DISK_4KN = `sim:size=${SECTORS}s,sector=4096`;

/** Bytes 1,024,000 + 2 KiB are bad, the 64 KiB from 2,048,000 on failed, the rest was not tried. */
const MAP = [
  '# Mapfile. Created by GNU ddrescue version 1.27',
  '# Command line: ddrescue -d /dev/sdx image map',
  '0x00000000     ?               1',
  '#      pos        size  status',
  '0x00000000  0x000FA000  +',
  '0x000FA000  0x00000800  -',
  '0x000FA800  0x000F9800  +',
  '0x001F4000  0x00010000  *',
  '0x00204000  0x1E644000  ?',
].join('\n');

describe('--list', LIMIT, () => {
  test('a ddrescue mapfile: bad and failed blocks, in bytes', async () => {
    const args = [`${DISK},bad=2001`, '--list', logFile(MAP)];
    const { status, check: report } = await check(args);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([
      { from: 2000, to: 2003, sources: [{ format: 'ddrescue', device: 'sdx', names: 'request' }] },
      { from: 4000, to: 4127, sources: [{ format: 'ddrescue' }] },
    ]);
    expect(report.bad).toMatchObject([{ from: 2001, to: 2001, exact: true }]);
  });

  test('the mapfile that a report writes of a scan', async () => {
    const map = mapPath();
    const disk = `${DISK},bad=2001,bad=70000-70002`;
    await scan(disk, '--map', map);
    const { stdout } = await runCli(['report', map, '--ddrescue']);
    for (const option of ['--list', '--log']) {
      const { status, check: report } = await check([disk, option, logFile(stdout)]);
      expect(status).toBe(1);
      expect(report.bad).toMatchObject([
        { from: 2001, to: 2001 },
        { from: 70_000, to: 70_002 },
      ]);
    }
  });

  test('a ddrescue mapfile on a 4Kn disk', async () => {
    const { status, check: report } = await check([`${DISK_4KN},bad=501`, '--list', logFile(MAP)]);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([
      { from: 250, to: 250 },
      { from: 500, to: 515 },
    ]);
    expect(report.bad).toMatchObject([{ from: 501, to: 501 }]);
  });

  test('a badblocks list, in blocks of 1024 bytes', async () => {
    const { status, check: report } = await check([
      ...[`${DISK},bad=2001`, '--list', logFile('1000\n1007\n')],
    ]);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([
      { from: 2000, to: 2001, sources: [{ format: 'badblocks', device: null, line: 1 }] },
      { from: 2014, to: 2015, sources: [{ line: 2 }] },
    ]);
    expect(report.bad).toMatchObject([{ from: 2001, to: 2001 }]);
  });

  test.each([
    ['4096', [8000, 8007]],
    ['512', [1000, 1000]],
    ['4KiB', [8000, 8007]],
  ])('a badblocks list with --block-size %s', async (size, [from, to]) => {
    const list = logFile('1000\n');
    const args = [`${DISK},bad=${to}`, '--list', list, '--block-size', size];
    const { status, check: report } = await check(args);
    expect([status, report.suspects]).toMatchObject([1, [{ from, to }]]);
    expect(report.bad).toMatchObject([{ from: to, to }]);
  });

  test('a badblocks list with --block-size on a 4Kn disk', async () => {
    const args = [`${DISK_4KN},bad=1000`, '--list', logFile('1000\n'), '--block-size', 4096];
    const { status, check: report } = await check(args);
    expect([status, report.suspects]).toMatchObject([1, [{ from: 1000, to: 1000 }]]);
  });

  test.each([
    ['a log', 'I/O error, dev sda, sector 2000 op 0x0:(READ)\n'],
    ['prose', 'all is well\n'],
    ['a list that is none at its end', '1000\n1001\nall is well\n'],
    ['a mapfile without its head', MAP.split('\n').slice(3).join('\n')],
  ])('%s is refused, and nothing is read', async (_what, text) => {
    const { status, stderr } = await runCli(['check', DISK, '--list', logFile(text)]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/--list \S+: expected ddrescue's mapfile, or a number a line/);
  });

  test.each([
    ['a mapfile', MAP.replace(/-$/m, '+').replace('*', '+')],
    ['an empty list', ''],
    ['a blank one', '\n'],
  ])('%s of nothing bad accuses nothing', async (_what, text) => {
    const { status, check: report } = await check([DISK, '--list', logFile(text)]);
    expect([status, report.suspects, report.verdict]).toEqual([0, [], 'explained']);
  });
});

describe('a start of unknown length on a 4Kn disk', LIMIT, () => {
  const line = (sector: number) => `I/O error, dev sda, sector ${sector} op 0x0:(READ)\n`;

  test('counts 512-byte units, and is read on to the sector that failed', async () => {
    const args = [`${DISK_4KN},bad=5000`, '--log', logFile(line(8 * 2000))];
    const { status, check: report } = await check(args);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([
      { from: 2000, to: 2031, sources: [{ names: 'start' }] },
    ]);
    expect(report.bad).toMatchObject([{ from: 5000, to: 5000, exact: true }]);
  });

  test('is good only when 16 MiB read', async () => {
    const args = [`${DISK_4KN},bad=6096`, '--log', logFile(line(8 * 2000))];
    const { status, check: report } = await check(args);
    expect([status, report.verdict]).toEqual([0, 'good']);
    expect(report.explanation.join('\n')).toMatch(/was read on: 4,096 sectors/);
  });

  test('in its own blocks', async () => {
    const log = logFile('ad4: FAILURE - READ_DMA status=51 error=40 LBA=2000\n');
    const { status, check: report } = await check([`${DISK_4KN},bad=6095`, '--log', log]);
    expect(status).toBe(1);
    expect(report.suspects).toMatchObject([
      { from: 2000, to: 2255, sources: [{ names: 'start' }] },
    ]);
    expect(report.bad).toMatchObject([{ from: 6095, to: 6095 }]);
  });
});
