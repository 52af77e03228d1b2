// Linux: which bytes of a volume lie where on what it stands on. Software RAID has it in /sys, device
// mapper in its tables.

import { join } from 'node:path';
import { identityText } from '../disks/identity-text.ts';
import type { BlockNode } from '../disks/linux/node.ts';
import { readNumber, readText } from '../disks/linux/sysfs.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { RunTool } from './tool.ts';

/** A volume of ever so many pieces: LVM's own limit is far above, no person's volume comes near. */
const SEGMENT_LIMIT = 10_000;

/** A piece of a volume that lies in one piece below. */
export interface Segment {
  readonly fromByte: number;
  readonly bytes: number;
  /** In what is below. */
  readonly belowByte: number;
  readonly isEncrypted: boolean;
}

/** `segments` empty: `why` says what keeps them from being known, for a person. */
export interface Stacking {
  readonly segments: readonly Segment[];
  readonly why: string | null;
}

export function isRaid({ name }: BlockNode): boolean {
  return name.startsWith('md');
}

/** Where `above` lies on `below`, one of those that it stands on. */
export function stackedOn(above: BlockNode, below: BlockNode, run: RunTool): Promise<Stacking> {
  return isRaid(above) ? raidOn(above, below) : mappedOn(above, below, run);
}

/** A RAID 1 is what its member is, from the data's offset on: Documentation/admin-guide/md.rst. */
async function raidOn(above: BlockNode, below: BlockNode): Promise<Stacking> {
  const level = identityText(await readText(join(above.dir, 'md/level')), 20) ?? 'of unknown level';
  const offset = await readNumber(join(above.dir, `md/dev-${below.name}`, 'offset'));
  const size = await readNumber(join(above.dir, 'size'));
  if (level !== 'raid1' || offset === null || size === null) {
    return { segments: [], why: `${level}: one member does not tell which file is where` };
  }
  const [bytes, belowByte] = [size * UNIT_BYTES, offset * UNIT_BYTES];
  return { segments: [{ fromByte: 0, bytes, belowByte, isEncrypted: false }], why: null };
}

async function mappedOn(above: BlockNode, below: BlockNode, run: RunTool): Promise<Stacking> {
  const [major, minor] = above.number.split(':') as [string, string];
  const answer = await run('dmsetup', ['table', '--major', major, '--minor', minor]);
  if (answer.trouble !== null) return { segments: [], why: answer.trouble };
  const segments = answer.stdout.split('\n').flatMap((line) => parseSegment(line, below.number));
  if (segments.length > 0) return { segments: segments.slice(0, SEGMENT_LIMIT), why: null };
  return { segments, why: 'where in it the sector is, its table does not tell simply' };
}

/** `dmsetup table`: start, length, target, and for these two targets the device and where in it, in
 * sectors of 512 bytes: Documentation/admin-guide/device-mapper/linear.rst and dm-crypt.rst. */
export function parseSegment(line: string, number: string): Segment[] {
  const [start, length, target, ...rest] = line.trim().split(/\s+/);
  const [device, offset] = target === 'linear' ? rest : target === 'crypt' ? rest.slice(3) : [];
  const words = [start, length, offset];
  if (device !== number || !words.every((word) => /^\d+$/.test(word ?? ''))) return [];
  const [fromByte, bytes, belowByte] = words.map((word) => Number(word) * UNIT_BYTES) as [
    number,
    number,
    number,
  ];
  const ends = [fromByte + bytes, belowByte + bytes];
  if (bytes === 0 || !ends.every(Number.isSafeInteger)) return [];
  return [{ fromByte, bytes, belowByte, isEncrypted: target === 'crypt' }];
}
