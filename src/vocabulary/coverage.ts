// Where every sector ends: in exactly one state.

/** Sectors by final state. */
export interface Coverage {
  readonly total: number;
  readonly good: number;
  readonly bad: number;
  readonly unread: number;
}
