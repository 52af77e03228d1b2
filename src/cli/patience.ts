// What takes its time is told: who waits is to know what for, and that waiting can be ended.

import { say } from './say.ts';

/** As a read that takes long is shown. */
const SAID_AFTER_MS = 5000;

/** What `work` comes to; `what` is waited for, in words, is said when it takes long. */
export async function saidWhenLong<T>(what: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(
    () => say(`waiting for ${what} to answer; Ctrl-C gives it up`),
    SAID_AFTER_MS,
  );
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
