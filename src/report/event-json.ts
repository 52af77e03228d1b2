// What happens in a scan, as it happens: `surfscan.event/1`, an object a line. LBAs are inclusive.

import type { Verdict } from '../engine/result.ts';
import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import type { Progress, ScanView } from '../engine/scan-view.ts';
import type { Defect } from '../vocabulary/defects.ts';
import { jsonLine } from './json-text.ts';
import { runVerdict } from './run-json.ts';
import { verdictLine } from './run-text.ts';

interface Head {
  schema: 'surfscan.event/1';
  event: 'start' | 'progress' | 'defect' | 'phase' | 'disk_end' | 'end';
  /** UTC. */
  time: string;
  /** The disk's path, as the report has it; null: of the whole run. */
  device: string | null;
}

/** What happened, without when. */
export type Event = Pick<Head, 'event' | 'device'> & Readonly<Record<string, unknown>>;

/** With its ending. */
export function eventLine({ event, device, ...rest }: Event, time: Date): string {
  const head: Head = { schema: 'surfscan.event/1', event, time: time.toISOString(), device };
  return jsonLine({ ...head, ...rest });
}

export function startEvent({ device, grid }: ScanView): Event {
  const { path, kind, model, serial, sectors, logicalBytes, physicalBytes } = device;
  return {
    event: 'start',
    device: path,
    kind,
    model,
    serial,
    sectors,
    logical_bytes: logicalBytes,
    physical_bytes: physicalBytes,
    range: { from: grid.fromLba, to: grid.toLba - 1 },
  };
}

export function progressEvent(path: string, progress: Progress): Event {
  const { phase, activity, phaseDone, doneSectors, totalSectors, currentLba, wait } = progress;
  return {
    event: 'progress',
    device: path,
    phase,
    activity,
    phase_done: rounded(phaseDone, 6),
    done_sectors: doneSectors,
    total_sectors: totalSectors,
    lba: currentLba,
    bytes_per_s: Math.round(progress.bytesPerSecondNow),
    elapsed_s: rounded(progress.elapsedSeconds, 3),
    remaining_s: progress.remainingSeconds && rounded(progress.remainingSeconds, 3),
    bad: progress.badSectors,
    weak: progress.weakSectors,
    slow: progress.slowBlocks,
    failed_blocks: progress.failedBlocksLeft,
    wait: wait === null ? null : { lba: wait.lba, seconds: rounded(wait.seconds, 1) },
    alarm: progress.alarm,
  };
}

export function defectEvent(path: string, defect: Defect): Event {
  const { kind, firstLba, lastLba, error, latencyMs, exact } = defect;
  return {
    event: 'defect',
    device: path,
    kind,
    from: firstLba,
    to: lastLba,
    error,
    exact,
    latency_us: latencyMs === null ? null : rounded(latencyMs * 1000, 1),
  };
}

export function phaseEvent(path: string, phase: Progress['phase']): Event {
  return { event: 'phase', device: path, phase };
}

export function diskEndEvent(entry: RunEntry): Event {
  const { path } = entry.device;
  if (!hasResult(entry)) {
    const text = entry.error?.message ?? 'not scanned';
    return {
      event: 'disk_end',
      device: path,
      verdict: 'incomplete' satisfies Verdict,
      text: `INCOMPLETE: ${text}`,
      ...(entry.error === null ? {} : { error: facts(entry.error) }),
    };
  }
  const { verdict, coverage, trouble, mapTrouble, rules } = entry;
  const error = trouble ?? mapTrouble;
  return {
    event: 'disk_end',
    device: path,
    verdict,
    text: verdictLine(entry),
    coverage,
    elapsed_s: rounded(entry.elapsedSeconds, 3),
    bytes_per_s: Math.round(entry.bytesPerSecond),
    rules,
    ...(error === null ? {} : { error: facts(error) }),
  };
}

/** `lost`: so many events before it were left out, as nobody took them in time. */
export function endEvent(entries: readonly RunEntry[], status: number, lost: number): Event {
  return { event: 'end', device: null, verdict: runVerdict(entries), status, lost };
}

function facts({ code, errno, message }: { code: string; errno: string | null; message: string }) {
  return { code, errno, message };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
