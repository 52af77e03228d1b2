// Progress without a screen: a plain line a disk, now and then, and at once when a signal asks.

import { cleanText, formatBytes, formatCount, formatDuration, formatSpeed } from '../api/common.ts';
import type { Phase, RunControl, ScanView } from '../api/scan.ts';
import { nowAndThen } from './now-and-then.ts';
import { writeAll } from './terminal-output.ts';

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
  return nowAndThen(say, look, WAIT_LOOK_MS);
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
