// `surfscan list`: the disks, for people as a table, for programs as JSON.

import { cleanText, jsonText, SurfscanError } from '../api/common.ts';
import { type ListedDisk, listDisks, listJson } from '../api/list.ts';
import { listTable } from './list-table.ts';

export interface ListIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Resolves to the exit status: 3 when the system could not be asked, or a disk did not answer. */
export async function runList(
  options: { json?: boolean },
  io: ListIo,
  list: () => Promise<ListedDisk[]> = listDisks,
): Promise<number> {
  let disks: ListedDisk[];
  try {
    disks = await list();
  } catch (error) {
    if (!(error instanceof SurfscanError) || error.code === 'ERR_DEFECT') throw error;
    io.stderr.write(`surfscan: ${cleanText(error.message, 2000)}\n`);
    return 3;
  }
  io.stdout.write(options.json === true ? jsonText(listJson(disks)) : listTable(disks));
  const silent = disks.flatMap((disk) => disk.error ?? []);
  for (const error of silent) io.stderr.write(`surfscan: ${cleanText(error.message, 2000)}\n`);
  return silent.length === 0 ? 0 : 3;
}
