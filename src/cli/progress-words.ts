// What a line of progress says of a disk, without which disk and when.

import { formatCount, formatDuration, formatLatency, formatSpeed } from '../api/common.ts';
import type { Defect, Phase, Progress } from '../api/scan.ts';

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  waiting: 'waiting',
  pass: 'reading',
  narrowing: 'narrowing',
  again: 'reading again',
  retries: 'retrying',
  ended: 'ended',
};

const KIND_WORDS: Readonly<Record<Defect['kind'], string>> = {
  failed: 'failed block',
  bad: 'bad',
  weak: 'weak',
  slow: 'slow block',
};

/** "reading 34.1 %, 182 MB/s, 2:00:12 left, 3 bad": with a time and a disk before it, 80 columns. */
export function progressWords(progress: Progress): string {
  const { phase, phaseDone, remainingSeconds, failedBlocksLeft, wait, activity } = progress;
  const { badSectors, weakPlaces, slowBlocks, doneSectors, totalSectors } = progress;
  const part = phase === 'ended' ? doneSectors / totalSectors : phaseDone;
  const inPass = phase === 'pass';
  const where = inPass ? formatSpeed(progress.bytesPerSecondMean) : `LBA ${progress.currentLba}`;
  return [
    `${PHASE_WORDS[phase]} ${(part * 100).toFixed(1)} %`,
    wait === null ? where : `no answer for ${Math.floor(wait.seconds)} s at LBA ${wait.lba}`,
    ...(remainingSeconds === null ? [] : [`${formatDuration(remainingSeconds)} left`]),
    `${formatCount(badSectors)} bad`,
    ...(failedBlocksLeft > 0 ? [`${formatCount(failedBlocksLeft)} failed to narrow`] : []),
    ...(weakPlaces > 0 ? [`${formatCount(weakPlaces)} weak`] : []),
    ...(slowBlocks > 0 ? [`${formatCount(slowBlocks)} slow`] : []),
    ...(activity === 'running' || activity === 'ended' ? [] : [activity]),
  ].join(', ');
}

/** "bad LBA 93492434, UNC, 612 ms" */
export function defectWords({ kind, firstLba, lastLba, error, latencyMs }: Defect): string {
  const lbas = firstLba === lastLba ? `${firstLba}` : `${firstLba}-${lastLba}`;
  return [
    `${KIND_WORDS[kind]} LBA ${lbas}`,
    ...(error === null ? [] : [error]),
    ...(latencyMs === null ? [] : [formatLatency(latencyMs)]),
  ].join(', ');
}
