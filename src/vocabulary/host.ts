// Where a scan ran, and what it is to be found by.

import { usageError } from './errors.ts';
import { cleanText } from './text.ts';

export interface Host {
  readonly name: string;
  /** machine-id(5), or FreeBSD's hostid(8) file: the same for as long as the system is installed. */
  readonly machineId: string | null;
}

/** By key. */
export type Labels = Readonly<Record<string, string>>;

export interface LabelledHost extends Host {
  readonly labels: Labels;
}

export const MOST_LABELS = 64;
/** Of KEY=VALUE, characters. */
const MOST_LABEL = 240;
/** What may be part of a label's name in Prometheus, too: its data model. */
const LABEL = /^([A-Za-z_][A-Za-z0-9_]{0,62})=(.*)$/su;

/** Throws ERR_USAGE for what is no KEY=VALUE, a key that is there twice, and too many. */
export function parseLabels(texts: readonly string[]): Labels {
  if (texts.length > MOST_LABELS) throw usageError(`--label: expected at most ${MOST_LABELS}`);
  const labels = new Map<string, string>();
  for (const text of texts) {
    const [, key, value] = LABEL.exec(text) ?? [];
    const shown = cleanText(text, 80);
    if (key === undefined || value === undefined) {
      throw usageError(
        `--label ${shown}: expected KEY=VALUE, the key of letters, digits and _, at most 63`,
      );
    }
    if (cleanText(text, MOST_LABEL) !== text) {
      throw usageError(`--label ${shown}: expected at most ${MOST_LABEL} plain characters`);
    }
    if (labels.has(key)) throw usageError(`--label ${shown}: ${key} is given twice`);
    labels.set(key, value);
  }
  return Object.fromEntries(labels);
}

export function labelTexts(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
