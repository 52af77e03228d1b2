// Linux: what stands on a partition, and where in it: LVM, encryption, RAID 1.

import { join } from 'node:path';
import { identityText } from '../disks/identity-text.ts';
import { type BlockNode, nodeAt } from '../disks/linux/node.ts';
import { readNames, readNumber, readText } from '../disks/linux/sysfs.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import { metadata, type Owner, unknown } from './owners/owner.ts';
import { isRaid, type Segment, stackedOn } from './stacking.ts';
import type { RunTool } from './tool.ts';
import type { Whole } from './volume.ts';

const HOLDER_LIMIT = 256;

/** `type`s of file systems that are parts of something above. */
export const MEMBERS: ReadonlySet<string> = new Set([
  'linux_raid_member',
  'LVM2_member',
  'crypto_LUKS',
  'GELI',
]);

export interface Layer {
  readonly whole: Whole;
  /** "the LVM volume vg-root (/dev/dm-0)" */
  readonly words: string;
  /** Where in it a byte of what is below lies; an Owner: it is in no file system there; null: this layer
   * does not have it. */
  place(byte: number): number | Owner | null;
}

/** The layers on `below`, and what keeps some of them from being looked into. */
export async function layersOn(below: BlockNode, run: RunTool) {
  const layers: Layer[] = [];
  const notes: string[] = [];
  const names = await readNames(join(below.dir, 'holders'));
  for (const name of names.slice(0, HOLDER_LIMIT)) {
    const node = await nodeAt(join(below.dir, 'holders', name));
    if (node === null) continue;
    const words = await layerWords(node);
    const { segments, why } = await stackedOn(node, below, run);
    const [first] = segments;
    if (first === undefined) notes.push(`holds ${words}: ${why}`);
    else if (isRaid(node)) {
      const whole = await wholeOf(node);
      layers.push({ whole, words: `${words} (raid1)`, place: raidPlace(first) });
    } else layers.push({ whole: await wholeOf(node), words, place: mapperPlace(segments) });
  }
  return { layers, notes };
}

async function wholeOf(node: BlockNode): Promise<Whole> {
  const units = (await readNumber(join(node.dir, 'size'))) ?? 0;
  return { path: node.path, isImage: false, node, sectors: units, logicalBytes: UNIT_BYTES };
}

/** Device mapper's users mark their volumes by the first part of the UUID. */
async function layerWords(node: BlockNode): Promise<string> {
  const attribute = async (name: string) =>
    identityText(await readText(join(node.dir, name)), 100) ?? '';
  if (isRaid(node)) return `the RAID ${node.path}`;
  const name = (await attribute('dm/name')) || node.name;
  const uuid = await attribute('dm/uuid');
  const kind = uuid.startsWith('LVM-')
    ? 'LVM volume'
    : uuid.startsWith('CRYPT-')
      ? 'encrypted volume'
      : 'volume';
  return `the ${kind} ${name} (${node.path})`;
}

function raidPlace({ bytes, belowByte }: Segment): Layer['place'] {
  return (byte) => {
    const at = byte - belowByte;
    if (at < 0) return metadata('written by the RAID for itself');
    return at < bytes ? at : unknown('behind the data of the RAID');
  };
}

function mapperPlace(segments: readonly Segment[]): Layer['place'] {
  return (byte) => {
    const found = segments.find(
      ({ belowByte, bytes }) => belowByte <= byte && byte < belowByte + bytes,
    );
    if (found !== undefined) return found.fromByte + byte - found.belowByte;
    const header = segments.find(({ isEncrypted, belowByte }) => isEncrypted && byte < belowByte);
    return header === undefined ? null : metadata('header of the encryption: its keys');
  };
}
