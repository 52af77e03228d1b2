// Progress without a screen: a plain line a disk, now and then, and at once when a signal asks.

import { constants } from 'node:os';
import { cleanText, formatBytes, formatCount, formatDuration, formatSpeed } from '../api/common.ts';
import type { Phase, RunControl, ScanView } from '../api/scan.ts';
import { writeAll } from './terminal-output.ts';

/** The first line comes soon; then ever more rarely, as logs of a night are long enough. */
const FIRST_MS = 5_000;
const MOST_MS = 60_000;
const WAIT_LOOK_MS = 1_000;

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  waiting: 'waiting',
  pass: 'reading',
  narrowing: 'narrowing',
  again: 'reading again',
  retries: 'retrying',
  ended: 'ended',
};

/** Returns how to end it. */
export function progressLines(run: RunControl): () => void {
  for (const { device, grid } of run.scans) {
    const size = formatBytes((grid.toLba - grid.fromLba) * device.logicalBytes);
    writeAll(
      2,
      `${cleanText(device.path)}: scanning LBA ${grid.fromLba} to ${grid.toLba - 1}, ${size}\n`,
    );
  }
  const say = () => {
    for (const scan of run.scans) writeAll(2, `${progressLine(scan)}\n`);
  };
  const sayWaits = sayNewWaits(run);
  const sayAlarms = sayNewAlarms(run);
  const look = () => {
    sayWaits();
    sayAlarms();
  };
  look();
  const waits = setInterval(look, WAIT_LOOK_MS);
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

/** A read that does not return is news at once, but only once. */
function sayNewWaits(run: RunControl): () => void {
  const said = new Map<ScanView, number>();
  return () => {
    for (const scan of run.scans) {
      const lba = scan.progress().wait?.lba;
      if (lba === undefined) said.delete(scan);
      else if (said.get(scan) !== lba) {
        said.set(scan, lba);
        writeAll(2, `${progressLine(scan)}\n`);
      }
    }
  };
}

/** What cannot be kept is said at once. */
function sayNewAlarms(run: RunControl): () => void {
  const said = new Map<ScanView, string | null>();
  return () => {
    for (const scan of run.scans) {
      const { alarm } = scan.progress();
      if (alarm !== null && said.get(scan) !== alarm) {
        writeAll(2, `${cleanText(scan.device.path)}: ${cleanText(alarm, 2000)}\n`);
      }
      said.set(scan, alarm);
    }
  };
}

export function progressLine(scan: ScanView): string {
  const progress = scan.progress();
  const { phase, phaseDone, badSectors, failedBlocksLeft, weakSectors, slowBlocks, wait } =
    progress;
  const parts = [
    `${cleanText(scan.device.path)}: ${PHASE_WORDS[phase]} ${(phaseDone * 100).toFixed(1)} %`,
    `LBA ${progress.currentLba}`,
    ...(phase === 'pass' ? [formatSpeed(progress.bytesPerSecondMean)] : []),
    `${formatDuration(progress.elapsedSeconds)} elapsed`,
    ...(progress.remainingSeconds === null
      ? []
      : [`${formatDuration(progress.remainingSeconds)} left`]),
    `${formatCount(badSectors)} bad`,
    ...(failedBlocksLeft > 0 ? [`${formatCount(failedBlocksLeft)} failed to narrow`] : []),
    ...(weakSectors > 0 ? [`${formatCount(weakSectors)} weak`] : []),
    ...(slowBlocks > 0 ? [`${formatCount(slowBlocks)} slow`] : []),
    ...(wait === null ? [] : [`no answer for ${Math.floor(wait.seconds)} s at LBA ${wait.lba}`]),
    ...(progress.activity === 'running' ? [] : [progress.activity]),
  ];
  return parts.join(', ');
}
