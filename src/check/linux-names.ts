// Linux: a target's names, those of its partitions, of the volumes above and of the disks below, by /sys
// and device mapper's tables.

import { join } from 'node:path';
import { type BlockNode, partitionsOf } from '../disks/linux/node.ts';
import { readNumber, readText } from '../disks/linux/sysfs.ts';
import type { DiskSystem } from '../disks/system.ts';
import type { Provider } from '../kernel-log/index.ts';
import { isRaid } from '../layout/stacking.ts';
import type { RunTool } from '../layout/tool.ts';
import { blockNode } from '../layout/volume.ts';
import type { Device } from '../vocabulary/device.ts';
import { cleanText } from '../vocabulary/text.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import { NOBODY, type TargetNames } from './target-names.ts';
import { type Piece, VolumesAround } from './volume-pieces.ts';

export async function linuxNames(
  address: string,
  { logicalBytes }: Device,
  system: DiskSystem,
  run: RunTool,
): Promise<TargetNames> {
  const node = await blockNode(address, system);
  if (node === null) return NOBODY;
  const around = new VolumesAround(run);
  const units = (await unitsOf(node, 'size')) ?? 0;
  const own = [{ ownByte: 0, targetByte: 0, bytes: units * UNIT_BYTES }];
  await around.lookUp(node, own);
  await around.lookDown(node, own);
  const lbaOf = (bytes: number) => Math.floor(bytes / logicalBytes);
  const parts: Provider[] = [];
  for (const part of node.whole === null ? await partitionsOf(node) : []) {
    const [start, size] = [await unitsOf(part, 'start'), await unitsOf(part, 'size')];
    if (start === null || size === null) continue;
    const [targetByte, bytes] = [start * UNIT_BYTES, size * UNIT_BYTES];
    parts.push({ names: [nameOf(part)], fromLba: lbaOf(targetByte), sectors: lbaOf(bytes) });
    await around.lookUp(part, [{ ownByte: 0, targetByte, bytes }]);
  }
  const volumes: Provider[] = [];
  for (const { node: volume, pieces } of around.found) {
    const names = await volumeNames(volume);
    volumes.push(...pieces.map((piece) => pieceProvider(names, piece, lbaOf)));
  }
  const start = node.whole === null ? null : await unitsOf(node, 'start');
  const parent =
    node.whole === null || start === null
      ? null
      : { names: [nameOf(node.whole)], fromLba: lbaOf(start * UNIT_BYTES) };
  return {
    names: [nameOf(node)],
    providers: [...parts, ...volumes],
    parent,
    isVolume: isVolume(node.whole ?? node),
    untold: around.untold,
  };
}

function pieceProvider(
  names: readonly string[],
  { ownByte, targetByte, bytes }: Piece,
  lbaOf: (bytes: number) => number,
): Provider {
  const place = { names, fromLba: lbaOf(targetByte), sectors: lbaOf(bytes) };
  return ownByte === 0 ? place : { ...place, ownLba: lbaOf(ownByte) };
}

function isVolume(node: BlockNode): boolean {
  return isRaid(node) || /^dm-\d/.test(node.name);
}

/** "dm-0" in kernels' lines, "mapper/vg-root" in people's. */
async function volumeNames(node: BlockNode): Promise<string[]> {
  const name = await readText(join(node.dir, 'dm/name'));
  return [nameOf(node), ...(name === null ? [] : [`mapper/${cleanText(name, 128)}`])];
}

function unitsOf({ dir }: BlockNode, attribute: string): Promise<number | null> {
  return readNumber(join(dir, attribute));
}

/** As in /dev. */
function nameOf({ path }: BlockNode): string {
  return path.replace(/^\/dev\//, '');
}
