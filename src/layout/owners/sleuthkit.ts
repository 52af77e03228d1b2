// FAT, exFAT, NTFS and UFS through The Sleuth Kit: nothing that comes with these file systems says whose
// a block is, and this reads images and partitions alike, at any offset, on either system.

import { UNIT_BYTES } from '../../vocabulary/units.ts';
import { complaint } from '../proof.ts';
import type { RunTool, ToolName } from '../tool.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
  type Volume,
} from './owner.ts';

/** Each costs four programs started, and a search through all inodes. */
const BLOCK_LIMIT = 16;

const TYPES: ReadonlyMap<string, string> = new Map([
  ['vfat', 'fat'],
  ['exfat', 'exfat'],
  ['ntfs', 'ntfs'],
  ['ufs', 'ufs'],
]);

type Ask = (
  tool: ToolName,
  option: readonly string[],
  address: string | null,
) => ReturnType<RunTool>;

export const findSleuthkitOwners: FindOwners = async (volume, blocks, run) => {
  const ask = asker(volume, run);
  const owners = new Map<number, Owner>();
  for (const block of blocks.slice(0, BLOCK_LIMIT)) {
    const owner = await ownerOf(ask, block);
    // What keeps it from answering for one keeps it from all that follow.
    if (typeof owner === 'string') {
      return new Map([...sameForAll(blocks, unknown(owner)), ...owners]);
    }
    owners.set(block, owner);
  }
  return owners;
};

function asker({ filesystem, path, offsetBytes }: Volume, run: RunTool): Ask {
  const place = ['-i', 'raw', '-b', `${UNIT_BYTES}`, '-o', `${offsetBytes / UNIT_BYTES}`];
  const type = ['-f', TYPES.get(filesystem.type) ?? filesystem.type];
  return (tool, option, address) =>
    run(tool, [...type, ...place, ...option, path, ...(address === null ? [] : [address])]);
}

/** A text: why the programs cannot answer for any block. */
async function ownerOf(ask: Ask, block: number): Promise<Owner | string> {
  const status = await ask('blkstat', [], String(block));
  if (status.trouble !== null) return status.trouble;
  const word = /^(Not Allocated|Allocated \(Meta\)|Allocated)/m.exec(status.stdout)?.[1];
  if (word === undefined) return unknown(complaint('blkstat', status));
  if (word === 'Not Allocated') return FREE;
  if (word === 'Allocated (Meta)') return metadata("the file system's own");

  const found = await ask('ifind', ['-d', String(block)], null);
  if (found.trouble !== null) return found.trouble;
  if (/^Meta Data$/m.test(found.stdout)) return metadata("the file system's own");
  const inode = /^\d+(?:-\d+-\d+)?$/m.exec(found.stdout)?.[0];
  if (inode === undefined) return unknown('in use, and no file has it');
  const facts = await ask('istat', [], inode);
  const names = await ask('ffind', [], inode);
  const path = pathOf(names.stdout);
  if (isDirectory(facts.stdout)) return metadata('a directory', path);
  if (path?.startsWith('/$')) return metadata("the file system's own", path);
  return path === null ? ofFile(null, `inode ${inode}, whose path is not known`) : ofFile(path);
}

/** The first name; "* " marks one that was deleted. */
function pathOf(names: string): string | null {
  const name = names.split('\n').find((line) => line.startsWith('/'));
  return name === undefined ? null : name.replace(/^\/+/, '/');
}

/** istat has other words for each file system. Its lines stand before any name. */
function isDirectory(text: string): boolean {
  return /^(File Attributes: (Root )?Directory|Allocated Directory|mode: d)/m.test(
    text.split('\n').slice(0, 6).join('\n'),
  );
}
