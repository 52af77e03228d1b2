// The command that failed, and what the disk said of it, as one position.

import type { Names, Operation, Position, Unit } from './accusation.ts';
import type { Range } from './units.ts';

export interface Request extends Range {
  readonly operation: Operation;
}

export interface Placed {
  readonly position: Position;
  readonly names: Names;
  readonly request: Range | null;
}

/** A request known whole. */
export function wholeRequest(request: Range, unit: Unit): Placed {
  const { from, length } = request;
  return { position: { unit, from, length }, names: 'request', request: null };
}

/**
 * The sector `toldLba` that the disk named, if it lies in the request; a number outside it (zeros,
 * all ones, an older command's) names nothing, and the request is what is known.
 */
export function exactIn(request: Request, toldLba: number | null, unit: Unit): Placed {
  const { from, length } = request;
  if (toldLba === null || toldLba < from || toldLba - from >= length) {
    return wholeRequest(request, unit);
  }
  return {
    position: { unit, from: toldLba, length: 1 },
    names: 'exact',
    request: { from, length },
  };
}

/**
 * As exactIn, for an ATA drive's result registers. Some drives, and QEMU, hand the request's start
 * back instead of the failing sector: a start then names its whole request.
 */
export function exactInside(request: Request, toldLba: number | null, unit: Unit): Placed {
  if (toldLba === request.from && request.length > 1) return wholeRequest(request, unit);
  return exactIn(request, toldLba, unit);
}
