// The worker threads of a run: piscina with exactly as many threads as the run has workers, so that
// no disk waits in a queue for another.

import { MessageChannel, type Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { native } from '../addon/native.ts';
import { defect } from '../vocabulary/errors.ts';
import { assertRoomFor } from './address-space.ts';
import type { SweepCall, SweepMessage, SweepTask } from './sweep.ts';

// Worker threads cannot load TypeScript on Node 20: from source, the built worker is used.
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/reading/worker.cjs' : '../reading/worker.cjs',
  import.meta.url,
);

export class WorkerPool {
  readonly #piscina: Piscina;
  readonly #loaded: Promise<unknown>;

  /** They begin to start. Throws ERR_OPEN where the system has no room for them. */
  constructor(readonly threads: number) {
    // Where the addon is missing it is this that says so, and no thread.
    if (native.layout.workerBytes === 0) throw defect('a worker without memory of its own');
    assertRoomFor(threads);
    this.#piscina = new Piscina({
      filename: WORKER_URL.href,
      minThreads: threads,
      maxThreads: threads,
      // With 'sync' an idle worker runs no timers and no message ports.
      atomics: 'disabled',
      // Never: threads live as long as the run.
      idleTimeout: Number.POSITIVE_INFINITY,
    });
    this.#loaded = Promise.all(this.#piscina.threads.map(hasLoaded));
  }

  /** Resolves with the sweep's last message; every message, the last one too, goes to `tell`. Rejects
   * with ERR_DEFECT where the thread failed. */
  sweep(task: SweepTask, tell: (message: SweepMessage) => void): Promise<SweepMessage> {
    const { port1, port2 } = new MessageChannel();
    const call: SweepCall = { task, port: port2 };
    return new Promise((resolve, reject) => {
      port1.on('message', (message: SweepMessage) => {
        tell(message);
        if (message.stop !== undefined) {
          port1.close();
          resolve(message);
        }
      });
      this.#piscina.run(call, { transferList: [port2] }).catch((cause: unknown) => {
        port1.close();
        reject(defect(`a worker failed: ${String(cause)}`, { cause }));
      });
    });
  }

  /** Waits for native calls that are still out: not for a run that leaves reads behind. */
  async close(): Promise<void> {
    await this.#loaded;
    await this.#piscina.destroy();
  }
}

/**
 * Resolves when the thread has loaded its modules, or failed to. One that is terminated meanwhile aborts
 * the whole process: Node 20's ModuleWrap::InstantiateSync (src/module_wrap.cc) asks a module that was
 * not instantiated whether it is asynchronous, "FATAL ERROR: v8::Module::IsGraphAsync".
 */
function hasLoaded(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    // A thread's first message says that it is ready; tasks and answers have a port of their own.
    for (const event of ['message', 'error', 'exit']) thread.once(event, () => resolve());
  });
}
