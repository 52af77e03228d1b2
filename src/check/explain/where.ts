// Whose the sectors are that were found.

import type { Location } from '../../layout/location.ts';
import { cleanText, escapedText } from '../../vocabulary/text.ts';
import { list } from './words.ts';

const MOST_LBAS = 8;
const MOST_SENTENCES = 16;

/** One for all sectors of which the same is to be said. */
export function whereSentences(where: readonly Location[]): string[] {
  const byWords = new Map<string, number[]>();
  for (const location of where) {
    const words = locationWords(location);
    byWords.set(words, [...(byWords.get(words) ?? []), location.lba]);
  }
  const sentences = [...byWords].map(([words, lbas]) => {
    return `LBA ${list(lbas.map(String), MOST_LBAS)}: ${words}.`;
  });
  const more = sentences.length - MOST_SENTENCES;
  if (more <= 0) return sentences;
  return [...sentences.slice(0, MOST_SENTENCES), `${more} more places (--json lists them).`];
}

function locationWords(location: Location): string {
  const { partition, filesystem, use, file, fileBytes, notes } = location;
  const parts: string[] = [];
  if (partition !== null) {
    const { scheme, index, type, label, firstLba, lastLba } = partition;
    const name = label === null ? '' : ` "${cleanText(label, 80)}"`;
    const letter = scheme === 'bsd' ? ` (${String.fromCharCode(96 + index)})` : '';
    parts.push(
      `partition ${index}${letter}${name} of the ${scheme.toUpperCase()}, ${type}, LBA ${firstLba}-${lastLba}`,
    );
  }
  if (filesystem !== null) {
    const label = filesystem.label === null ? '' : ` "${cleanText(filesystem.label, 80)}"`;
    parts.push(`${filesystem.type}${label}`);
  }
  const owner = useWords(use, fileBytes === null ? file : escapedText(fileBytes));
  if (owner !== null) parts.push(owner);
  return [...parts, ...notes.map((note) => cleanText(note, 300))].join('; ');
}

function useWords(use: Location['use'], file: string | null): string | null {
  switch (use) {
    case 'file':
      return file === null ? 'a file, whose name could not be told' : `the file ${file}`;
    case 'free':
      return 'free space: no file has it';
    case 'metadata':
      return `metadata of the file system${file === null ? '' : `, of ${file}`}`;
    case 'unknown':
      return null;
  }
}
