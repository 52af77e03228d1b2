// Metrics for a textfile collector: Prometheus' text exposition format 0.0.4,
// https://prometheus.io/docs/instrumenting/exposition_formats/

import type { ScanSummary } from '../engine/summary.ts';
import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import { labelText } from './label-text.ts';
import { newestScans } from './newest-scans.ts';
import { toolJson } from './tool-json.ts';

type Labels = Readonly<Record<string, string>>;
/** What is added to the metric's name ('' or '_bucket' …), labels beside the disk's own, value. */
type Sample = readonly [suffix: string, labels: Labels, value: number];

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'histogram';
  readonly help: string;
  samples(scan: ScanSummary): readonly Sample[];
}

const gauge = (
  name: string,
  help: string,
  samples: (scan: ScanSummary) => readonly Sample[],
): Metric => ({ name: `surfscan_scan_${name}`, type: 'gauge', help, samples });

const one = (value: number): readonly Sample[] => [['', {}, value]];
const epochSeconds = (time: Date) => time.getTime() / 1000;

const METRICS: readonly Metric[] = [
  gauge('info', 'The disk, and how it was scanned.', (scan) => [['', infoLabels(scan), 1]]),
  gauge('verdict', '1 for the verdict of the scan.', ({ verdict }) =>
    (['pass', 'fail', 'incomplete'] as const).map((each) => [
      '',
      { verdict: each },
      Number(each === verdict),
    ]),
  ),
  gauge('sectors', 'Logical sectors by their final state.', ({ coverage }) =>
    (['good', 'bad', 'unread'] as const).map((state) => ['', { state }, coverage[state]]),
  ),
  gauge('weak_sectors', 'Logical sectors that failed once and then read.', ({ weakSectors }) =>
    one(weakSectors),
  ),
  gauge('slow_blocks', 'Blocks that took over 500 ms when read again, too.', ({ slowBlocks }) =>
    one(slowBlocks),
  ),
  gauge('slow_zones', 'Zones that read too slowly, and again.', ({ slowZones }) => one(slowZones)),
  gauge('failed_blocks', 'Blocks whose first reading failed, by error.', ({ blocks }) =>
    ERRORS.map(({ code }) => ['', { error: code }, blocks[code]]),
  ),
  {
    name: 'surfscan_scan_read_latency_seconds',
    type: 'histogram',
    help: 'First readings of blocks that succeeded.',
    samples: latencySamples,
  },
  gauge('read_bytes_per_second', 'Rate of the pass.', ({ bytesPerSecond }) => one(bytesPerSecond)),
  gauge('start_timestamp_seconds', 'When the scan began, Unix time.', ({ started }) =>
    one(epochSeconds(started)),
  ),
  gauge('end_timestamp_seconds', 'When the scan finished, Unix time.', ({ finished }) =>
    finished === null ? [] : one(epochSeconds(finished)),
  ),
];

/** One scan a disk: the same disk twice would be the same series twice, and lost. */
export function prometheusText(all: readonly ScanSummary[]): string {
  const scans = newestScans(all);
  const lines = METRICS.flatMap((metric) => {
    const samples = scans.flatMap((scan) => metric.samples(scan).map(sampleLine(metric, scan)));
    if (samples.length === 0) return [];
    const { name, type, help } = metric;
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function sampleLine({ name }: Metric, { device }: ScanSummary) {
  const own = { serial: device.serial ?? '', device: device.path };
  return ([suffix, labels, value]: Sample): string => {
    const pairs = Object.entries({ ...own, ...labels }).map(
      ([key, text]) => `${key}="${labelText(text)}"`,
    );
    return `${name}${suffix}{${pairs.join(',')}} ${value}`;
  };
}

function infoLabels({ device, host, mode }: ScanSummary): Labels {
  const given = Object.entries(host?.labels ?? {});
  return {
    ...Object.fromEntries(given.map(([key, text]) => [`label_${key}`, text])),
    host: host?.name ?? '',
    model: device.model ?? '',
    firmware: device.firmware ?? '',
    wwn: device.wwn ?? '',
    method: mode.method,
    engine: mode.engine,
    version: toolJson().version,
  };
}

/** The limits of the classes as `le`, each with all that is below. */
function latencySamples({ blocks, latencyUs }: ScanSummary): readonly Sample[] {
  let below = 0;
  const buckets = CLASSES.map(({ name, limitMs }): Sample => {
    below += blocks[name];
    const le = Number.isFinite(limitMs) ? String(limitMs / 1000) : '+Inf';
    return ['_bucket', { le }, below];
  });
  const seconds = latencyUs === null ? 0 : (latencyUs.mean * below) / 1e6;
  return [...buckets, ['_sum', {}, seconds], ['_count', {}, below]];
}
