// Linux: the volumes above a target and the disks below it, and which of their bytes are which of its.

import { join } from 'node:path';
import { type BlockNode, nodeAt, partitionsOf } from '../disks/linux/node.ts';
import { readNames, readNumber } from '../disks/linux/sysfs.ts';
import { type Segment, stackedOn } from '../layout/stacking.ts';
import type { RunTool } from '../layout/tool.ts';
import { cleanText } from '../vocabulary/text.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';

/** LVM on encryption on RAID is three, and a partition of it. */
const DEPTH_LIMIT = 5;
/** Devices found, and reasons given. A line of the kernel names one device: more need not be known. */
const DEVICE_LIMIT = 256;
const PIECE_LIMIT = 10_000;

/** Bytes of a device that are bytes of the target. */
export interface Piece {
  readonly ownByte: number;
  readonly targetByte: number;
  readonly bytes: number;
}

export interface AroundDevice {
  readonly node: BlockNode;
  readonly pieces: readonly Piece[];
}

export class VolumesAround {
  readonly found: AroundDevice[] = [];
  /** What stands on the target, or below it, and why not where. For a person. */
  readonly untold: string[] = [];

  constructor(private readonly run: RunTool) {}

  /** What stands on `below`, which is on the target as `pieces` say. */
  async lookUp(below: BlockNode, pieces: readonly Piece[], depth = 1): Promise<void> {
    for (const name of await readNames(join(below.dir, 'holders'))) {
      const above = await nodeAt(join(below.dir, 'holders', name));
      if (above === null || !this.#hasRoom(depth)) continue;
      const segments = await this.#segments(above, below, above);
      const mine = composed(pieces, segments.map(upwards));
      if (mine.length === 0) continue;
      this.found.push({ node: above, pieces: mine });
      for (const part of await partitionsOf(above)) {
        const segment = await partitionSegment(part);
        const inPart = composed(mine, segment === null ? [] : [upwards(segment)]);
        if (inPart.length > 0) this.found.push({ node: part, pieces: inPart });
        await this.lookUp(part, inPart, depth + 2);
      }
      await this.lookUp(above, mine, depth + 1);
    }
  }

  /** What `above` stands on: of a volume that is the target, the disks. */
  async lookDown(above: BlockNode, pieces: readonly Piece[], depth = 1): Promise<void> {
    const isPart = above.whole !== null;
    // The disk of a partition that is the target itself is its parent, and no part of it.
    if (isPart && depth === 1) return;
    if (isPart) return this.#lookBelow(above.whole!, await partitionSegment(above), pieces, depth);
    for (const name of await readNames(join(above.dir, 'slaves'))) {
      const below = await nodeAt(join(above.dir, 'slaves', name));
      if (below === null || !this.#hasRoom(depth)) continue;
      for (const segment of await this.#segments(above, below, below)) {
        await this.#lookBelow(below, segment, pieces, depth);
      }
    }
  }

  async #lookBelow(
    below: BlockNode,
    segment: Segment | null,
    pieces: readonly Piece[],
    depth: number,
  ): Promise<void> {
    const mine = composed(pieces, segment === null ? [] : [downwards(segment)]);
    if (mine.length === 0 || !this.#hasRoom(depth)) return;
    this.found.push({ node: below, pieces: mine });
    await this.lookDown(below, mine, depth + 1);
  }

  #hasRoom(depth: number): boolean {
    return depth <= DEPTH_LIMIT && this.found.length < DEVICE_LIMIT;
  }

  async #segments(above: BlockNode, below: BlockNode, named: BlockNode) {
    const { segments, why } = await stackedOn(above, below, this.run);
    if (why !== null && this.untold.length < DEVICE_LIMIT) {
      this.untold.push(`${cleanText(named.path, 80)}: ${why}`);
    }
    return segments;
  }
}

/** One step: bytes of the device that is reached, and what they are of the one it is reached from. */
interface Step {
  readonly ownByte: number;
  readonly fromByte: number;
  readonly bytes: number;
}

function upwards({ fromByte, belowByte, bytes }: Segment): Step {
  return { ownByte: fromByte, fromByte: belowByte, bytes };
}

function downwards({ fromByte, belowByte, bytes }: Segment): Step {
  return { ownByte: belowByte, fromByte, bytes };
}

/** `pieces` are of the device that is left; the result's are of the one that is reached. */
export function composed(pieces: readonly Piece[], steps: readonly Step[]): Piece[] {
  const found: Piece[] = [];
  for (const step of steps) {
    for (const piece of pieces) {
      const from = Math.max(step.fromByte, piece.ownByte);
      const bytes = Math.min(step.fromByte + step.bytes, piece.ownByte + piece.bytes) - from;
      if (bytes <= 0 || found.length >= PIECE_LIMIT) continue;
      found.push({
        ownByte: step.ownByte + from - step.fromByte,
        targetByte: piece.targetByte + from - piece.ownByte,
        bytes,
      });
    }
  }
  return found;
}

async function partitionSegment({ dir }: BlockNode): Promise<Segment | null> {
  const [start, size] = [await readNumber(join(dir, 'start')), await readNumber(join(dir, 'size'))];
  if (start === null || size === null) return null;
  return {
    fromByte: 0,
    bytes: size * UNIT_BYTES,
    belowByte: start * UNIT_BYTES,
    isEncrypted: false,
  };
}
