// Lines that say how long a disk's logical blocks are. They accuse nothing.

import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';

/** Linux: drivers/scsi/sd.c, sd_print_capacity; before 2.6.28 "hardware sectors", before 2.6.24 without [ ]. */
const LINUX =
  /(?:\[(?=sd[a-z]{1,4}\])|SCSI device )(sd[a-z]{1,4})(?:\]|:) \d{1,20} (\d{3,5})-byte (?:logical blocks|hardware sectors|hdwr sectors)(?![\w-])/;
/** FreeBSD: sys/cam/scsi/scsi_da.c and ata/ata_da.c: "da0: 2861588MB (732566646 4096 byte sectors". */
const FREEBSD = /(?<!\w)([a-z]{2,8}\d{1,4}): \d{1,12}[MG]B \(\d{1,20} (\d{3,5}) byte sectors/;
/** smartctl of ATA, of SCSI and of NVMe: ataprint.cpp, scsiprint.cpp, nvmeprint.cpp. */
const SMARTCTL =
  /(?:Sector Sizes?|Logical block size|Namespace \d{1,5} Formatted LBA Size): {1,20}(\d{3,5})(?: bytes|$| *$)/;

export class BlockSizeLines implements Family {
  readonly keywords = [
    '-byte logical blocks',
    '-byte hardware sectors',
    '-byte hdwr',
    ' byte sectors',
  ].concat(['Sector Size', 'Logical block size:', 'Formatted LBA Size:']);

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const { blockSizes } = this.context;
    const [, device, bytes] = LINUX.exec(text) ?? FREEBSD.exec(text) ?? [];
    if (device !== undefined) blockSizes.tell(device, Number(bytes), number);
    const own = SMARTCTL.exec(text)?.[1];
    if (own !== undefined) blockSizes.tell(null, Number(own), number);
    return false;
  }
}
