// What a drive counted, as a test wants it.

import type { SmartReading } from '../../../src/vocabulary/smart.ts';

export function aSmartReading(
  counters: Readonly<Record<string, number>>,
  changes: Partial<SmartReading> = {},
): SmartReading {
  return {
    asked: new Date('2026-11-22T09:59:59.000Z'),
    exitStatus: 0,
    passed: true,
    temperatureC: 36,
    powerOnHours: 12_345,
    counters: new Map(Object.entries(counters)),
    ...changes,
  };
}
