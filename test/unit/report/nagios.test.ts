// Monitoring Plugins Development Guidelines: one line, "|", perfdata as 'label'=value[UOM];[warn];[crit];[min];[max].

import { describe, expect, test } from 'vitest';
import type { ScanSummary } from '../../../src/api/report.ts';
import { pluginAnswer, unknownAnswer } from '../../../src/report/nagios.ts';
import { aSummary, FAILED, HOSTILE, laterBy, STOPPED } from './a-summary.ts';

const DAY = 86_400;
const NOW = laterBy(3 * DAY);
const PERFDATA = /^[a-z0-9_]+=-?\d+(\.\d+)?(s|B|%)?(;[\d.]*){0,4}$/;
const answer = (...scans: ScanSummary[]) => pluginAnswer(scans, [], null, NOW);

describe('of one disk', () => {
  test('the line', () => {
    expect(pluginAnswer([aSummary(FAILED)], [], 35, NOW)).toEqual({
      status: 2,
      text:
        'SURFSCAN CRITICAL - Z1D0AAAA: FAIL: 8 bad sectors, 3 d ago | ' +
        'bad=8;;0;0;1953525168 unread=0;;;0;1953525168 weak=0;0;;0;1953525168 ' +
        'slow_blocks=0;0;;0 slow_zones=0;0;;0 p99=0.0025s;;;0 bytes_per_s=93104222;;;0 ' +
        'age=259200s;3024000;;0\n',
    });
  });

  test.each<[string, Partial<ScanSummary>, number, RegExp]>([
    ['passed', {}, 0, /^SURFSCAN OK - Z1D0AAAA: PASS, 3 d ago \|/],
    [
      'weak',
      { weakSectors: 8, weakAloneSectors: 8 },
      1,
      /^SURFSCAN WARNING - Z1D0AAAA: PASS: 8 weak sectors, /,
    ],
    ['slow blocks', { slowBlocks: 2 }, 1, /WARNING - Z1D0AAAA: PASS, 2 slow blocks, /],
    ['slow zones', { slowZones: 1 }, 1, /WARNING - Z1D0AAAA: PASS, 1 slow zone, /],
    ['failed, and slow', { ...FAILED, slowBlocks: 2 }, 2, /CRITICAL/],
    ['stopped', STOPPED, 3, /^SURFSCAN UNKNOWN - Z1D0AAAA: INCOMPLETE: .* begun 3 d ago/],
    ['stopped, and weak', { ...STOPPED, weakSectors: 1 }, 3, /UNKNOWN/],
    ['stopped, and failed', { ...STOPPED, ...FAILED }, 2, /CRITICAL/],
  ])('%s', (_, changes, status, text) => {
    expect(answer(aSummary(changes))).toMatchObject({ status, text: expect.stringMatching(text) });
  });

  test('stale from its age on, and not before', () => {
    const at = (seconds: number) => pluginAnswer([aSummary()], [], 3, laterBy(seconds));
    expect(at(3 * DAY)).toMatchObject({ status: 0 });
    const stale = at(3 * DAY + 1);
    expect(stale.status).toBe(1);
    expect(stale.text).toMatch(/^SURFSCAN WARNING - Z1D0AAAA: PASS, 3 d ago, older than 3 d \|/);
    expect(stale.text).toMatch(/age=259201s;259200;;0$/m);
  });

  test('a limit of bad sectors of its own', () => {
    const rules = [{ rule: 'bad>100', value: 8, failed: false }];
    expect(answer(aSummary({ rules })).text).toContain('bad=0;;100;0;');
    expect(answer(aSummary({ rules: [] })).text).toContain('bad=0;;;0;');
  });
});

describe('of several disks', () => {
  const second = { serial: 'Z2' };
  const third = { serial: 'Z3' };

  test('what is worst counts, figures are sums, and what is not well is told', () => {
    const weak = aSummary({ weakSectors: 8, weakAloneSectors: 8 }, second);
    const { status, text } = answer(
      aSummary(),
      weak,
      aSummary(STOPPED, third),
      aSummary(FAILED, { serial: 'Z4' }),
    );
    expect(status).toBe(2);
    const lines = text.split('\n');
    expect(lines[0]).toMatch(
      /^SURFSCAN CRITICAL - 4 disks: 1 CRITICAL, 1 WARNING, 1 UNKNOWN, 1 OK \| bad=8;.* weak=8;0;/,
    );
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^CRITICAL: Z4: FAIL/),
      expect.stringMatching(/^WARNING: Z2: PASS: 8 weak/),
      expect.stringMatching(/^UNKNOWN: Z3: INCOMPLETE/),
      '',
    ]);
  });

  test('of one disk its newest scan that finished or failed', () => {
    const older = { started: laterBy(-900 * DAY), finished: laterBy(-899 * DAY) };
    const newer = { started: laterBy(DAY) };
    expect(answer(aSummary(), aSummary({ ...FAILED, ...older })).status).toBe(0);
    expect(answer(aSummary(), aSummary({ ...STOPPED, ...newer })).status).toBe(0);
    const cutOff = { ...STOPPED, ...FAILED, ...newer, finished: null };
    expect(answer(aSummary(), aSummary(cutOff)).status).toBe(2);
  });

  test('a map that cannot be read is no disk that is well', () => {
    const { status, text } = pluginAnswer([aSummary()], ['a.map: it is | damaged'], null, NOW);
    expect(status).toBe(3);
    expect(text).toMatch(/^SURFSCAN UNKNOWN - 2 disks: 1 UNKNOWN, 1 OK \| bad=0/);
    expect(text).toContain('\nUNKNOWN: a.map: it is / damaged\n');
  });

  test('of a thousand that failed no more than an answer has room for', () => {
    const scans = Array.from({ length: 1000 }, (_, i) =>
      aSummary(FAILED, { serial: `S${i}${'X'.repeat(100)}` }),
    );
    const { text } = answer(...scans);
    expect(text.length).toBeLessThan(8192);
    expect(text).toMatch(/\n970 more\n$/);
  });
});

test('nothing to judge: unknown', () => {
  expect(pluginAnswer([], [], null, NOW)).toEqual({
    status: 3,
    text: 'SURFSCAN UNKNOWN - no map of a scan\n',
  });
  expect(unknownAnswer('a\n|b')).toEqual({ status: 3, text: 'SURFSCAN UNKNOWN - a?/b\n' });
});

test('no name makes a figure, a line or a mark of its own', () => {
  for (const serial of HOSTILE) {
    for (const changes of [{}, FAILED, STOPPED]) {
      const { text } = answer(aSummary(changes, { serial, path: serial, wwn: serial }));
      expect(text).toMatch(/^[ -~]*\n$/);
      const [said, figures, ...more] = text.trimEnd().split('|');
      expect(said).toMatch(/^SURFSCAN (OK|CRITICAL|UNKNOWN) - /);
      expect(more).toEqual([]);
      for (const figure of figures!.trim().split(' ')) expect(figure).toMatch(PERFDATA);
    }
  }
});
