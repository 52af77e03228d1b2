// A thread takes longer to start than all the rest of a scan takes to load. So it is the first thing
// that is loaded, before it is known what is to be scanned: most scans are of one disk by one reader.

// Where the addon is missing it is this that says so, and no thread.
import '../api/common.ts';
import { WorkerPool } from '../api/threads.ts';

/** More disks than this are no user's who waits for the first read. */
const MOST_EARLY_THREADS = 64;

const one = new WorkerPool(1);

/** One for each target; null: they are to be started when they are needed. Once a process. */
export function earlyThreads(targets: number): WorkerPool | null {
  if (targets === 1) return one;
  void one.close();
  return targets > MOST_EARLY_THREADS ? null : new WorkerPool(targets);
}
