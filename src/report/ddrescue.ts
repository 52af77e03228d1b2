// A scan as GNU ddrescue's mapfile, which says of every byte of the disk what became of it. See
// "Mapfile structure" in ddrescue's manual. What was read well was not copied, though: for a rescue
// it is a domain (-m), and as the rescue's own mapfile it would leave holes where the disk is good.

import type { ScanResult } from '../engine/result.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import { cleanText } from '../vocabulary/text.ts';
import { type SectorState, sectorStates } from './sector-states.ts';
import type { StoredScan } from './stored-scan.ts';
import { toolJson } from './tool-json.ts';

/** "Non-tried", "failed, non-trimmed", "failed, bad sectors" and "finished" block. */
const CHARACTERS: Readonly<Record<SectorState, string>> = {
  unread: '?',
  failed: '*',
  bad: '-',
  good: '+',
};

/** Comments, the status line, then position, size and status of each range, in bytes. */
export function* ddrescueLines(scan: StoredScan): Generator<string> {
  const { device } = scan.result;
  yield `# Mapfile. Created by surfscan version ${toolJson().version}`;
  yield `# Scan of ${cleanText(device.path, 4096)}, ${times(scan.result)}`;
  yield '# + was read well, not copied: for a rescue use it as --domain-mapfile (-m) only';
  yield '# current_pos  current_status  current_pass';
  const { lba, character } = whatIsLeft(scan);
  yield `${hex(lba * device.logicalBytes)}     ${character}               1`;
  yield '#      pos        size  status';
  for (const { from, to, state } of sectorStates(scan)) {
    const [position, size] = [from * device.logicalBytes, (to - from) * device.logicalBytes];
    yield `${hex(position)}  ${hex(size)}  ${CHARACTERS[state]}`;
  }
}

/** Where ddrescue would go on, and with which of its phases: copying, trimming, none. */
function whatIsLeft(scan: StoredScan): { lba: number; character: '?' | '*' | '+' } {
  const unreadLba = firstUnread(scan);
  if (unreadLba !== null) return { lba: unreadLba, character: '?' };
  const failed = scan.result.bad.find(({ value }) => !value.exact);
  return failed === undefined ? { lba: 0, character: '+' } : { lba: failed.from, character: '*' };
}

function firstUnread({ grid, map, result }: StoredScan): number | null {
  if (grid.fromLba > 0) return 0;
  const block = map.indexOf(UNREAD_BYTE);
  if (block >= 0) return grid.startOf(block);
  return grid.toLba < result.device.sectors ? grid.toLba : null;
}

function times({ started, finished }: ScanResult): string {
  const end = finished === null ? 'not finished' : `finished ${finished.toISOString()}`;
  return `started ${started.toISOString()}, ${end}`;
}

/** As ddrescue writes it. Doubles hold these bytes exactly: an LBA times a power of two. */
function hex(bytes: number): string {
  return `0x${bytes.toString(16).toUpperCase().padStart(8, '0')}`;
}
