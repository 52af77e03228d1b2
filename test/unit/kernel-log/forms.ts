// Every form of line that is understood, and what it says. The numbers are worked out by hand from
// the registers and commands shown.

export interface Form {
  readonly what: string;
  readonly lines: readonly string[];
  readonly says: readonly string[];
}

const SD = 'sd 6:0:0:0: [sdb] tag#71';
const DA = '(da0:mps0:0:3:0):';

export const FORMS: readonly Form[] = [
  {
    what: 'ad(4): failure, bits without names',
    lines: ['ad16: FAILURE - READ_DMA status=51 error=40 LBA=93492224'],
    says: ['freebsd-ata ad16 read start logical 93492224+? medium'],
  },
  {
    what: 'ad(4): failure, bits with names',
    lines: [
      'ad4: FAILURE - READ_DMA48 status=51<READY,DSC,ERROR> error=40<UNCORRECTABLE> LBA=1953525167',
    ],
    says: ['freebsd-ata ad4 read start logical 1953525167+? medium'],
  },
  {
    what: 'ad(4): failure, DMA status',
    lines: [
      'ad4: FAILURE - WRITE_DMA status=51<READY,DSC,ERROR> error=10<NID_NOT_FOUND> dma=0x06 LBA=7',
    ],
    says: ['freebsd-ata ad4 write start logical 7+? not-found'],
  },
  {
    what: 'ad(4): timeout, retried',
    lines: ['ad0: TIMEOUT - READ_DMA48 retrying (1 retry left) LBA=268435456'],
    says: ['freebsd-ata ad0 read start logical 268435456+? timeout'],
  },
  {
    what: 'ad(4): timed out',
    lines: ['ad0: FAILURE - READ_MUL timed out LBA=12345'],
    says: ['freebsd-ata ad0 read start logical 12345+? timeout'],
  },
  {
    what: 'ad(4): cable',
    lines: ['ad0: WARNING - READ_DMA UDMA ICRC error (retrying request) LBA=456'],
    says: ['freebsd-ata ad0 read start logical 456+? cable'],
  },
  {
    what: 'ad(4): corrected',
    lines: ['ad0: WARNING - READ_DMA soft error (ECC corrected) LBA=789'],
    says: ['freebsd-ata ad0 read start logical 789+? corrected'],
  },
  {
    what: 'ad(4): verify',
    lines: ['ad0: FAILURE - READ_VERIFY status=51 error=40 LBA=5'],
    says: ['freebsd-ata ad0 verify start logical 5+? medium'],
  },
  {
    what: 'ad(4): without an LBA',
    lines: [
      'ad18: WARNING - WRITE_DMA taskqueue timeout - completing request directly',
      'WARNING - WRITE_DMA48 freeing taskqueue zombie request',
      'ad18: FAILURE - SETFEATURES SET TRANSFER MODE timed out',
      'ar0: FAILURE - RAID1 array broken',
    ],
    says: [],
  },
  {
    what: 'GEOM: mirror',
    lines: [
      'GEOM_MIRROR: Request failed (error=5). ad16[READ(offset=47868018688, length=131072)]',
      'GEOM_MIRROR: Synchronization request failed (error=6). mirror/gm0[READ(offset=0, length=131072)]',
    ],
    says: [
      'geom ad16 read request byte 47868018688+131072 other',
      'geom mirror/gm0 read request byte 0+131072 gone',
    ],
  },
  {
    what: 'GEOM: file system',
    lines: ['g_vfs_done():ar0s1a[WRITE(offset=1348632576, length=16384)]error = 5'],
    says: ['geom ar0s1a write request byte 1348632576+16384 other'],
  },
  {
    what: 'GEOM: what did not fail',
    lines: ['GEOM_MIRROR[3]: Sending request. ad16[READ(offset=47868018688, length=131072)]'],
    says: [],
  },
  {
    what: 'CAM ATA: NCQ, the drive names the sector',
    lines: [
      '(ada0:ahcich0:0:0:0): READ_FPDMA_QUEUED. ACB: 60 80 10 be 14 40 09 00 00 00 00 00',
      '(ada0:ahcich0:0:0:0): CAM status: ATA Status Error',
      '(ada0:ahcich0:0:0:0): ATA status: 41 (DRDY ERR), error: 40 (UNC )',
      '(ada0:ahcich0:0:0:0): RES: 41 40 40 be 14 00 09 00 00 80 00',
      '(ada0:ahcich0:0:0:0): Retrying command, 3 more tries remain',
    ],
    says: ['freebsd-cam-ata ada0 read exact logical 152354368+1 in 152354320+128 medium'],
  },
  {
    what: 'CAM ATA: 28 bits, upper ones in the device register',
    lines: [
      '(ada1:ata0:0:0:0): READ_DMA. ACB: c8 00 10 be 14 49 00 00 00 00 00 00',
      '(ada1:ata0:0:0:0): RES: 51 40 11 be 14 09 ff ff ff 00 00',
    ],
    says: ['freebsd-cam-ata ada1 read exact logical 152354321+1 in 152354320+256 medium'],
  },
  {
    what: 'CAM ATA: 48 bits, a count of zero, a cable',
    lines: [
      '(ada2:siisch0:0:0:0): WRITE_DMA48. ACB: 35 00 00 10 00 40 00 01 00 00 00 00',
      '(ada2:siisch0:0:0:0): CAM status: Uncorrectable parity/CRC error',
    ],
    says: ['freebsd-cam-ata ada2 write request logical 4294971392+65536 cable'],
  },
  {
    what: 'CAM ATA: the start as the result names nothing',
    lines: [
      '(ada0:ata0:0:0:0): READ_DMA. ACB: c8 00 80 13 00 40 00 00 00 00 80 00',
      '(ada0:ata0:0:0:0): RES: 41 40 80 13 00 00 00 00 00 80 00',
    ],
    says: ['freebsd-cam-ata ada0 read request logical 4992+128 medium'],
  },
  {
    what: 'CAM ATA: commands that are sent again by another one’s fault',
    lines: [
      '(ada0:ahcich0:0:0:0): READ_FPDMA_QUEUED. ACB: 60 80 10 be 14 40 09 00 00 00 00 00',
      '(ada0:ahcich0:0:0:0): CAM status: Unconditionally Re-queue Request',
      '(ada0:ahcich0:0:0:0): FLUSHCACHE48. ACB: ea 00 00 00 00 40 00 00 00 00 00 00',
      '(ada0:ahcich0:0:0:0): CAM status: Command timeout',
    ],
    says: [],
  },
  {
    what: 'CAM SCSI: READ(10), with Info',
    lines: [
      `${DA} READ(10). CDB: 28 00 00 00 47 40 00 07 e8 00 `,
      `${DA} CAM status: SCSI Status Error`,
      `${DA} SCSI status: Check Condition`,
      `${DA} SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)`,
      `${DA} Info: 0x4a10`,
      `${DA} Error 5, Unretryable error`,
    ],
    says: ['freebsd-cam-scsi da0 read exact logical 18960+1 in 18240+2024 medium'],
  },
  {
    what: 'CAM SCSI: Info up to FreeBSD 8',
    lines: [
      `${DA} READ(10). CDB: 28 0 0 0 47 40 0 7 e8 0 `,
      `${DA} READ(10). CDB: 28 00 00 00 47 40 00 07 e8 00 `,
      `${DA} MEDIUM ERROR info:4a10 asc:11,0 (Unrecovered read error)`,
    ],
    says: ['freebsd-cam-scsi da0 read exact logical 18960+1 in 18240+2024 medium'],
  },
  {
    what: 'CAM SCSI: READ(6), 21 bits',
    lines: [
      '(da1:vtscsi0:0:1:0): READ(6). CDB: 08 fe 17 70 00 00 ',
      '(da1:vtscsi0:0:1:0): SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)',
    ],
    says: ['freebsd-cam-scsi da1 read request logical 1972080+256 medium'],
  },
  {
    what: 'CAM SCSI: READ(12), WRITE(16), VERIFY(10)',
    lines: [
      '(da2:mps0:0:4:0): READ(12). CDB: a8 00 12 34 56 78 00 00 00 10 00 00 ',
      '(da2:mps0:0:4:0): WRITE(16). CDB: 8a 00 00 00 00 02 00 00 00 00 00 00 00 08 00 00 ',
      '(da2:mps0:0:4:0): VERIFY(10). CDB: 2f 00 00 00 10 00 00 00 20 00 ',
    ],
    says: [
      'freebsd-cam-scsi da2 read request logical 305419896+16 unexplained',
      'freebsd-cam-scsi da2 verify request logical 4096+32 unexplained',
      'freebsd-cam-scsi da2 write request logical 8589934592+8 unexplained',
    ],
  },
  {
    what: 'CAM SCSI: nothing of the medium',
    lines: [
      `${DA} READ(10). CDB: 28 00 00 00 47 40 00 07 e8 00 `,
      `${DA} SCSI sense: UNIT ATTENTION asc:29,0 (Power on, reset, or bus device reset occurred)`,
      `${DA} TEST UNIT READY. CDB: 00 00 00 00 00 00 `,
      `${DA} SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)`,
    ],
    says: [],
  },
  {
    what: 'nvme(4): command and status',
    lines: [
      'nvme0: READ sqid:1 cid:127 nsid:1 lba:7000 len:1',
      'nvme0: UNRECOVERED READ ERROR (02/81) crd:0 m:0 dnr:0 p:1 sqid:1 cid:127 cdw0:0',
      'nvme0: WRITE sqid:2 cid:127 nsid:1 lba:9000 len:8',
      'nvme0: ABORTED - BY REQUEST (00/07) sqid:2 cid:127 cdw0:0',
      'nvme0: READ sqid:3 cid:5 nsid:1 lba:1 len:1',
      'nvme0: SUCCESS (00/00) sqid:3 cid:5 cdw0:0',
    ],
    says: [
      'freebsd-nvme nvme0 nsid 1 read request logical 7000+1 medium',
      'freebsd-nvme nvme0 nsid 1 write request logical 9000+8 aborted',
    ],
  },
  {
    what: 'CAM NVMe',
    lines: [
      '(nda0:nvme0:0:0:1): READ. NCB: opc=2 fuse=0 nsid=1 prp1=0 prp2=0 cdw=1b58 1 7 0 0 0',
      '(nda0:nvme0:0:0:1): CAM status: Unknown (0x420)',
      '(nda0:nvme0:0:0:1): Error 5, Retries exhausted',
    ],
    says: ['freebsd-nvme nda0 read request logical 4294974296+8 other'],
  },
  {
    what: 'devctl: ATA',
    lines: [
      '!system=CAM subsystem=periph type=error device=ada0 serial="QM1" cam_status="0x44c" RES="41 40 81 13 00 00 00 00 00 80 00" ACB="c8 00 80 13 00 40 00 00 00 00 80 00"',
    ],
    says: ['freebsd-devctl ada0 read exact logical 4993+1 in 4992+128 medium'],
  },
  {
    what: 'devctl: SCSI',
    lines: [
      '!system=CAM subsystem=periph type=error device=da0 serial="S1" cam_status="0xcc" scsi_status=2 scsi_sense="72 03 11 00" CDB="28 00 00 00 47 40 00 07 e8 00 " ',
      '!system=CAM subsystem=periph type=error device=cd0 serial="QM2" cam_status="0xcc" scsi_status=2 scsi_sense="70 02 3a 00" CDB="00 00 00 00 00 00 " ',
      '!system=CAM subsystem=periph type=timeout device=da1 serial="S2" cam_status="0x44b" CDB="28 00 00 00 00 01 00 00 02 00 " ',
    ],
    says: [
      'freebsd-devctl da0 read request logical 18240+2024 medium',
      'freebsd-devctl da1 read request logical 1+2 timeout',
    ],
  },
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
  {
    what: 'smartctl: self-tests',
    lines: [
      '# 1  Extended offline    Completed: read failure       90%     12345         93492434',
      '# 2  Short offline       Completed without error       00%     12344         -',
      '# 3  Background long   Failed in segment -->       3   12345          0x592962a [0x3 0x11 0x0]',
    ],
    says: [
      'smartctl null access exact logical 93492434+1 medium',
      'smartctl null access exact logical 93492778+1 medium',
    ],
  },
  {
    what: 'smartctl: the error log',
    lines: [
      '  40 51 08 2a 96 92 e5  Error: UNC 8 sectors at LBA = 0x0592962a = 93492778',
      '  84 51 1f 10 7c f2 e1  Error: ICRC, ABRT 31 sectors at LBA = 0x01f27c10 = 32668688',
      '  10 51 01 0f 8e a8 e4  Error: IDNF at LBA = 0x04a88e0f = 78155279',
    ],
    says: [
      'smartctl null access exact logical 78155279+1 not-found',
      'smartctl null access exact logical 93492778+1 medium',
      'smartctl null access request logical 32668688+31 cable',
    ],
  },
];

