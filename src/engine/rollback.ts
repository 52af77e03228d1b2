// A disk that left: the failures it answered with at the end say nothing of its sectors. They are
// unread again.

import { isDiskUnproven } from '../reading/disk-presence.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { errorOfByte, FIRST_ERROR_BYTE, UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { ScanContext } from './context.ts';
import { unresolvedLate } from './reread-slow.ts';
import { unreportedFailures } from './unreported.ts';

/** Of a disk that may never have been there no failure counts. */
export function forgetIfNothingRead(context: ScanContext): void {
  const { findings } = context;
  if (!isDiskUnproven(context)) return;
  for (const { from, to } of [...findings.failed.items]) forgetBlocks(context, from, to);
  context.rollbacks++;
}

/** Late blocks that were not read again, as the scan ended before: nobody knows what they hold. */
export function forgetUnresolvedLate(context: ScanContext): void {
  const blocks = unresolvedLate(context.findings);
  if (blocks.length === 0) return;
  for (const { from, to } of blocks) forgetBlocks(context, from, to);
  context.endNotes.push(
    `late blocks that were not read again, and so are unread: ${blocks.length}`,
  );
  context.rollbacks++;
}

/** After the pass's sweeps have all ended. */
export function forgetTrailingBlocks(context: ScanContext, runner: SweepRunner): void {
  const { control, plan } = context;
  forgetIfNothingRead(context);
  for (const reader of control.readers) {
    for (const { from, to } of runner.trailing(reader, plan.blockSectors, 0)) {
      forgetBlocks(context, from, to);
    }
  }
  context.rollbacks++;
}

/** Failed blocks that are read again in the pass. */
export function takeBackBlocks(context: ScanContext, from: number, to: number): void {
  const { grid, failedBlocks } = context;
  Atomics.sub(new Uint32Array(failedBlocks), 0, grid.blockOf(to - 1) + 1 - grid.blockOf(from));
  forgetBlocks(context, from, to);
  context.rollbacks++;
}

/**
 * A worker was left in a read, which may return at any time: the map is copied, so that it stays as it
 * is from now on. What failed in it and was never recorded is unread: else it would pass for good.
 */
export function keepApart(context: ScanContext): void {
  context.map = context.map.slice();
  const { map, grid } = context;
  for (const { first } of unreportedFailures(context, [{ first: 0, end: map.length }])) {
    forgetBlocks(context, grid.startOf(first), grid.endOf(first));
  }
}

function forgetBlocks(context: ScanContext, from: number, to: number): void {
  const { grid, map, findings, corrections } = context;
  for (let block = grid.blockOf(from); block < grid.blocks && grid.startOf(block) < to; block++) {
    const byte = map[block]!;
    // What was to be read again may be unread, or may have read.
    if (byte < FIRST_ERROR_BYTE) continue;
    corrections[errorOfByte(byte).code]--;
    map[block] = UNREAD_BYTE;
    context.rewritten.push({ first: block, end: block + 1 });
    findings.forget(grid.startOf(block), grid.endOf(block));
  }
}
