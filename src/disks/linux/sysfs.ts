// Bounded reads of sysfs, procfs and udev's database. What is not there is null: drivers differ.

import { promises as fs } from 'node:fs';

/** No attribute is longer than a page (Documentation/filesystems/sysfs.rst); VPD pages reach 64 KiB. */
const READ_LIMIT_BYTES = 64 * 1024;
const NAME_LIMIT = 4096;

/** The first `limitBytes` at most; null: not there, or not readable. */
export async function readBytes(path: string, limitBytes = READ_LIMIT_BYTES) {
  let file: fs.FileHandle | undefined;
  try {
    file = await fs.open(path, 'r');
    const chunks: Buffer[] = [];
    let length = 0;
    // procfs and sysfs give no size beforehand and may answer in pieces.
    while (length < limitBytes) {
      const chunk = Buffer.alloc(Math.min(limitBytes - length, READ_LIMIT_BYTES));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) break;
      chunks.push(chunk.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } catch {
    return null;
  } finally {
    await file?.close().catch(() => {});
  }
}

/** As it came, hostile, but for one newline at its end. */
export async function readText(path: string, limitBytes?: number): Promise<string | null> {
  const bytes = await readBytes(path, limitBytes);
  return bytes === null ? null : bytes.toString('utf8').replace(/\n$/, '');
}

/** A decimal number, exact; null: none is there. */
export async function readNumber(path: string): Promise<number | null> {
  const text = (await readText(path))?.trim() ?? '';
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

/** The names in a directory, sorted; none where there is no such directory. */
export async function readNames(dir: string): Promise<string[]> {
  try {
    return (await fs.readdir(dir)).sort().slice(0, NAME_LIMIT);
  } catch {
    return [];
  }
}

export async function realDirectory(path: string): Promise<string | null> {
  try {
    return await fs.realpath(path);
  } catch {
    return null;
  }
}
