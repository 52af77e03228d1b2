// What disk it is, where it was scanned, and how.

import { ERRORS } from '../../vocabulary/classes.ts';
import { formatCount, formatElapsed, formatSpeed, formatUs } from '../../vocabulary/units.ts';
import type { ScanJson } from '../run-json.ts';
import { fact, factTable, figure, sizeOf } from './figures.ts';
import { type Markup, markup } from './markup.ts';

export function identityFacts(scan: ScanJson): Markup {
  const { device, host } = scan;
  const labels = Object.keys(host?.labels ?? {});
  const inUse = device.in_use ?? [];
  return factTable([
    ['path', fact(scan, 'device.path')],
    ['model', fact(scan, 'device.model')],
    ['serial', fact(scan, 'device.serial')],
    ['firmware', fact(scan, 'device.firmware')],
    ['WWN', fact(scan, 'device.wwn')],
    ...(device.ids.length === 0 ? [] : [['ids', device.ids.join(' ')] as const]),
    ...(device.slot === null ? [] : [['slot', fact(scan, 'device.slot')] as const]),
    [
      'size',
      markup`${sizeOf(scan)}, ${figure(scan, 'device.sectors')} sectors of ${figure(scan, 'device.logical_bytes')} bytes (physical: ${figure(scan, 'device.physical_bytes')})`,
    ],
    [
      'kind',
      [KINDS[device.kind], device.bus, rotation(device.rotational)].filter(Boolean).join(', '),
    ],
    ...(inUse.length === 0 ? [] : [['in use', inUse.join('; ')] as const]),
    [
      'host',
      host === null
        ? '–'
        : markup`${fact(scan, 'host.name')} ${host.machine_id === null ? null : markup`<span class="muted">${host.machine_id}</span>`}`,
    ],
    ...labels.map(
      (key) =>
        [key, markup`<span data-json="host.labels.${key}">${host!.labels[key]!}</span>`] as const,
    ),
  ]);
}

const KINDS = { block: 'disk', file: 'image file', sim: 'simulated disk' } as const;

function rotation(rotational: boolean | null): string {
  return rotational === null ? '' : rotational ? 'rotating' : 'does not rotate';
}

export function methodFacts(scan: ScanJson): Markup {
  const { mode, device } = scan;
  const clock = device.kind === 'sim' ? " (on the disk's own clock)" : '';
  const cache = mode.cache_bypassed ? 'past the cache' : 'through the cache';
  const isAlone = mode.depth === 1 && mode.jobs === 1;
  const flight = isAlone
    ? 'one read after the other'
    : markup`${figure(scan, 'mode.jobs')} ${mode.jobs === 1 ? 'worker' : 'workers'}, ${mode.depth === 1 ? null : 'up to '}${figure(scan, 'mode.depth')} ${mode.depth === 1 ? 'read' : 'reads'} in flight each`;
  return factTable([
    ['method', markup`${fact(scan, 'mode.method')} by ${fact(scan, 'mode.engine')}, ${cache}`],
    ...(mode.command === null ? [] : [['command', fact(scan, 'mode.command')] as const]),
    ...(mode.node === null ? [] : [['by way of', fact(scan, 'mode.node')] as const]),
    ['narrowed by', fact(scan, 'mode.narrowed_by')],
    ['reads', flight],
    ['block', markup`${figure(scan, 'mode.block_sectors')} sectors`],
    [
      'range',
      markup`LBA ${figure(scan, 'range.from', String)}-${figure(scan, 'range.to', String)}`,
    ],
    ['begun', moment(scan.started)],
    ['finished', scan.finished === null ? 'no' : moment(scan.finished)],
    ['took', figure(scan, 'elapsed_s', formatElapsed)],
    ['rate of the pass', markup`${figure(scan, 'bytes_per_s', formatSpeed)}${clock}`],
  ]);
}

/** Latencies of first readings that succeeded. */
export function latencyFacts(scan: ScanJson): Markup {
  if (scan.latency_us === null) return markup`<p>No block read.</p>`;
  const names = { p99_9: 'p99.9', p99_99: 'p99.99' } as Readonly<Record<string, string>>;
  return factTable(
    Object.keys(scan.latency_us).map((key) => [
      names[key] ?? key,
      figure(scan, `latency_us.${key}`, formatUs),
    ]),
  );
}

export function blockFacts(scan: ScanJson): Markup {
  const shown = Object.entries(scan.blocks).filter(
    ([name, count]) => count > 0 || /^[<>]/.test(name),
  );
  return factTable(shown.map(([name]) => [name, figure(scan, `blocks.${name}`)]));
}

/** Of first readings: those that succeeded, then those that did not. */
export function blocksRead({ blocks }: ScanJson): string {
  const failed = ERRORS.reduce((sum, { code }) => sum + blocks[code], 0);
  const all = Object.values(blocks).reduce((sum, count) => sum + count, 0);
  const read = `${formatCount(all - blocks.unread - failed)} blocks that were read`;
  return failed === 0 ? read : `${read}, and ${formatCount(failed)} that failed`;
}

const moment = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
