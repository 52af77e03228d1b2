// A worker thread: opens a reader of its own, sweeps in native slices, sends what they recorded. It
// decides nothing: when a slice ends for a reason that needs deciding, the sweep ends with it.

import { type NativeReader, SLICE_STOPS } from '../addon/interface.ts';
import { native } from '../addon/native.ts';
import { CONTROL, WorkerShared } from '../addon/worker-shared.ts';
import { defect, SurfscanError } from '../vocabulary/errors.ts';
import { type SlicePart, Spending } from './spending.ts';
import type { SweepCall, SweepMessage, SweepStop, SweepTask } from './sweep.ts';

/** Wall time of a native slice that has records: they are sent this often. The control word is obeyed at
 * once, whatever the slice. */
const NEWS_SLICE_MS = 50;
/** Of one that has none. At its end every read that is out is waited for: seldom is better. */
const QUIET_SLICE_MS = 1000;
/** Records a slice may make; a full slice just ends sooner. */
const RECORDS = 4096;
const LONGEST_NS = Number.MAX_SAFE_INTEGER;

export default function sweep({ task, port }: SweepCall): void {
  let reader: NativeReader;
  try {
    reader = open(task);
  } catch (cause) {
    port.postMessage({
      records: new Float64Array(),
      run: 0,
      next: 0,
      stop: 'gone',
      ...failure(cause),
    });
    port.close();
    return;
  }
  try {
    port.postMessage(sweepRuns(task, reader, (message) => port.postMessage(message)));
  } finally {
    reader.close();
    port.close();
  }
}

function open({ address, unitSectors }: SweepTask): NativeReader {
  if (address.kind === 'sim') {
    const { spec, shared, depth, verifies = false } = address;
    return native.openSim(spec, new Uint8Array(shared), unitSectors, depth, verifies);
  }
  const { path, imageSectorBytes, depth, engine, site } = address;
  const reader =
    site === undefined
      ? native.openPath(path, imageSectorBytes, unitSectors, depth, engine)
      : native.openDrive(path, site, unitSectors, depth);
  const { node, sectors } = reader.geometry;
  if (node === address.node && sectors >= address.sectors) return reader;
  reader.close();
  throw new SurfscanError('ERR_GONE', 'its name leads to another disk now, or to a smaller one');
}

function failure(cause: unknown): Pick<SweepMessage, 'failure'> {
  if (!(cause instanceof Error) || !('code' in cause) || cause instanceof TypeError) throw cause;
  const { code, errno, syscall } = cause as NodeJS.ErrnoException;
  return {
    failure: {
      code: String(code),
      errno: errno === undefined || errno === null ? null : String(errno),
      syscall: syscall ?? null,
      message: cause.message,
    },
  };
}

/** Returns the last message. */
function sweepRuns(
  task: SweepTask,
  reader: NativeReader,
  send: (message: SweepMessage) => void,
): SweepMessage {
  const shared = new WorkerShared(task.workers, task.workerIndex);
  const records = new Float64Array(RECORDS * native.layout.recordFields);
  const slice = slicer(task, reader, shared, records);
  const spending = new Spending(task, shared);
  for (let run = 0; run < task.runs.length; run++) {
    let next = task.runs[run]!.first;
    for (;;) {
      const part = spending.next(task.runs[run]!, run, next);
      if (part === null) {
        const { countedNs } = spending;
        return { records: new Float64Array(), run, next, stop: 'budget', countedNs };
      }
      const result = slice(part, next);
      next = result.next;
      const told = records.slice(0, result.records * native.layout.recordFields);
      const isLast = run === task.runs.length - 1 && part.end === task.runs[run]!.end;
      const stop = decide(SLICE_STOPS[result.stop]!, shared, isLast);
      const { outstanding } = result;
      if (stop !== null) {
        return { records: told, run, next, stop, outstanding, countedNs: spending.countedNs };
      }
      if (told.length > 0 || !task.firstReading) send({ records: told, run, next });
      if (next === task.runs[run]!.end) break;
    }
  }
  throw defect('a sweep without runs');
}

/** Why the sweep ends with this slice, or null to go on. */
function decide(stop: (typeof SLICE_STOPS)[number], shared: WorkerShared, last: boolean) {
  if (stop === 'budget' || stop === 'records') return null;
  if (stop === 'done') return last ? stop : null;
  if (stop !== 'control') return stop satisfies SweepStop;
  shared.waitWhilePaused();
  return shared.control === CONTROL.stop ? stop : null;
}

function slicer(
  task: SweepTask,
  reader: NativeReader,
  shared: WorkerShared,
  records: Float64Array,
) {
  const map = task.map === null ? null : new Uint8Array(task.map);
  const failedBlocks = task.failedBlocks === null ? null : new Uint32Array(task.failedBlocks);
  // At a slice's end a queue runs empty: on a simulated disk that is not to hang on the wall's clock.
  const isSimQueue = task.address.kind === 'sim' && task.address.depth > 1;
  return ({ run, end, counts, deviceBudgetNs }: SlicePart, next: number) =>
    reader.slice({
      fromLba: run.fromLba,
      toLba: run.toLba,
      blockSectors: task.unitSectors,
      phaseLba: task.phaseLba,
      first: next,
      end,
      picks: run.picks ?? null,
      map,
      shared: shared.bytes,
      failedBlocks,
      failedLimit: task.failedLimit,
      firstReading: counts ? 1 : 0,
      recordFromNs: task.recordFromMs === null ? LONGEST_NS : task.recordFromMs * 1e6,
      timeoutNs: task.timeoutMs * 1e6,
      hangNs: (task.hangMs ?? 0) * 1e6,
      budgetNs: isSimQueue ? LONGEST_NS : QUIET_SLICE_MS * 1e6,
      newsBudgetNs: isSimQueue ? LONGEST_NS : NEWS_SLICE_MS * 1e6,
      deviceBudgetNs,
      rowLimit: task.rowLimit,
      records,
    });
}
