// What the families of one log share.

import { BlockSizes } from './block-sizes.ts';
import { DiskVotes } from './disk-votes.ts';
import { Ledger } from './ledger.ts';
import { NameHolders } from './name-holders.ts';
import { RecentRequests } from './recent-requests.ts';
import { RecentSectors } from './recent-sectors.ts';

export class LogContext {
  readonly holders = new NameHolders();
  readonly ledger = new Ledger(this.holders);
  readonly blockSizes = new BlockSizes();
  readonly recent = new RecentRequests(this.blockSizes);
  readonly sectors = new RecentSectors();
  readonly votes = new DiskVotes();
  /** Names that one line gives to one disk: "nda1" is "nvme0 nsid 1". */
  readonly aliases = new Map<string, string>();
  /** The last line that shows a flush. */
  flushLine = Number.NEGATIVE_INFINITY;
  /** Names that the log says are optical drives'. */
  readonly opticals = new Set<string>();
  /** How long the blocks of a list of badblocks(8) are. */
  badBlockBytes = 1024;
  /** It is a list of ddrescue's or of badblocks(8), be it empty. */
  isList = false;
  /** Messages that the kernel says it left out. */
  suppressed = 0;
}

export const ALIAS_LIMIT = 10_000;
