// Linux's lines.

import type { Form } from './form.ts';

const SD = 'sd 6:0:0:0: [sdb] tag#71';

export const LINUX_FORMS: readonly Form[] = [
  ...[
    ['I/O error', 'other'],
    ['critical medium error', 'medium'],
    ['critical target error', 'other'],
    ['timeout error', 'timeout'],
    ['protection error', 'other'],
    ['device offline error', 'gone'],
  ].map(([words, kind]) => ({
    what: `block: ${words}`,
    lines: [`${words}, dev sda, sector 123456 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2`],
    says: [`linux-block sda read start sector512 123456+? ${kind}`],
  })),
  {
    what: 'block: as older kernels begin it',
    lines: [
      'blk_update_request: I/O error, dev sdc, sector 1 op 0x1:(WRITE) flags 0x0 phys_seg 1 prio class 0',
      'print_req_error: critical medium error, dev sdd, sector 2 flags 0',
      'end_request: I/O error, dev hda, sector 4294967296',
    ],
    says: [
      'linux-block hda access start sector512 4294967296+? other',
      'linux-block sdc write start sector512 1+? other',
      'linux-block sdd access start sector512 2+? medium',
    ],
  },
  {
    what: 'block: nothing of the medium',
    lines: [
      'I/O error, dev sda, sector 0 op 0x2:(FLUSH) flags 0x800 phys_seg 0 prio class 0',
      'I/O error, dev sda, sector 8 op 0x3:(DISCARD) flags 0x800 phys_seg 1 prio class 0',
      'operation not supported error, dev loop0, sector 8 op 0x9:(WRITE_ZEROES) flags 0x800 phys_seg 0 prio class 0',
      'reservation conflict error, dev sda, sector 8 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0',
    ],
    says: [],
  },
  {
    what: 'libata: NCQ, the drive names the sector',
    lines: [
      'ata1.00: exception Emask 0x0 SAct 0x2 SErr 0x0 action 0x0',
      'ata1.00: irq_stat 0x40000008',
      'ata1.00: failed command: READ FPDMA QUEUED',
      'ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in',
      '         res 41/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x409 (media error) <F>',
      'ata1.00: status: { DRDY ERR }',
      'ata1.00: error: { UNC }',
    ],
    says: ['linux-libata ata1.00 read exact logical 207726776+1 in 207726560+256 medium'],
  },
  {
    what: 'libata: 28 bits, a timeout',
    lines: [
      'ata3.01: failed command: WRITE DMA',
      'ata3.01: cmd ca/00:00:10:be:14/00:00:00:00:00/e9 tag 3 dma 131072 out',
      '         res 40/00:00:00:00:00/00:00:00:00:00/00 Emask 0x4 (timeout)',
      'ata3.01: status: { DRDY }',
    ],
    says: ['linux-libata ata3.01 write request logical 152354320+256 timeout'],
  },
  {
    what: 'libata: a result that lies elsewhere',
    lines: [
      'ata2.00: cmd 25/00:08:a0:86:01/00:00:00:00:00/e0 tag 0 dma 4096 in',
      '         res 51/40:08:ff:ff:ff/00:00:00:00:00/e0 Emask 0x9 (media error)',
    ],
    says: ['linux-libata ata2.00 read request logical 100000+8 medium'],
  },
  {
    what: 'libata: the result is lost',
    lines: [
      'ata2.00: cmd 25/00:08:a0:86:01/00:00:00:00:00/e0 tag 0 dma 4096 in',
      'ata2.00: status: { DRDY ERR }',
      'ata2.00: error: { UNC }',
    ],
    says: ['linux-libata ata2.00 read request logical 100000+8 medium'],
  },
  {
    what: 'libata: commands of another kind',
    lines: [
      'ata2.00: failed command: FLUSH CACHE EXT',
      'ata2.00: cmd ea/00:00:00:00:00/00:00:00:00:00/a0 tag 14',
      '         res 51/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x9 (media error)',
    ],
    says: [],
  },
  {
    what: 'SCSI: READ(10)',
    lines: [
      `${SD} FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s`,
      `${SD} Sense Key : Medium Error [current] `,
      `${SD} Add. Sense: Unrecovered read error`,
      `${SD} CDB: Read(10) 28 00 00 03 0d 40 00 00 08 00`,
    ],
    says: ['linux-scsi sdb read request logical 200000+8 medium'],
  },
  {
    what: 'SCSI: before 4.0, without a tag, with Info',
    lines: [
      'sd 2:0:0:0: [sdc] Unhandled sense code',
      'sd 2:0:0:0: [sdc] Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE',
      'sd 2:0:0:0: [sdc] Sense Key : Medium Error [current] [descriptor]',
      'sd 2:0:0:0: [sdc] Info fld=0x30d42',
      'sd 2:0:0:0: [sdc] Add. Sense: Unrecovered read error - auto reallocate failed',
      'sd 2:0:0:0: [sdc] CDB: Read(10): 28 00 00 03 0d 40 00 00 08 00',
    ],
    says: ['linux-scsi sdc read exact logical 200002+1 in 200000+8 medium'],
  },
  {
    what: 'SCSI: READ(16), WRITE(6), READ(32)',
    lines: [
      'sd 1:0:0:0: [sdd] tag#1 CDB: Read(16) 88 00 00 00 00 02 00 00 00 00 00 00 00 08 00 00',
      'sd 1:0:0:0: [sdd] tag#2 CDB: Write(6) 0a 1f ff ff 01 00',
      'sd 1:0:0:0: [sdd] tag#3 CDB: Read(32)',
      'sd 1:0:0:0: [sdd] tag#3 CDB[00]: 7f 00 00 00 00 00 00 18 00 09 20 00 00 00 00 00',
      'sd 1:0:0:0: [sdd] tag#3 CDB[10]: 00 00 12 34 00 00 00 00 00 00 00 00 00 00 00 10',
    ],
    says: [
      'linux-scsi sdd read request logical 4660+16 unexplained',
      'linux-scsi sdd read request logical 8589934592+8 unexplained',
      'linux-scsi sdd write request logical 2097151+1 unexplained',
    ],
  },
  {
    what: 'SCSI: a timeout, a disk that left',
    lines: [
      'sd 1:0:0:0: [sdd] tag#4 FAILED Result: hostbyte=DID_TIME_OUT driverbyte=DRIVER_OK',
      'sd 1:0:0:0: [sdd] tag#4 CDB: Read(10) 28 00 00 00 00 10 00 00 08 00',
      'sd 1:0:0:0: [sdd] tag#5 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK',
      'sd 1:0:0:0: [sdd] tag#5 CDB: Write(10) 2a 00 00 00 00 20 00 00 08 00',
    ],
    says: [
      'linux-scsi sdd read request logical 16+8 timeout',
      'linux-scsi sdd write request logical 32+8 gone',
    ],
  },
  {
    what: 'SCSI: nothing of the medium',
    lines: [
      `${SD} FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s`,
      `${SD} Sense Key : Illegal Request [current] `,
      `${SD} Add. Sense: Invalid field in cdb`,
      `${SD} CDB: Read(10) 28 00 00 03 0d 40 00 00 08 00`,
      `${SD} CDB: Synchronize Cache(10) 35 00 00 00 00 00 00 00 00 00`,
      `${SD} Sense Key : Medium Error [current] `,
    ],
    says: [],
  },
  {
    what: 'NVMe',
    lines: [
      'nvme0n1: Read(0x2) @ LBA 7000, 8 blocks, Unrecovered Read Error (sct 0x2 / sc 0x81) MORE DNR',
      'nvme1c0n2: I/O Cmd(0x1) @ LBA 281474976710656, 256 blocks, I/O Error (sct 0x0 / sc 0x80) ',
      'nvme0n1: Dataset Management(0x9) @ LBA 1, 1 blocks, Invalid Field in Command (sct 0x0 / sc 0x2) DNR',
    ],
    says: [
      'linux-nvme nvme0n1 read request logical 7000+8 medium',
      'linux-nvme nvme1c0n2 write request logical 281474976710656+256 not-found',
    ],
  },
  {
    what: 'md: a read of the array, a read of a member',
    lines: [
      'md/raid1:md0: sda1: rescheduling sector 78156288',
      'md/raid1:md0: redirecting sector 78156288 to other mirror: sdb1',
      'md/raid1:md0: read error corrected (8 sectors at 78158336 on sda1)',
      'md/raid:md5: read error not correctable (sector 1234 on sdc2).',
      'md/raid:md5: read error NOT corrected!! (sector 5678 on sdc2).',
    ],
    says: [
      'linux-md md0/sda1 read start sector512 78156288+? other',
      'linux-md sda1 read request sector512 78158336+8 corrected',
      'linux-md sdc2 read start sector512 1234+? other',
      'linux-md sdc2 read start sector512 5678+? other',
    ],
  },
  {
    what: 'buffers',
    lines: [
      'Buffer I/O error on dev sda, logical block 12500, async page read',
      'Buffer I/O error on dev dm-0, logical block 1, lost async page write',
      'Buffer I/O error on device sda1, logical block 0',
    ],
    says: [
      'linux-buffer dm-0 write request buffer 1+1 other',
      'linux-buffer sda read request buffer 12500+1 other',
      'linux-buffer sda1 access request buffer 0+1 other',
    ],
  },
];
