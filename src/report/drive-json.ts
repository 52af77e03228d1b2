// What only the drive itself could say.

import type { ScanMode, ScanResult } from '../engine/result.ts';
import {
  readingOf,
  type SmartAnswers,
  type SmartReading,
  smartChanges,
  whyNotWords,
} from '../vocabulary/smart.ts';

/** What the drive said of itself at one time. */
export interface SmartReadingJson {
  time: string;
  exit_status: number;
  passed: boolean | null;
  temperature_c: number | null;
  power_on_hours: number | null;
  counters: Record<string, number>;
}

export interface SmartJson {
  before: SmartReadingJson | null;
  after: SmartReadingJson | null;
  changed: { name: string; before: number | null; after: number | null }[];
  why_not: string | null;
}

/** The part of a scan's JSON that is the drive's. */
export interface DriveJson {
  /** Read, and the drive says that it had to correct. */
  recovered: { from: number; to: number; drive: string }[];
  smart: SmartJson;
}

/** The part of its `mode`. */
export interface DriveModeJson {
  /** What the drive was sent; null: what the kernel makes of a read. */
  command: string | null;
  /** The pass-through node; null: none was used. */
  node: string | null;
  narrowed_by: 'read' | 'sgio' | 'cam' | 'nvme';
}

export function driveJson({
  recovered,
  smart,
}: Pick<ScanResult, 'recovered' | 'smart'>): DriveJson {
  const told = recovered.map(({ from, to, value }) => ({ from, to: to - 1, drive: value }));
  return { recovered: told, smart: smartJson(smart) };
}

function smartJson(answers: SmartAnswers): SmartJson {
  const [before, after] = [readingOf(answers.before), readingOf(answers.after)];
  return {
    before: before === null ? null : readingJson(before),
    after: after === null ? null : readingJson(after),
    changed: [...smartChanges(before, after)],
    why_not: whyNotWords(answers),
  };
}

function readingJson(reading: SmartReading): SmartReadingJson {
  return {
    time: reading.asked.toISOString(),
    exit_status: reading.exitStatus,
    passed: reading.passed,
    temperature_c: reading.temperatureC,
    power_on_hours: reading.powerOnHours,
    counters: Object.fromEntries(reading.counters),
  };
}

export function driveModeJson({ command, node, narrowedBy }: ScanMode): DriveModeJson {
  return { command, node, narrowed_by: narrowedBy };
}
