// Zones that were slow and slow again, as the state keeps them.

import { usageError } from '../vocabulary/errors.ts';

/** The zone's index, and in bytes/s how it read, how it read again, and what was expected. */
export type RereadZone = readonly [number, number, number, number | null];

export const MOST_ZONES = 1000;

/** Throws ERR_USAGE where they could not be. */
export function rereadZonesOf(list: readonly unknown[] | null): readonly RereadZone[] | null {
  let reached = -1;
  const zones = list?.map((entry) => {
    const [index, first, again, expected, ...more] = Array.isArray(entry) ? entry : [];
    const isSpeed = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
    const isRight =
      Number.isSafeInteger(index) && index > reached && index < MOST_ZONES && more.length === 0;
    if (isRight && isSpeed(first) && isSpeed(again) && (expected === null || isSpeed(expected))) {
      reached = index;
      return [index, first, again, expected] as const;
    }
    throw usageError('state.rereadZones: expected [index, bytes/s, bytes/s, bytes/s or null]');
  });
  return zones ?? null;
}
