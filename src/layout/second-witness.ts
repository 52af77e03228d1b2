// libblkid's opinion of a volume, where blkid(8) is there: a second witness, and not the judge. Where it
// contradicts, nothing is believed; what it alone knows is told and no more.

import type { Identity } from './filesystems/identify.ts';
import type { RunTool } from './tool.ts';
import type { OpenVolume } from './volume.ts';

/** Its status where it finds nothing, or several signs: blkid(8). */
const OK = 0;

/** Superblocks, labels and their copies lie so near to a volume's ends; the system reads ahead of them. */
const SIGNS_WITHIN_BYTES = 4 * 1024 * 1024;

/** Whether its reads may touch one of these bytes of the volume: of sectors that fail, which are read no
 * more often than is needed. */
export function mayTouch(
  fromBytes: readonly number[],
  { sectors, logicalBytes }: Pick<OpenVolume, 'sectors' | 'logicalBytes'>,
): boolean {
  const endByte = sectors * logicalBytes;
  return fromBytes.some(
    (byte) => byte < SIGNS_WITHIN_BYTES || Math.abs(endByte - byte) <= SIGNS_WITHIN_BYTES,
  );
}

export async function withSecondWitness(
  identity: Identity,
  { path, offsetBytes, sectors, logicalBytes }: OpenVolume,
  run: RunTool,
): Promise<Identity> {
  const { filesystem, notes } = identity;
  // Signs that disagree are enough of witnesses.
  if (filesystem === null && notes.length > 0) return identity;
  const place = ['-O', `${offsetBytes}`, '-S', `${sectors * logicalBytes}`];
  const answer = await run('blkid', ['-p', '-s', 'TYPE', '-o', 'value', ...place, path]);
  const type = answer.status === OK ? /^([\w.-]{1,40})\n$/.exec(answer.stdout)?.[1] : undefined;
  if (answer.trouble !== null || type === undefined || type === filesystem?.type) return identity;
  if (filesystem === null) return { filesystem, notes: [`libblkid takes it for ${type}`] };
  const note = `signs of ${filesystem.type}, and libblkid takes it for ${type}: which is in use is not known`;
  return { filesystem: null, notes: [note] };
}
