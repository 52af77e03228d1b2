// Defects as a report lists them: sorted, disjoint, neighbours that say the same as one.

/** LBAs inclusive. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly error: string;
  readonly errno: string | null;
  readonly exact: boolean;
  reads: number;
}

export interface PieceList {
  /** [from, to) */
  add(from: number, to: number, error: string, exact: boolean, reads: number): void;
  /** Takes a piece out of another list. */
  move(piece: Piece, from: PieceList): void;
  remove(piece: Piece): void;
  /** As they were added, by LBA. */
  units(): Piece[];
  sectors(): number;
  merged(): Piece[];
}

export function pieceList(): PieceList {
  const pieces = new Set<Piece>();
  const units = () => [...pieces].sort((a, b) => a.from - b.from);
  return {
    add(from, to, error, exact, reads) {
      pieces.add({ from, to: to - 1, error, errno: null, exact, reads });
    },
    move(piece, from) {
      from.remove(piece);
      pieces.add(piece);
    },
    remove(piece) {
      pieces.delete(piece);
    },
    units,
    sectors: () => units().reduce((sum, { from, to }) => sum + to - from + 1, 0),
    merged: () => merge(units()),
  };
}

/** Neighbours merge when error, errno and exactness agree; of `reads` the fewest. */
function merge(units: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const unit of units) {
    const last = merged.at(-1);
    const same =
      last !== undefined &&
      last.to + 1 === unit.from &&
      last.error === unit.error &&
      last.exact === unit.exact;
    if (!same) merged.push({ ...unit });
    else
      merged[merged.length - 1] = { ...last, to: unit.to, reads: Math.min(last.reads, unit.reads) };
  }
  return merged;
}
