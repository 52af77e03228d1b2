import { type Suspects, type SuspectTarget, suspectsOf } from '../../../src/kernel-log/index.ts';
import { readLog } from './read-log.ts';
import { aTarget } from './targets.ts';

export function suspected(lines: string | string[], said: Partial<SuspectTarget>): Suspects {
  const log = readLog([lines].flat().join('\n'));
  return suspectsOf(log.accusations, aTarget(said), log.aliases);
}

export const ranges = ({ suspects }: Suspects) =>
  suspects.map(({ firstLba, lastLba }) => [firstLba, lastLba]);

export const reasons = ({ unplaced }: Suspects) => unplaced.map(({ reason }) => reason);

export const geom = (name: string, offset: number, length: number) =>
  `${name}[READ(offset=${offset}, length=${length})]error = 5`;

export const block = (sector: number, name = 'sda') =>
  `I/O error, dev ${name}, sector ${sector} op 0x0:(READ)`;

export const exact = (lba: number) =>
  `# 1  Extended offline    Completed: read failure       90%     12345         ${lba}`;
