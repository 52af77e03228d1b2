// Several targets scan side by side: two that share sectors would measure each other.

import type { BigIntStats } from 'node:fs';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';

/** Which disk a path leads to, whatever the path. Same key: same sectors. */
export interface TargetIdentity {
  readonly key: string;
  /** The keys of what it is a part of: a partition's disk, and what that is a slice of in turn. */
  readonly within: readonly string[];
  /** Of a loop device: the file below it, and where in it the device begins. */
  readonly backing?: string;
}

export interface IdentifiedTarget extends InspectedTarget {
  readonly identity: TargetIdentity;
}

/** The same disk twice, or a partition beside its disk: throws ERR_USAGE naming both. */
export async function assertDistinct(targets: readonly InspectedTarget[]): Promise<void> {
  for (const [index, second] of targets.entries()) {
    for (const first of targets.slice(0, index)) assertPairDistinct(first, second);
  }
}

function assertPairDistinct(first: InspectedTarget, second: InspectedTarget): void {
  const a = identityOf(first);
  const b = identityOf(second);
  const names = [first, second].map(typedName);
  if (a.key === b.key || (a.backing !== undefined && a.backing === b.backing)) {
    throw usageError(
      names[0] === names[1]
        ? `${names[0]} is named twice: name it once`
        : `${names[0]} and ${names[1]} are the same disk: name it once`,
    );
  }
  if (a.within.includes(b.key)) throw partOf(names[0]!, names[1]!);
  if (b.within.includes(a.key)) throw partOf(names[1]!, names[0]!);
}

/** Warnings for parts of one disk that may spin: side by side they make its head jump. */
export function sharedSpindleWarnings(targets: readonly InspectedTarget[]): string[] {
  const warnings: string[] = [];
  for (const [index, second] of targets.entries()) {
    const { within } = identityOf(second);
    const first = targets
      .slice(0, index)
      .find((target) => identityOf(target).within.some((whole) => within.includes(whole)));
    if (first === undefined || second.device.rotational === false) continue;
    const [one, two] = [first, second].map(typedName);
    warnings.push(
      `${one} and ${two} lie on one disk that may spin: scanned side by side they make its head jump, ` +
        'and no latency tells anything; scan them one after the other',
    );
  }
  return warnings;
}

/** Links are told apart. */
function typedName({ device, address }: InspectedTarget): string {
  return cleanText(device.kind === 'sim' ? device.path : address, 200);
}

function partOf(part: string, whole: string) {
  return usageError(`${part} is a part of ${whole}, which is named too: name one of them`);
}

/** Of an inode, whatever its names. */
export function fileKey({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `inode:${dev}:${ino}`;
}

/** A target without an identity, of somebody else's making, is known by its address alone. */
function identityOf(target: InspectedTarget): TargetIdentity {
  const known = (target as Partial<IdentifiedTarget>).identity;
  return known ?? { key: `${target.device.kind}:${target.address}`, within: [] };
}
