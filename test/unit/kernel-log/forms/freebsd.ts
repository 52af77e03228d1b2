// FreeBSD's lines.

import type { Form } from './form.ts';

const DA = '(da0:mps0:0:3:0):';

export const FREEBSD_FORMS: readonly Form[] = [
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
];
