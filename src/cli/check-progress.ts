// Progress of a check that takes long: a plain line now and then, and at once when a signal asks.

import { constants } from 'node:os';
import type { Check } from '../api/check.ts';
import { cleanText, formatCount, formatDuration } from '../api/common.ts';
import { writeAll } from './terminal-output.ts';

/** The first line comes soon; then ever more rarely. */
const FIRST_MS = 5_000;
const MOST_MS = 60_000;
const WAIT_LOOK_MS = 1_000;

/** Returns how to end it. */
export function checkProgress(check: Check): () => void {
  const say = () => writeAll(2, `${progressLine(check)}\n`);
  let saidWaitAt: number | null = null;
  const sayNewWait = () => {
    const lba = check.progress().wait?.lba ?? null;
    if (lba !== null && lba !== saidWaitAt) say();
    saidWaitAt = lba;
  };
  const waits = setInterval(sayNewWait, WAIT_LOOK_MS);
  let waitMs = FIRST_MS;
  const again = () => {
    say();
    waitMs = Math.min(waitMs * 2, MOST_MS);
    timer = setTimeout(again, waitMs);
  };
  let timer = setTimeout(again, waitMs);
  const signals = ['SIGUSR1', 'SIGINFO'].filter((name) => name in constants.signals);
  for (const signal of signals) process.on(signal, say);
  return () => {
    clearTimeout(timer);
    clearInterval(waits);
    for (const signal of signals) process.off(signal, say);
  };
}

function progressLine(check: Check): string {
  const { doneSectors, totalSectors, currentLba, badSectors, elapsedSeconds, wait } =
    check.progress();
  return [
    `${cleanText(check.device.path)}: checking ${((doneSectors / totalSectors) * 100).toFixed(1)} %`,
    `LBA ${currentLba}`,
    `${formatDuration(elapsedSeconds)} elapsed`,
    `${formatCount(badSectors)} bad`,
    ...(wait === null ? [] : [`no answer for ${Math.floor(wait.seconds)} s at LBA ${wait.lba}`]),
  ].join(', ');
}