/** What loggers put before a line. */
export const PREFIXES: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['dmesg', '[ 1234.567890] '],
  ['dmesg -x, raw', '<3>[12345.678901] '],
  ['dmesg -T', '[Mon Nov 23 01:02:03 2026] '],
  ['dmesg, with the caller', '[    8.869308] [  T123] '],
  ['dmesg --time-format iso', '2026-11-23T01:02:03,123456+00:00 '],
  ['FreeBSD syslog', 'Nov 23 01:02:03 nas kernel: '],
  ['RFC 3164', '<3>Nov  3 01:02:03 nas kernel: [ 1234.567890] '],
  ['RFC 5424', '<3>1 2026-11-23T01:02:03.123456+01:00 nas kernel - - - '],
  ['journalctl -o short', 'Nov 23 01:02:03 nas kernel: '],
  ['journalctl -o short-precise', 'Nov 23 01:02:03.123456 nas kernel: '],
  ['journalctl -o short-iso', '2026-11-23T01:02:03+0100 nas kernel: '],
  ['journalctl -o short-iso-precise', '2026-11-23T01:02:03.123456+0100 nas kernel: '],
  ['journalctl -o short-unix', '1763859723.123456 nas kernel: '],
  ['dmesg --color=always', '\u001b[32m[ 1234.567890] \u001b[0m\u001b[33m'],
  ['a console’s last words', 'login: '],
  ['a crash’s NULs', '\0\0\0\0'],
];

/** Lines that say nothing, some of them nearly. */
export const NOISE: readonly string[] = [
  'sshd[2211]: Accepted publickey for root from 192.0.2.7 port 50122 ssh2',
  'usb 1-1.2: new high-speed USB device number 7 using xhci_hcd',
  'ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)',
  'ata1.00: configured for UDMA/133',
  'sd 7:0:0:0: [sdz] Preferred minimum I/O size 512 bytes',
  'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0',
  'the sector of public services: LBA=, offset=, length=, error, dev null, sector none',
  '(ada9:ahcich9:0:0:0): Retrying command, 3 more tries remain',
  'GEOM_MIRROR: Device mirror/gm9 launched (2/2).',
  '',
];
