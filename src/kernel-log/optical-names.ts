// Linux's IDE names disks and optical drives alike: the log says which of them "hdc" is. drivers/ide/ide.c and
// ide-probe.c, "ATAPI CD/DVD-ROM drive"; ide-cd.c and cdrom.c. They accuse nothing.

import { ALIAS_LIMIT, type LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';

const OPTICAL =
  /(?<!\w)(hd[a-z]): (?:cdrom_\w|media error \(bad sector\)|packet command error|.{0,80}(?:CD-ROM|CD\/DVD|DVD-ROM))/;

export class OpticalNames implements Family {
  readonly keywords = ['cdrom_', '(bad sector)', 'packet command error', 'CD-ROM', 'CD/DVD'].concat(
    'DVD-ROM',
  );

  constructor(private readonly context: LogContext) {}

  read({ text }: LogLine): boolean {
    const name = OPTICAL.exec(text)?.[1];
    const { opticals } = this.context;
    if (name !== undefined && opticals.size < ALIAS_LIMIT) opticals.add(name);
    return false;
  }
}
