import { describe, expect, test } from 'vitest';
import type { ScanSummary } from '../../../src/api/report.ts';
import { prometheusText } from '../../../src/report/prometheus.ts';
import { toolJson } from '../../../src/report/tool-json.ts';
import { aSummary, FAILED, HOSTILE, laterBy, STOPPED } from './a-summary.ts';

const DAY = 86_400;
const OWN = 'serial="Z1D0AAAA",device="/dev/sdb"';

const samplesOf = (...scans: ScanSummary[]) =>
  prometheusText(scans)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

test('every series of a disk', () => {
  expect(samplesOf(aSummary({ ...FAILED, weakSectors: 8, slowBlocks: 2, slowZones: 1 }))).toEqual([
    `surfscan_scan_info{${OWN},label_rack="7",host="storage01",model="ST1000DM003",firmware="CC43",wwn="0x5000c50051234567",` +
      `method="read",engine="pread",version="${toolJson().version}"} 1`,
    `surfscan_scan_verdict{${OWN},verdict="pass"} 0`,
    `surfscan_scan_verdict{${OWN},verdict="fail"} 1`,
    `surfscan_scan_verdict{${OWN},verdict="incomplete"} 0`,
    `surfscan_scan_sectors{${OWN},state="good"} 1953525160`,
    `surfscan_scan_sectors{${OWN},state="bad"} 8`,
    `surfscan_scan_sectors{${OWN},state="unread"} 0`,
    `surfscan_scan_weak_sectors{${OWN}} 8`,
    `surfscan_scan_slow_blocks{${OWN}} 2`,
    `surfscan_scan_slow_zones{${OWN}} 1`,
    `surfscan_scan_failed_blocks{${OWN},error="UNC"} 1`,
    ...['IDNF', 'ABRT', 'AMNF', 'T0NF', 'BBK', 'TIME', 'IO', 'GONE'].map(
      (error) => `surfscan_scan_failed_blocks{${OWN},error="${error}"} 0`,
    ),
    ...[
      ['0.003', 7_630_000],
      ['0.01', 7_630_900],
      ['0.05', 7_630_950],
      ['0.15', 7_630_954],
      ['0.5', 7_630_956],
      ['+Inf', 7_630_957],
    ].map(([le, count]) => `surfscan_scan_read_latency_seconds_bucket{${OWN},le="${le}"} ${count}`),
    `surfscan_scan_read_latency_seconds_sum{${OWN}} ${(1402.123_456 * 7_630_957) / 1e6}`,
    `surfscan_scan_read_latency_seconds_count{${OWN}} 7630957`,
    `surfscan_scan_read_bytes_per_second{${OWN}} 93104222`,
    `surfscan_scan_start_timestamp_seconds{${OWN}} 1795341600`,
    `surfscan_scan_end_timestamp_seconds{${OWN}} 1795352343.5`,
  ]);
});

test('where nothing has read, no latencies add up to nothing', () => {
  const blocks = Object.fromEntries(Object.keys(aSummary().blocks).map((name) => [name, 0]));
  const samples = samplesOf(aSummary({ latencyUs: null, blocks: blocks as ScanSummary['blocks'] }));
  expect(samples).toContain(`surfscan_scan_read_latency_seconds_sum{${OWN}} 0`);
  expect(samples).toContain(`surfscan_scan_read_latency_seconds_count{${OWN}} 0`);
});

test('each metric is said once, before its series, which stand together', () => {
  const lines = prometheusText([aSummary(), aSummary({}, { serial: 'Z2' })])
    .trimEnd()
    .split('\n');
  const names = lines.flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? []);
  expect(new Set(names).size).toBe(names.length);
  let now = '';
  for (const line of lines) {
    now = /^# HELP (\S+) \S/.exec(line)?.[1] ?? now;
    const name = /^(?:# TYPE )?([a-z_]+)/.exec(line)?.[1] ?? now;
    expect(name.replace(/_(bucket|sum|count)$/, '')).toBe(now);
  }
});

describe('one scan a disk', () => {
  const startOf = (...scans: ScanSummary[]) =>
    samplesOf(...scans).flatMap((line) => /_start_timestamp.* (\d+)/.exec(line)?.[1] ?? []);
  const old = { started: laterBy(-9 * DAY), finished: laterBy(-8 * DAY) };
  const epoch = (time: Date) => String(Math.floor(time.getTime() / 1000));
  const { started } = aSummary();

  test('the newest finished, wherever the disk was', () => {
    expect(startOf(aSummary(old), aSummary({}, { path: '/dev/sdc' }))).toEqual([epoch(started)]);
    expect(startOf(aSummary(), aSummary(old))).toEqual([epoch(started)]);
    const begun = aSummary({ ...STOPPED, started: laterBy(DAY) });
    expect(startOf(begun, aSummary(old))).toEqual([epoch(old.started)]);
  });

  test('the newest, where none is finished: without an end', () => {
    const samples = samplesOf(
      aSummary({ ...STOPPED, ...{ started: laterBy(-DAY) } }),
      aSummary(STOPPED),
    );
    expect(samples.filter((line) => line.includes('_start_'))).toHaveLength(1);
    expect(samples.filter((line) => line.includes('_end_'))).toEqual([]);
  });

  test('no series twice, whatever disks are called', () => {
    const odd = [
      aSummary({}, { serial: null, wwn: null }),
      aSummary({}, { serial: null, wwn: null, sectors: 5 }),
      aSummary({}, { serial: '', wwn: '0x1' }),
      aSummary({}, { serial: null, wwn: '0x2' }),
      aSummary({}, { serial: '\ud800', wwn: '0x2' }),
      aSummary({}, { serial: '\udfff', wwn: '0x2' }),
    ];
    const series = samplesOf(...odd, ...odd).map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(series).size).toBe(series.length);
  });
});

test('names are values of labels, and nothing else', () => {
  const value = '"((?:[^"\\\\\n]|\\\\["\\\\n])*)"';
  const line = new RegExp(`^[a-z_]+\\{(?:[a-z_]+=${value},?)+\\} [-+0-9.e]+$`);
  for (const text of HOSTILE) {
    const device = { serial: text, path: text, model: text, firmware: text, wwn: text };
    for (const sample of samplesOf(aSummary({}, device))) expect(sample).toMatch(line);
  }
  expect(samplesOf(aSummary({}, { serial: 'a"b\\c\nd' }))[1]).toContain('serial="a\\"b\\\\c\\nd"');
});

test('of no scan no metric', () => {
  expect(prometheusText([])).toBe('');
});
