// Requests that the last lines named whole. The block layer's line for the same failure has only a
// sector: beside its request it says how long that was, and whether the sector is the start of it.

import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { Operation } from './accusation.ts';
import type { BlockSizes } from './block-sizes.ts';
import { type Range, rangesHolding } from './units.ts';

/** The block layer speaks after the driver; with many commands in flight, after all of them. */
export const JOIN_WINDOW_LINES = 32;
const REQUESTS_LIMIT = 64;

/** In logical blocks. */
interface Recent extends Range {
  readonly line: number;
  readonly device: string;
  readonly operation: Operation;
}

export class RecentRequests {
  readonly #requests: Recent[] = [];

  constructor(private readonly blockSizes: BlockSizes) {}

  add(request: Recent): void {
    this.#requests.push(request);
    if (this.#requests.length > REQUESTS_LIMIT) this.#requests.shift();
  }

  /**
   * The newest request of `device` that holds 512-byte unit `sector`, in 512-byte units; null: none,
   * or it depends on the disk's block size.
   */
  holding(device: string, sector: number, operation: Operation | null, line: number): Range | null {
    for (const request of this.#requests.toReversed()) {
      if (line - request.line > JOIN_WINDOW_LINES) return null;
      if (request.device !== device || differs(operation, request.operation)) continue;
      const fitting = rangesHolding(request, sector);
      if (fitting.length === 0) continue;
      if (fitting.length > 1) return null;
      const blockUnits = fitting[0]!.length / request.length;
      this.blockSizes.tell(device, blockUnits * UNIT_BYTES, request.line);
      return fitting[0]!;
    }
    return null;
  }
}

function differs(a: Operation | null, b: Operation): boolean {
  return a !== null && (a === 'write') !== (b === 'write');
}
