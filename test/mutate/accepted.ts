// Changes that nothing can notice, or that change nothing: each in accepted.txt with its reason.

import type { Change } from './changes.ts';

/** "src/a.ts: line before → line after", and why that is accepted. */
export type Accepted = ReadonlyMap<string, string>;

export function keyOf(file: string, { before, after }: Pick<Change, 'before' | 'after'>): string {
  return `${file}: ${before} → ${after}`;
}

/** Lines of `#` are the reason for all lines below, up to the next empty one. Throws for a line without. */
export function parseAccepted(text: string): Accepted {
  const accepted = new Map<string, string>();
  for (const paragraph of text.split(/\n\s*\n/)) {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
    const reason = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
    for (const line of lines.filter((line) => !line.startsWith('#'))) {
      if (reason.length === 0) throw new Error(`accepted.txt: no reason above: ${line}`);
      accepted.set(line.trim(), reason.join(' '));
    }
  }
  return accepted;
}
