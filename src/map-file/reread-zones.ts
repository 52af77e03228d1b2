// Zones that were slow and slow again, as the state keeps them.

import { usageError } from '../vocabulary/errors.ts';
import { deflatedText, inflatedText } from './deflated.ts';
import { type Fields, parseJson } from './fields.ts';

/** The zone's index, and in bytes/s how it read, how it read again, and what was expected. */
export type RereadZone = readonly [number, number, number, number | null];

const MOST_ZONES = 1000;
/** As much as has room at all. */
const MOST_PACKED = 2 ** 15;

/** As the state has them; `isTight`: in little room, which programs before 1.4 do not know. */
export function zoneFields(zones: readonly RereadZone[] | null, isTight: boolean): object {
  if (zones === null) return {};
  return isTight ? { packedZones: deflatedText(JSON.stringify(zones)) } : { rereadZones: zones };
}

/** null: not known. Throws ERR_USAGE where they could not be. */
export function zonesOf(fields: Fields): readonly RereadZone[] | null {
  return (
    rereadZonesOf(fields.optionalList('rereadZones', MOST_ZONES)) ??
    packedZonesOf(fields.optionalText('packedZones', MOST_PACKED))
  );
}

function packedZonesOf(text: string | null): readonly RereadZone[] | null {
  if (text === null) return null;
  const json = parseJson(inflatedText(text, 'state.packedZones'), 'state.packedZones');
  if (Array.isArray(json) && json.length <= MOST_ZONES) return rereadZonesOf(json);
  throw usageError(`state.packedZones: expected a list of at most ${MOST_ZONES}`);
}

function rereadZonesOf(list: readonly unknown[] | null): readonly RereadZone[] | null {
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
