// Reading again, alone: slow blocks, so that once slow and always slow are told apart, and blocks
// that came too late, so that a late block that reads is not called bad.

import type { Findings } from '../reading/findings.ts';
import type { Outcome } from '../reading/order.ts';
import type { Reading } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { wholeRun } from '../reading/whole-run.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import type { ScanContext } from './context.ts';
import { Untaken } from './untaken.ts';

/** So many slow blocks are read again; late ones all are. */
const MOST_SLOW_AGAIN = 1000;
const BLOCKS_AN_ORDER = 1024;

export async function rereadSlow(context: ScanContext, runner: SweepRunner): Promise<Outcome> {
  const { control, plan } = context;
  const chosen = choose(context);
  const worker = control.workers[0]!;
  for (let i = 0; i < chosen.length; i += BLOCKS_AN_ORDER) {
    const blocks = chosen.slice(i, i + BLOCKS_AN_ORDER);
    const untaken = new Untaken();
    // What failed last may be the disk's absence.
    const takeAll = (untrusted: number) => {
      for (const reading of untaken.take(untrusted)) take(context, reading);
    };
    const { outcome } = await runner.run(
      worker,
      {
        runs: blocks.map(({ from, to }) => wholeRun(from, to, plan.blockSectors, 0)),
        unitSectors: plan.blockSectors,
        phaseLba: 0,
        recordFromMs: 0,
        ...untaken.order,
      },
      untaken.tell,
      (run) => {
        context.phaseDone = (i + run) / chosen.length;
        takeAll(worker.row);
      },
    );
    const there = outcome !== 'lost' && (await runner.verifyTrails());
    takeAll(there ? 0 : worker.row);
    if (!there) return 'lost';
    if (outcome !== 'done') return outcome;
  }
  return 'done';
}

/** The late blocks and the slowest of the others, upwards; those of a resumed scan were chosen before. */
function choose({ findings, notes }: ScanContext): SlowBlock[] {
  const late: SlowBlock[] = [];
  const slow: SlowBlock[] = [];
  for (const block of findings.slow.values())
    if (!block.rereadDone) (block.late ? late : slow).push(block);
  if (slow.length > MOST_SLOW_AGAIN) {
    notes.push(`of ${slow.length} slow blocks the slowest ${MOST_SLOW_AGAIN} were read again`);
    slow.sort((a, b) => b.latencyNs - a.latencyNs);
    for (const block of slow.splice(MOST_SLOW_AGAIN)) {
      findings.slow.set(block.from, { ...block, rereadDone: true });
    }
  }
  return [...late, ...slow].sort((a, b) => a.from - b.from);
}

function take({ findings }: ScanContext, reading: Reading): void {
  const block = findings.slow.get(reading.from);
  if (block === undefined) return;
  const againNs = reading.error === 0 ? reading.latencyNs : block.againNs;
  findings.slow.set(reading.from, { ...block, againNs, rereadDone: true });
  if (reading.error === 0) return;
  // It failed alone, or came late twice: its sectors are read one by one, like any failed block's.
  if (block.late) findings.slow.delete(reading.from);
  findings.addFailed(reading);
}

/** Late blocks that were not read again: TIME, as far as is known. */
export function unresolvedLate(findings: Findings): SlowBlock[] {
  return [...findings.slow.values()].filter((block) => block.late && block.againNs === null);
}
