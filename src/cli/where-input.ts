// `report --where`: the file that a check's JSON was written to.

import { readFile, stat } from 'node:fs/promises';
import { cleanText, errnoWords, SurfscanError, usageError } from '../api/common.ts';
import { type ToldWhere, toldWhere } from '../api/report.ts';
import { answering } from './answering.ts';

/** 100,000 places with long names. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Rejects with ERR_USAGE that names the file: for one that cannot be read, too. */
export async function readWhere(
  path: string,
  { device }: { readonly device: Parameters<typeof toldWhere>[1] },
): Promise<readonly ToldWhere[]> {
  const name = `--where ${cleanText(path, 200)}`;
  try {
    await answering(path, name);
    return toldWhere(await textOf(path), device);
  } catch (cause) {
    if (cause instanceof SurfscanError && cause.code !== 'ERR_USAGE') throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_USAGE' || code === undefined) throw usageError(`${name}: ${message}`);
    throw usageError(`${name}: expected a file that can be read: ${errnoWords(code)}`);
  }
}

async function textOf(path: string): Promise<string> {
  // Opening a pipe waits for its other end.
  const { size, isOther } = await stat(path).then((stats) => ({
    size: stats.size,
    isOther: !stats.isFile(),
  }));
  if (isOther) throw usageError('expected a file');
  if (size > MOST_BYTES) throw usageError(`expected at most ${MOST_BYTES} bytes, got ${size}`);
  return readFile(path, 'utf8');
}
