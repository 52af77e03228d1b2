// What a writer that goes on with a map must know of its file: what stands where, and what is whole.

import type { MapContents } from './contents.ts';
import type { MapLayout } from './format.ts';
import type { Seal } from './seal.ts';
import type { Snapshot } from './snapshot.ts';

/** Of a map page: neither slot holds a whole copy. */
export const NO_SLOT = 255;

/** Whole pages of changes as they lie in an area, from FIRST_CHANGE_PAGE on. */
export interface KeptChanges {
  readonly area: number;
  readonly pages: Buffer;
}

export interface Book {
  readonly layout: MapLayout;
  readonly seal: Seal;
  /** The pages of the header, one copy, as they should be. */
  readonly headerPages: Buffer;
  /** The highest there is. */
  readonly sequence: number;
  /** A u32 a page. */
  readonly crcs: Buffer;
  /** Of each map page: which slot holds the newest copy, or NO_SLOT. */
  readonly newestSlots: Uint8Array;
  /** Of those copies. */
  readonly sequences: Float64Array;
  /** What they hold. Bytes may have changed since: then the page is read once more. */
  readonly map: Uint8Array;
  /** The area of the snapshot; null: there was none whole. */
  readonly area: number | null;
  /** What the area holds. */
  readonly body: Buffer;
  readonly generation: number;
  /** Its findings with what changed since; null: there is none. */
  readonly snapshot: Snapshot | null;
  readonly changes: KeptChanges | null;
  /** Pages that hold nothing whole. */
  readonly torn: Set<number>;
}

/** What a file holds, and what goes on with it must know. */
export interface Recovered {
  readonly contents: MapContents;
  /** Of a compact map: of the open one that it is to become. */
  readonly book: Book;
  readonly isCompact: boolean;
}
