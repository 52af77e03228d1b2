// Linux before 2.6 and its IDE driver; cards; what touches no sector.

import type { Form } from './form.ts';

export const LINUX_OLD_FORMS: readonly Form[] = [
  {
    // drivers/ide/ide-lib.c, ide_dump_status: ", LBAsect=%llu, high=%d, low=%d"
    what: 'IDE: LBAsect, 48 bits',
    lines: [
      'hdg: dma_intr: status=0x51 { DriveReady SeekComplete Error }',
      'hdg: dma_intr: error=0x40 { UncorrectableError }, LBAsect=150637065, high=8, low=16419337, sector=150636992',
    ],
    says: ['linux-ide hdg access exact logical 150637065+1 medium'],
  },
  {
    // drivers/ide/ide.c of 2.4.18, ide_dump_status: ", LBAsect=%ld", ", sector=%ld"
    what: 'IDE: LBAsect, 28 bits; all ones, zero, and a cylinder tell none',
    lines: [
      'hdg: read_intr: error=0x10 { SectorIdNotFound }, LBAsect=9175073, sector=9175010',
      'hdg: dma_intr: error=0x40 { UncorrectableError }, LBAsect=268435455, sector=12',
      'hdg: dma_intr: error=0x40 { UncorrectableError }, LBAsect=0, sector=12',
      'hdg: read_intr: error=0x40 { UncorrectableError }, CHS=1023/15/63, sector=12',
    ],
    says: ['linux-ide hdg access exact logical 9175073+1 not-found'],
  },
  {
    what: 'IDE: other messages',
    lines: [
      'hdg: task_in_intr: error=0x40 { UncorrectableError }, LBAsect=4660, sector=4660',
      'hdg: dma_intr: error=0x84 { DriveStatusError BadCRC }',
    ],
    says: ['linux-ide hdg access exact logical 4660+1 medium'],
  },
  {
    // drivers/block/ll_rw_blk.c of 2.4: "end_request: I/O error, dev %s (%s), sector %lu"
    what: 'block of 2.4: by numbers, counted from the partition',
    lines: [
      'end_request: I/O error, dev 22:01 (hdg), sector 150636992',
      'end_request: I/O error, dev 16:40 (hdd), sector 5',
    ],
    says: [
      'linux-block hdg1 access start sector512 150636992+? other',
      'linux-block hdd access start sector512 5+? other',
    ],
  },
  {
    // drivers/scsi/scsi_lib.c of 2.4: " I/O error: dev %s, sector %lu"; constants.c, print_sense
    what: 'SCSI of 2.4: Info is the disk’s, the sector its partition’s',
    lines: [
      'SCSI disk error : host 0 channel 0 id 1 lun 0 return code = 8000002',
      'Info fld=0x214a55b, Current sd08:71: sense key Hardware Error',
      '  I/O error: dev 08:71, sector 34907416',
      '[valid=0] Info fld=0x5, Current sd08:71: sense key Medium Error',
    ],
    says: [
      'linux-scsi sdh access exact logical 34907483+1 other',
      'linux-block sdh1 access start sector512 34907416+? other',
    ],
  },
  {
    // drivers/block/cciss.c, cpqarray.c, DAC960.c: their disks have a slash in their names
    what: 'block: controllers’ disks',
    lines: [
      'end_request: I/O error, dev cciss/c0d0, sector 64',
      'Buffer I/O error on device cciss/c0d0p1, logical block 7',
      'end_request: I/O error, dev ida/c0d0, sector 65',
      'end_request: I/O error, dev rd/c0d0, sector 66',
      'end_request: I/O error, dev 68:01 (cciss/c0d0), sector 67',
    ],
    says: [
      'linux-block cciss/c0d0 access start sector512 64+? other',
      'linux-buffer cciss/c0d0p1 access request buffer 7+1 other',
      'linux-block ida/c0d0 access start sector512 65+? other',
      'linux-block rd/c0d0 access start sector512 66+? other',
      'linux-block cciss/c0d0p1 access start sector512 67+? other',
    ],
  },
  {
    // drivers/mmc/card/block.c, mmc_blk_err_check
    what: 'cards',
    lines: [
      'mmcblk7: error -110 transferring data, sector 2433024, nr 1024, cmd response 0x900, card status 0xb00',
      'mmcblk7: error -84 transferring data, sector 8, nr 8, cmd response 0x900, card status 0x0',
      'mmcblk7: retrying using single block read',
      'mmcblk7: error -110 sending read/write command, response 0x0, card status 0x900',
      'mmcblk7boot0: error -5 transferring data, sector 16, nr 8, cmd response 0x900, card status 0x0',
    ],
    says: [
      'linux-mmc mmcblk7 access request sector512 2433024+1024 timeout',
      'linux-mmc mmcblk7 access request sector512 8+8 cable',
      'linux-mmc mmcblk7boot0 access request sector512 16+8 other',
    ],
  },
  {
    // block/blk-mq.c, blk_print_req_error: a flush is printed as what it was asked for, without data
    what: 'block: flushes',
    lines: [
      'I/O error, dev sdh, sector 0 op 0x0:(READ) flags 0x800 phys_seg 0 prio class 0',
      'I/O error, dev sdh, sector 2048 op 0x1:(WRITE) flags 0x800 phys_seg 0 prio class 0',
      'sd 3:0:0:0: [sdh] tag#18 CDB: Synchronize Cache(10) 35 00 00 00 00 00 00 00 00 00',
      'sd 3:0:0:0: [sdh] tag#19 CDB: opcode=0x35 35 00 00 00 00 00 00 00 00 00',
    ],
    says: [],
  },
  {
    // block/blk-core.c of 4.4, blk_update_request: a flush is printed like a read of the first sector
    what: 'SCSI: a flush whose name the block layer does not tell',
    lines: [
      'sd 3:0:0:0: [sdh] tag#18 CDB: Synchronize Cache(10) 35 00 00 00 00 00 00 00 00 00',
      'blk_update_request: I/O error, dev sdh, sector 0',
      'blk_update_request: I/O error, dev sdh, sector 8',
    ],
    says: ['linux-block sdh access start sector512 8+? other'],
  },
  {
    what: 'libata: a flush whose name the block layer does not tell',
    lines: [
      'ata9.00: cmd ea/00:00:00:00:00/00:00:00:00:00/a0 tag 1',
      'blk_update_request: I/O error, dev sdj, sector 0',
    ],
    says: [],
  },
  {
    // drivers/ide/ide-cd.c, cdrom_decode_status and cdrom_analyze_sense_data; ide-probe.c, do_identify
    what: 'IDE: an optical drive that is called as a disk is',
    lines: [
      'hdc: LITE-ON DVDRW SHM-165H6S, ATAPI CD/DVD-ROM drive',
      'hdc: media error (bad sector): status=0x51 { DriveReady SeekComplete Error }',
      'hdc: cdrom_decode_status: error=0x34 { AbortedCommand LastFailedSense=0x03 }',
      'end_request: I/O error, dev hdc, sector 64',
      'end_request: I/O error, dev 16:00 (hdc), sector 68',
      'Buffer I/O error on device hdc, logical block 8',
    ],
    says: [],
  },
  {
    // drivers/ata/libata-eh.c, ata_eh_link_report: the command's registers are lost
    what: 'libata: a result without its command',
    lines: [
      'ata9.00: failed command: READ FPDMA QUEUED',
      '         res 51/40:78:88:5c:16/00:00:00:00:00/40 Emask 0x409 (media error) <F>',
      'ata9.00: error: { UNC }',
    ],
    says: ['linux-libata ata9.00 read exact logical 1465480+1 medium'],
  },
  {
    what: 'libata: a result without its command, 28 bits, and of no sector',
    lines: [
      'ata9.00: failed command: READ DMA',
      '         res 51/40:00:10:be:14/00:00:00:00:00/e9 Emask 0x9 (media error)',
      'ata9.00: failed command: WRITE DMA EXT',
      '         res 51/84:00:10:be:14/00:00:00:00:00/e9 Emask 0x10 (ATA bus error)',
    ],
    says: ['linux-libata ata9.00 read exact logical 152354320+1 medium'],
  },
  {
    what: 'libata: a result that nobody knows whose it is',
    lines: ['         res 51/40:78:88:5c:16/00:00:00:00:00/40 Emask 0x409 (media error) <F>'],
    says: [],
  },
];
