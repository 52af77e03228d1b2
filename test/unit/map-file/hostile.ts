// What tests of hostile maps share.

import { expect } from 'vitest';
import { aHeader, aMap, anUpdate } from './fixtures.ts';
import { begun, recovered } from './maps.ts';

export type Json = Record<string, unknown>;

/** An open map, written once. */
export async function openFile(): Promise<Buffer> {
  const { storage, writer } = await begun(aHeader(100));
  await writer.update(anUpdate(aMap(100)));
  return Buffer.from(storage.file);
}

/** Why the map is refused: in words that may be shown. */
export async function refusal(file: Buffer): Promise<string> {
  try {
    await recovered(file);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_USAGE' });
    const { message } = error as Error;
    expect(message).toMatch(/^[ -~éü…]*$/);
    expect(message.length).toBeLessThan(300);
    return message;
  }
  throw new Error('it was not refused');
}

/** No whole numbers from 0 below 2^53. */
export const NUMBERS = [-1, 0.5, 2 ** 53, 2 ** 64, 1e308, null, '1', [], {}, true];
