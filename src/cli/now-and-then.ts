// When lines of progress are written: now and then, and at once when a signal asks.

import { constants } from 'node:os';

/** The first comes soon; then ever more rarely, as logs of a night are long enough. */
const FIRST_MS = 5_000;
const MOST_MS = 60_000;

/** `say`: what is written now and then, in the end every `mostMs`; `look`: whether there is news, every
 * `lookMs`. A signal that asks is answered at once: `asked`. Returns how to end it. */
export function nowAndThen(
  say: () => void,
  look: () => void,
  lookMs: number,
  mostMs = MOST_MS,
  asked = say,
): () => void {
  const looking = setInterval(look, lookMs);
  let waitMs = FIRST_MS;
  const again = () => {
    say();
    waitMs = Math.min(waitMs * 2, mostMs);
    timer = setTimeout(again, waitMs);
  };
  let timer = setTimeout(again, waitMs);
  const signals = ['SIGUSR1', 'SIGINFO'].filter((name) => name in constants.signals);
  for (const signal of signals) process.on(signal, asked);
  return () => {
    clearTimeout(timer);
    clearInterval(looking);
    for (const signal of signals) process.off(signal, asked);
  };
}
