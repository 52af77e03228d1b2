// `surfscan list`: the disks, for people as a table, for programs as JSON.

import { cleanText, jsonText, SurfscanError, withDeadline } from '../api/common.ts';
import { type ListedDisk, listJson } from '../api/list.ts';
import { ask } from './apart.ts';
import { errorOf } from './error-facts.ts';
import { EXIT } from './exit-status.ts';
import { listTable } from './list-table.ts';

export interface ListIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Resolves to the exit status: 3 when the system could not be asked, or a disk did not answer. */
export async function runList(
  options: { json?: boolean },
  io: ListIo,
  list: () => Promise<readonly ListedDisk[]> = listApart,
): Promise<number> {
  let disks: readonly ListedDisk[];
  try {
    disks = await list();
  } catch (error) {
    if (!(error instanceof SurfscanError) || error.code === 'ERR_DEFECT') throw error;
    io.stderr.write(`surfscan: ${cleanText(error.message, 2000)}\n`);
    return EXIT.target;
  }
  io.stdout.write(options.json === true ? jsonText(listJson(disks)) : listTable(disks));
  const silent = disks.flatMap((disk) => disk.error ?? []);
  for (const error of silent) io.stderr.write(`surfscan: ${cleanText(error.message, 2000)}\n`);
  return silent.length === 0 ? EXIT.ok : EXIT.target;
}

/** Does not wait longer for a system than for its disks. */
const LIMIT_MS = 20_000;

export async function listApart(): Promise<readonly ListedDisk[]> {
  const late = () =>
    new SurfscanError('ERR_NO_ANSWER', `the system did not list its disks in ${LIMIT_MS / 1000} s`);
  const disks = await withDeadline(ask('list'), LIMIT_MS, late);
  return disks.map((disk) => ('error' in disk ? { ...disk, error: errorOf(disk.error) } : disk));
}
