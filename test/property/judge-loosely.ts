// Where the order of reads decides what is found (several workers over one weak sector, a disk that
// leaves, a limit), what must hold in any order.

import type { ScanJson } from '../../src/report/run-json.ts';
import type { DiskCase, Fault } from './disk-case.ts';
import { Complaints, judgeAlways } from './judge.ts';
import { ModelDisk } from './model-disk.ts';
import { isStormy } from './order-dependence.ts';

export function judgeLoosely(
  scanned: DiskCase,
  scan: ScanJson,
  { dead, narrowed }: { readonly dead: boolean; readonly narrowed: boolean },
): readonly string[] {
  const complaints = new Complaints();
  judgeAlways(scanned, scan, complaints);
  nothingInvented(scanned, scan, complaints);
  // Nothing reads: that the disk left is as good an answer as that all of it is bad.
  if (dead && scan.error?.code === 'ERR_GONE') return complaints.said;
  nothingMissed(scanned, scan, complaints);
  if (scanned.options.maxBad !== null) judgeMaxBad(scanned, scan, complaints);
  // Hundreds of silent sectors take longer than narrowing may; that is said.
  const limited = scan.notes.some((note) => note.includes('--refine-limit'));
  if (narrowed && !limited && scan.error === undefined) {
    complaints.that(
      scan.bad.every(({ exact }) => exact),
      'a failed block was not narrowed',
    );
  }
  if (scanned.disk.gone === null) complaints.equal('error', scan.error, undefined);
  else judgeGone(scanned, scan, complaints);
  return complaints.said;
}

/** What is bad may be bad: exact sectors touch a fault, whole blocks hold one. */
function nothingInvented({ disk, options }: DiskCase, scan: ScanJson, complaints: Complaints) {
  const timeoutMs = options.timeoutSeconds * 1000;
  const model = new ModelDisk(disk, timeoutMs);
  for (const { from, to, error, exact } of [...scan.bad, ...scan.weak]) {
    const step = exact ? model.unit : options.block;
    for (let lba = from; lba <= to; lba = (Math.floor(lba / step) + 1) * step) {
      // Of a block that narrowing left half done, the rest counts as a whole.
      const first = Math.floor(lba / step) * step;
      const end = first + step;
      const blamed = model.grown.some(
        (grown) =>
          grown.from < end && grown.to > first && mayFailWith(grown.fault, error, timeoutMs),
      );
      if (blamed) continue;
      complaints.that(false, `${lba}-${end - 1} is called ${error}, and no fault says so`);
      return;
    }
  }
}

function mayFailWith(fault: Fault, error: string, timeoutMs: number): boolean {
  switch (fault.kind) {
    case 'bad':
      return error === fault.code || (error === 'TIME' && (fault.afterMs ?? 0) > timeoutMs);
    case 'weak':
      return error === 'UNC';
    default:
      return error === 'TIME' && fault.ms > timeoutMs;
  }
}

/** What is bad for ever is not called good. */
function nothingMissed({ disk, options }: DiskCase, scan: ScanJson, complaints: Complaints) {
  const model = new ModelDisk(disk, options.timeoutSeconds * 1000);
  const wanted = new Set<number>();
  for (const { fault, from, to } of model.grown) {
    if (fault.kind !== 'bad') continue;
    const end = Math.min(to, options.to + 1);
    for (let lba = Math.max(from, options.from); lba < end; lba++) wanted.add(lba);
  }
  const missed = [...wanted].filter(
    (lba) => !scan.bad.some(({ from, to }) => from <= lba && lba <= to),
  );
  complaints.that(
    missed.length <= scan.coverage.unread,
    `${missed.length} bad sectors are not called bad (${missed.slice(0, 5)}…), ` +
      `and only ${scan.coverage.unread} are unread`,
  );
}

function judgeMaxBad({ options, disk }: DiskCase, scan: ScanJson, complaints: Complaints): void {
  const { blocks, coverage } = scan;
  const { unread, GONE, ...read } = blocks;
  const failed = Object.entries(read).reduce(
    (sum, [name, n]) => sum + (/[<>]/.test(name) ? 0 : n),
    0,
  );
  if (coverage.unread > 0 && disk.gone === null) {
    complaints.that(failed >= options.maxBad!, `--max-bad: stopped after ${failed} failed blocks`);
  }
  // Each worker may have one block out when the last one fails.
  const most = options.maxBad! + scan.mode.jobs - 1;
  complaints.that(failed <= most, `--max-bad ${options.maxBad}: ${failed} blocks failed`);
}

function judgeGone(scanned: DiskCase, scan: ScanJson, complaints: Complaints): void {
  const { disk, options } = scanned;
  const { blocks, coverage, error } = scan;
  const blockCount = Object.values(blocks).reduce((a, b) => a + b, 0);
  if (disk.gone! < blockCount && options.maxBad === null) {
    complaints.equal('error', error?.code, 'ERR_GONE');
    complaints.that(coverage.unread > 0, 'the disk left in the pass, and nothing is unread');
  }
  if (error === undefined) return;
  // Found to have left by whoever looked for it, no block was in flight.
  const inPass = !isStormy(scanned) && coverage.unread > 0 && options.maxBad === null;
  complaints.that(!inPass || blocks.GONE >= 1, 'the disk left in the pass, and blocks.GONE is 0');
  complaints.that(blocks.GONE <= scan.mode.jobs, `${blocks.GONE} blocks were in flight`);
  complaints.that(scan.verdict !== 'pass', 'the disk left: pass');
}
