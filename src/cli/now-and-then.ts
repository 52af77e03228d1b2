// When lines of progress are written: now and then, and at once when a signal asks.

import { progressSignal } from './progress-signal.ts';

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
  process.on(progressSignal(), asked);
  return () => {
    clearTimeout(timer);
    clearInterval(looking);
    process.off(progressSignal(), asked);
  };
}
