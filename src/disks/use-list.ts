// A list of uses in words, bounded: a disk may hold a hundred volumes.

import { cleanText } from '../vocabulary/text.ts';

const USE_LIMIT = 32;
const TEXT_LIMIT = 300;
const PLACE_LIMIT = 2;

export class UseList {
  private readonly uses = new Set<string>();
  private left = 0;

  add(use: string): void {
    const text = cleanText(use, TEXT_LIMIT);
    if (this.uses.has(text)) return;
    if (this.uses.size < USE_LIMIT) this.uses.add(text);
    else this.left++;
  }

  toArray(): readonly string[] {
    return this.left === 0 ? [...this.uses] : [...this.uses, `and ${this.left} more uses`];
  }
}

/** "/dev/sda1 is mounted at /, /home and 3 more" */
export function mountedWords(path: string, places: readonly string[]): string {
  if (places.length === 0) return `${path} is mounted`;
  const named = places.slice(0, PLACE_LIMIT).join(', ');
  const more = places.length - PLACE_LIMIT;
  return `${path} is mounted at ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
