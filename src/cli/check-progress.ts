// Progress of a check that takes long: a plain line now and then, and at once when a signal asks.

import type { Check } from '../api/check.ts';
import { cleanText, formatCount, formatDuration } from '../api/common.ts';
import { nowAndThen } from './now-and-then.ts';
import { inLocale, writeAll } from './terminal-output.ts';

const WAIT_LOOK_MS = 1_000;

/** Returns how to end it. */
export function checkProgress(check: Check): () => void {
  const say = () => writeAll(2, inLocale(`${progressLine(check)}\n`));
  let saidWaitAt: number | null = null;
  const sayNewWait = () => {
    const lba = check.progress().wait?.lba ?? null;
    if (lba !== null && lba !== saidWaitAt) say();
    saidWaitAt = lba;
  };
  return nowAndThen(say, sayNewWait, WAIT_LOOK_MS);
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
