// Linux: what stands on a partition, by /sys and device mapper's tables: LVM, encryption, RAID 1.

import { join } from 'node:path';
import { identityText } from '../disks/identity-text.ts';
import { type BlockNode, nodeAt } from '../disks/linux/node.ts';
import { readNames, readNumber, readText } from '../disks/linux/sysfs.ts';
import { metadata, type Owner, unknown } from './owners/owner.ts';
import type { RunTool } from './tool.ts';

/** sysfs, md and device mapper count in these, whatever the sectors are. */
const UNIT_BYTES = 512;
const HOLDER_LIMIT = 256;

/** `type`s of file systems that are parts of something above. */
export const MEMBERS: ReadonlySet<string> = new Set([
  'linux_raid_member',
  'LVM2_member',
  'crypto_LUKS',
]);

export interface Layer {
  readonly node: BlockNode;
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
    const layer = node.name.startsWith('md')
      ? await raidLayer(node, below, words)
      : await mapperLayer(node, below, words, run);
    if (typeof layer === 'string') notes.push(layer);
    else layers.push(layer);
  }
  return { layers, notes };
}

/** Device mapper's users mark their volumes by the first part of the UUID. */
async function layerWords(node: BlockNode): Promise<string> {
  const attribute = async (name: string) =>
    identityText(await readText(join(node.dir, name)), 100) ?? '';
  if (node.name.startsWith('md')) return `the RAID ${node.path}`;
  const name = (await attribute('dm/name')) || node.name;
  const uuid = await attribute('dm/uuid');
  const kind = uuid.startsWith('LVM-')
    ? 'LVM volume'
    : uuid.startsWith('CRYPT-')
      ? 'encrypted volume'
      : 'volume';
  return `the ${kind} ${name} (${node.path})`;
}

/** A RAID 1 is what its member is, from the data's offset on: Documentation/admin-guide/md.rst. */
async function raidLayer(node: BlockNode, below: BlockNode, words: string) {
  const level = identityText(await readText(join(node.dir, 'md/level')), 20) ?? 'of unknown level';
  const member = join(node.dir, `md/dev-${below.name.replaceAll('/', '!')}`);
  const offset = await readNumber(join(member, 'offset'));
  const size = await readNumber(join(node.dir, 'size'));
  if (level !== 'raid1' || offset === null || size === null) {
    return `part of ${words} (${level}): which file is there cannot be told from one member`;
  }
  return {
    node,
    words: `${words} (raid1)`,
    place(byte: number) {
      const at = byte - offset * UNIT_BYTES;
      if (at < 0) return metadata('written by the RAID for itself');
      return at < size * UNIT_BYTES ? at : unknown('behind the data of the RAID');
    },
  };
}

interface Segment {
  readonly fromByte: number;
  readonly bytes: number;
  /** In what is below. */
  readonly belowByte: number;
  readonly isEncrypted: boolean;
}

/** `dmsetup table`: start, length, target, and for these two targets the device and where in it. */
async function mapperLayer(node: BlockNode, below: BlockNode, words: string, run: RunTool) {
  const [major, minor] = node.number.split(':') as [string, string];
  const answer = await run('dmsetup', ['table', '--major', major, '--minor', minor]);
  if (answer.trouble !== null) return `holds ${words}: ${answer.trouble}`;
  const segments = answer.stdout.split('\n').flatMap((line) => parseSegment(line, below.number));
  if (segments.length === 0) {
    return `holds ${words}: where in it the sector is, its table does not tell simply`;
  }
  return {
    node,
    words,
    place(byte: number) {
      const found = segments.find(
        ({ belowByte, bytes }) => belowByte <= byte && byte < belowByte + bytes,
      );
      if (found !== undefined) return found.fromByte + byte - found.belowByte;
      const header = segments.find(({ isEncrypted, belowByte }) => isEncrypted && byte < belowByte);
      return header === undefined ? null : metadata('header of the encryption: its keys');
    },
  };
}

/** Documentation/admin-guide/device-mapper/linear.rst and dm-crypt.rst. Sectors of 512 bytes. */
export function parseSegment(line: string, number: string): Segment[] {
  const [start, length, target, ...rest] = line.trim().split(/\s+/);
  const [device, offset] = target === 'linear' ? rest : target === 'crypt' ? rest.slice(3) : [];
  const units = [start, length, offset].map((text) => Number(text));
  if (device !== number || units.some((unit) => !Number.isSafeInteger(unit * UNIT_BYTES)))
    return [];
  const [fromByte, bytes, belowByte] = units.map((unit) => unit * UNIT_BYTES) as [
    number,
    number,
    number,
  ];
  return [{ fromByte, bytes, belowByte, isEncrypted: target === 'crypt' }];
}
