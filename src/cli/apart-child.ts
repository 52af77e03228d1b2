// The process that asks what may never be answered (apart.ts). It goes with the one that started it, as
// soon as what it waits for lets it.

import type { Answer, Question } from './apart.ts';
import { keepCompiled, useCompileCache } from './compile-cache.ts';

// Exiting in order would wait for threads that wait for disks.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

useCompileCache();
// After it: what is loaded before is compiled anew each time.
const loaded = Promise.all([import('./answers.ts'), import('./error-facts.ts')]);

process.on('message', async ({ id, name, args }: Question) => {
  tell(await answerTo(id, name, args));
  // Its end is sudden.
  setImmediate(keepCompiled);
});

async function answerTo(id: number, name: Question['name'], args: Question['args']) {
  const [{ answers }, { factsOf }] = await loaded;
  try {
    const work = answers[name] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id, value: await work(...args) };
  } catch (cause) {
    return { id, error: factsOf(cause) };
  }
}

function tell(answer: Answer): void {
  if (process.connected) process.send?.(answer);
}
