// A file that is written beside its place and renamed into it: a reader sees the old one or the new one,
// whole. Done by the process apart, as its file system may hang.

import { constants, promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';

/** Rejects as fs does where no file can be put there. `place` is without links. */
export async function assertCanBeWritten(place: string): Promise<void> {
  const isThere = await fs.stat(place).then(
    () => true,
    (cause) => absentOr(cause),
  );
  if (isThere) await fs.access(place, constants.W_OK);
  const beside = besideOf(place);
  await (await openNew(beside)).close();
  await fs.unlink(beside);
}

/** Rejects as fs does: what was there is left then. */
export async function writeAnew(place: string, text: string): Promise<void> {
  const beside = besideOf(place);
  const file = await openNew(beside);
  try {
    try {
      const old = await fs.stat(place).catch(absentOr);
      if (old !== false) await file.chmod(old.mode & 0o777);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(beside, place);
  } catch (cause) {
    await fs.rm(beside, { force: true });
    throw cause;
  }
}

/** And the folders that lead there. Node's own (`recursive`) tries for ever where a file system says of a
 * folder in it that there is no such thing, as /proc does: Node 20. Rejects as fs does. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw cause;
    await makeFolder(parent);
    await fs.mkdir(folder);
  }
}

function besideOf(place: string): string {
  return join(dirname(place), `.surfscan-${crypto.randomUUID()}.json`);
}

function openNew(path: string) {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  return fs.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666);
}

function absentOr(cause: NodeJS.ErrnoException): false {
  if (cause.code === 'ENOENT') return false;
  throw cause;
}
