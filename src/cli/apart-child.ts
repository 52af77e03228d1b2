// The process that asks what may never be answered (apart.ts). It goes with the one that started it, as
// soon as what it waits for lets it.

import { answers } from './answers.ts';
import type { Answer, Question } from './apart.ts';
import { factsOf } from './error-facts.ts';

// Exiting in order would wait for threads that wait for disks.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

process.on('message', async ({ id, name, args }: Question) => {
  tell(await answerTo(id, name, args));
});

async function answerTo(id: number, name: Question['name'], args: Question['args']) {
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
