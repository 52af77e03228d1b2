// libata says "ata1.00", everyone else "sda". A SCSI or block line that follows and lies in the ATA
// request is a vote that both are one disk; the log as a whole decides.

import { type Range, rangesHolding } from './units.ts';

/** After its error handling libata gives all commands that failed back at once. */
export const VOTE_WINDOW_LINES = 32;
const REQUESTS_LIMIT = 64;
const NAMES_LIMIT = 1000;

/** Disks that libata can be below of. */
const SCSI_DISK = /^sd[a-z]{1,4}$/;
interface AtaRequest extends Range {
  readonly line: number;
  readonly port: string;
  hasVoted: boolean;
}

export class DiskVotes {
  readonly #requests: AtaRequest[] = [];
  readonly #votes = new Map<string, Map<string, number>>();

  /** In logical blocks. */
  add(request: Range & { readonly line: number; readonly port: string }): void {
    const { line, port, from, length } = request;
    this.#requests.push({ line, port, from, length, hasVoted: false });
    if (this.#requests.length > REQUESTS_LIMIT) this.#requests.shift();
  }

  /** A command of `disk` in logical blocks: libata's commands are the SCSI layer's, translated. */
  command(disk: string, from: number, length: number, line: number): void {
    this.#vote(disk, line, (ata) => ata.from === from && ata.length === length);
  }

  /**
   * A failed 512-byte unit of `disk`. The request it failed in, in 512-byte units, where the ATA
   * command gives it and no line says that its port has another disk.
   */
  sector(disk: string, sector: number, line: number): Range | null {
    const same = this.#vote(disk, line, (ata) => rangesHolding(ata, sector).length > 0);
    const [newest] = same.filter((ata) => this.#votes.get(ata.port)?.size === 1).toReversed();
    const ranges = newest === undefined ? [] : rangesHolding(newest, sector);
    return ranges.length === 1 ? ranges[0]! : null;
  }

  /** "ata1.00" → "sda", where more lines say so than say otherwise. */
  names(): Map<string, string> {
    const names = new Map<string, string>();
    for (const [port, votes] of this.#votes) {
      const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
      if (first !== undefined && first[1] > (second?.[1] ?? 0)) names.set(port, first[0]);
    }
    return names;
  }

  /** The requests that voted, oldest first. */
  #vote(disk: string, line: number, isSame: (ata: AtaRequest) => boolean): AtaRequest[] {
    if (!SCSI_DISK.test(disk)) return [];
    const same = this.#requests.filter(
      (ata) => !ata.hasVoted && line - ata.line <= VOTE_WINDOW_LINES && isSame(ata),
    );
    for (const ata of same) {
      ata.hasVoted = true;
      this.#count(ata.port, disk);
    }
    return same;
  }

  #count(port: string, disk: string): void {
    const known = this.#votes.get(port);
    if (known === undefined && this.#votes.size >= NAMES_LIMIT) return;
    const votes = known ?? new Map<string, number>();
    if (!votes.has(disk) && votes.size >= NAMES_LIMIT) return;
    votes.set(disk, (votes.get(disk) ?? 0) + 1);
    this.#votes.set(port, votes);
  }
}
