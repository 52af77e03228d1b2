// fio's own figure for one way of reading.

import { execFileSync } from 'node:child_process';
import { FIO, needPeers } from './peers.ts';

/** Reads a second, by fio's clock: its start is left out. */
export function fioReadsPerSecond(options: readonly string[]): number {
  needPeers(FIO);
  const output = execFileSync('fio', ['--name=reads', '--output-format=json', ...options], {
    encoding: 'utf8',
  });
  const { jobs } = JSON.parse(output) as { jobs: { read: { iops: number } }[] };
  return jobs[0]!.read.iops;
}

/** Of a disk that is only read, past the cache. */
export function ofDisk(path: string): string[] {
  return [`--filename=${path}`, '--readonly', '--direct=1', '--ioengine=io_uring'];
}
