// The maps that a report is of, read one after the other.

import { cleanText, SurfscanError } from '../api/common.ts';
import type { Card } from '../api/page.ts';
import {
  loadStoredScan,
  loadSummary,
  type ScanSummary,
  type StoredScan,
  summaryOf,
} from '../api/report.ts';
import type { ScanResult } from '../api/scan.ts';
import { answering } from './answering.ts';
import { ask } from './apart.ts';

/** Rejects with ERR_USAGE for what is no sound map, with another SurfscanError for a file that could
 * not be opened; the message names the file. */
export type LoadScan = (mapPath: string) => Promise<StoredScan>;

/** The same, of which nothing but what it came to is wanted. */
export type LoadSummary = (mapPath: string) => Promise<ScanSummary>;

/** The map is read once its file system was found to answer: who waits for one that does not can leave. */
const onceItAnswers =
  <T>(load: (path: string) => Promise<T>) =>
  async (path: string): Promise<T> => {
    await answering(path);
    return load(path);
  };

export const loadAnswering: LoadScan = onceItAnswers(loadStoredScan);
export const loadSummaryAnswering: LoadSummary = onceItAnswers(loadSummary);

/** Of directories the maps in them. Throws ERR_ABSENT where one has none. */
export async function mapsOf(paths: readonly string[]): Promise<readonly string[]> {
  const maps: string[] = [];
  for (const path of paths) {
    const found = (await answering(path)) ? await ask('mapsIn', path) : null;
    if (found?.length === 0) {
      const message = `${cleanText(path, 200)}: expected maps in this directory: there is none`;
      throw new SurfscanError('ERR_ABSENT', message, { path });
    }
    maps.push(...(found ?? [path]));
  }
  return maps;
}

export interface Loaded {
  readonly summaries: readonly ScanSummary[];
  /** None where summaries are enough. */
  readonly results: readonly ScanResult[];
  /** The scan of the only map. */
  readonly only: StoredScan | null;
  /** For the sheet of several maps. */
  readonly cards: readonly Card[];
  readonly errors: readonly SurfscanError[];
}

/** One after the other: of several, only the results stay in memory. */
export async function loadAll(
  maps: readonly string[],
  load: LoadScan,
  toCard: ((scan: StoredScan) => Card) | null = null,
): Promise<Loaded> {
  const results: ScanResult[] = [];
  const cards: Card[] = [];
  let only: StoredScan | null = null;
  const errors = await eachReadable(maps, async (path) => {
    const scan = await load(path);
    results.push(scan.result);
    only = maps.length === 1 ? scan : null;
    if (toCard !== null) cards.push(toCard(scan));
  });
  return { summaries: results.map(summaryOf), results, only, cards, errors };
}

export async function loadSummaries(maps: readonly string[], load: LoadSummary): Promise<Loaded> {
  const summaries: ScanSummary[] = [];
  const errors = await eachReadable(maps, async (path) => {
    summaries.push(await load(path));
  });
  return { summaries, results: [], only: null, cards: [], errors };
}

async function eachReadable(
  maps: readonly string[],
  take: (path: string) => Promise<void>,
): Promise<readonly SurfscanError[]> {
  const errors: SurfscanError[] = [];
  for (const path of maps) {
    try {
      await take(path);
    } catch (error) {
      if (!(error instanceof SurfscanError) || error.code === 'ERR_DEFECT') throw error;
      errors.push(error);
    }
  }
  return errors;
}
