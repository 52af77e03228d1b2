// What a view may know of reading that is under way.

export type Activity = 'running' | 'paused' | 'stopping' | 'ended';

/** A read that has been out for 5 s or longer. */
export interface Wait {
  readonly lba: number;
  readonly seconds: number;
}
