// Linux's SCSI commands without CONFIG_SCSI_CONSTANTS, of old releases, and across lines:
// drivers/scsi/constants.c and scsi_logging.c of 2.6.17, 2.6.27, 3.2, 4.4 and 5.4.

import type { Form } from './form.ts';

const UNC = 'linux-scsi sdh read exact logical 54126096+1 in 54122504+8192 medium';

export const LINUX_SCSI_FORMS: readonly Form[] = [
  {
    // scsi_logging.c, scsi_log_print_sense_hdr: "Sense Key : 0x%x [%s]", "ASC=0x%x ASCQ=0x%x"
    what: 'SCSI in numbers: opcode, host byte, sense key, ASC',
    lines: [
      'sd 4:0:4:0: [sdh] tag#229 UNKNOWN(0x2003) Result: hostbyte=0x00 driverbyte=0x08',
      'sd 4:0:4:0: [sdh] tag#229 Sense Key : 0x3 [current]',
      'sd 4:0:4:0: [sdh] tag#229 ASC=0x11 ASCQ=0x0',
      'sd 4:0:4:0: [sdh] tag#229 CDB: opcode=0x28 28 00 03 39 d8 08 00 20 00 00',
      'critical medium error, dev sdh, sector 54126096 op 0x0:(READ) flags 0x80700 phys_seg 37',
    ],
    says: [
      'linux-scsi sdh read request logical 54122504+8192 medium',
      'linux-block sdh read exact sector512 54126096+1 in 54122504+8192 medium',
    ],
  },
  {
    // constants.c of 3.2, print_opcode_name: "cdb[0]=0x%x"; scsi_decode_sense_extras: "Info fld=0x%llx"
    what: 'SCSI in numbers, 3.x: cdb[0], Info on its own line',
    lines: [
      'sd 6:0:0:0: [sdh] Result: hostbyte=0x00 driverbyte=0x08',
      'sd 6:0:0:0: [sdh] Sense Key : 0x3 [current] ',
      'Info fld=0x339e610',
      'sd 6:0:0:0: [sdh] ASC=0x11 ASCQ=0x0',
      'sd 6:0:0:0: [sdh] CDB: cdb[0]=0x28: 28 00 03 39 d8 08 00 20 00 00',
    ],
    says: [UNC],
  },
  {
    what: 'SCSI in numbers: a request that is refused',
    lines: [
      'sd 6:0:0:0: [sdh] Sense Key : 0x5 [current] ',
      'sd 6:0:0:0: [sdh] ASC=0x20 ASCQ=0x0',
      'sd 6:0:0:0: [sdh] CDB: opcode=0x28 28 00 03 39 d8 08 00 20 00 00',
    ],
    says: [],
  },
  {
    what: 'SCSI in numbers: behind the end',
    lines: [
      'sd 6:0:0:0: [sdh] Sense Key : 0x5 [current] ',
      'sd 6:0:0:0: [sdh] ASC=0x21 ASCQ=0x0',
      'sd 6:0:0:0: [sdh] CDB: opcode=0x88 88 00 00 00 00 01 00 00 00 00 00 00 00 08 00 00',
    ],
    says: ['linux-scsi sdh read request logical 4294967296+8 not-found'],
  },
  {
    what: 'SCSI in numbers: a time-out, a disk that left',
    lines: [
      'sd 6:0:0:0: [sdh] tag#1 Result: hostbyte=0x03 driverbyte=0x00',
      'sd 6:0:0:0: [sdh] tag#1 CDB: opcode=0x2a 2a 00 00 00 00 10 00 00 08 00',
      'sd 6:0:0:0: [sdh] tag#2 Result: hostbyte=0x01 driverbyte=0x00',
      'sd 6:0:0:0: [sdh] tag#2 CDB: opcode=0x2a 2a 00 00 00 00 20 00 00 08 00',
    ],
    says: [
      'linux-scsi sdh write request logical 16+8 timeout',
      'linux-scsi sdh write request logical 32+8 gone',
    ],
  },
  {
    // constants.c of 2.6.32, scsi_print_command: scmd_printk("CDB: "), then a printk of its own
    what: 'SCSI on two lines: CDB',
    lines: ['sd 2:0:0:0: [sdh] CDB: ', 'Read(10): 28 00 03 39 d8 08 00 20 00 00'],
    says: ['linux-scsi sdh read request logical 54122504+8192 unexplained'],
  },
  {
    what: 'SCSI on two lines: CDB in numbers',
    lines: ['sd 2:0:0:0: [sdh] CDB:', 'cdb[0]=0x2a: 2a 00 03 39 d8 08 00 20 00 00'],
    says: ['linux-scsi sdh write request logical 54122504+8192 unexplained'],
  },
  {
    // constants.c of 2.6.18, scsi_print_command: sdev_printk("\n        command: ")
    what: 'SCSI on two lines: command, without the disk’s name',
    lines: ['sd 9:0:0:0: ', '        command: Write(10): 2a 00 00 00 10 00 00 00 08 00'],
    says: ['linux-scsi scsi9.0.0.0 write request logical 4096+8 unexplained'],
  },
  {
    what: 'SCSI: command, and the name that the log gives its address',
    lines: [
      'sd 9:0:0:0: [sdh] Attached SCSI disk',
      'sd 9:0:0:0: [sdh] Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE,SUGGEST_OK',
      'sd 9:0:0:0: command: Write(10): 2a 00 00 00 10 00 00 00 08 00',
    ],
    says: ['linux-scsi sdh write request logical 4096+8 unexplained'],
  },
  {
    // scsi_lib.c of 2.6.9, scsi_io_completion: "scsi%d: ERROR on channel %d, id %d, lun %d, CDB: "
    what: 'SCSI of 2.6.9: a command without its first byte',
    lines: [
      'scsi1: ERROR on channel 0, id 0, lun 0, CDB: Read (10) 00 00 41 18 03 00 00 38 00',
      'Current sdh: sense key Medium Error',
      'Additional sense: Unrecovered read error - auto reallocate failed',
      'end_request: I/O error, dev sdh, sector 4265987',
    ],
    says: [
      'linux-scsi sdh read request logical 4265987+56 medium',
      'linux-block sdh access request sector512 4265987+56 other',
    ],
  },
  {
    // constants.c of 2.6.16, scsi_print_sense_hdr: "%s: Current: sense key: %s"
    what: 'SCSI of 2.6.16: the name first',
    lines: [
      'scsi1: ERROR on channel 0, id 0, lun 0, CDB: Write (10) 00 00 41 18 03 00 00 38 00',
      'sdh: Current: sense key: Hardware Error',
    ],
    says: ['linux-scsi sdh write request logical 4265987+56 other'],
  },
  {
    // constants.c of 2.6.15, scsi_print_sense_hdr: ": sense key=0x%x"; __scsi_print_sense: "Info fld=0x%x"
    what: 'SCSI of 2.6.15: Info on its own line, and its key in numbers of 2.6.9',
    lines: [
      'SCSI error : <0 0 1 0> return code = 0x8000002',
      'sdh: Current: sense key=0x3',
      '    ASC=0x11 ASCQ=0x4',
      'Info fld=0xf4247',
      'end_request: I/O error, dev sdh, sector 1000000',
    ],
    says: [
      'linux-scsi sdh access exact logical 1000007+1 medium',
      'linux-block sdh access start sector512 1000000+? other',
    ],
  },
  {
    // constants.c of 2.6.15: "%s: %s" with "<<DEFERRED>>", then " [descriptor]"; the bytes 16 a line of 8 spaces
    what: 'SCSI of 2.6.15: a descriptor’s bytes on their own line; deferred, of an older command of 2.6.9',
    lines: [
      'sdh: Current [descriptor]: sense key: Medium Error',
      '    Additional sense: Unrecovered read error - auto reallocate failed',
      'Descriptor sense data with sense descriptors (in hex):',
      '        72 03 11 04 00 00 00 0c 00 0a 80 00 00 00 00 00 ',
      '        00 0f 42 47 ',
      'scsi1: ERROR on channel 0, id 0, lun 0, CDB: Write (10) 00 00 41 18 03 00 00 38 00',
      'sdh: <<DEFERRED>>: sense key: Medium Error',
      'Info fld=0x5, FMK',
    ],
    says: [
      'linux-scsi sdh access exact logical 1000007+1 medium',
      'linux-scsi sdh access exact logical 5+1 medium',
    ],
  },
  {
    // scsi_lib.c and constants.c of 3.14: scmd_printk(""), then what belongs to it without the path
    what: 'SCSI of 3.14 on two lines: result, sense data, command, name',
    lines: [
      'sd 2:0:0:0: [sdh]  ',
      'Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE',
      'sd 2:0:0:0: [sdh]  ',
      'Sense Key : Medium Error [current] ',
      'sd 2:0:0:0: [sdh]  ',
      'Add. Sense: Unrecovered read error',
      'sd 2:0:0:0: [sdh] CDB: ',
      'Read(16): 88 00 00 00 00 01 5d 50 a3 b0 00 00 00 08 00 00',
    ],
    says: ['linux-scsi sdh read request logical 5860533168+8 medium'],
  },
  {
    what: 'SCSI of 3.14 on two lines: a request that is refused, name',
    lines: [
      'sd 2:0:0:0: [sdh]  ',
      'Sense Key : Illegal Request [current] ',
      'sd 2:0:0:0: [sdh] CDB: ',
      'cdb[0]=0x88: 88 00 00 00 00 01 5d 50 a3 b0 00 00 00 08 00 00',
    ],
    says: [],
  },
  {
    // scsi_logging.c, scsi_format_opcode_name: "opcode=0x%x, sa=0x%x", "opcode=0x%x (reserved)"
    what: 'SCSI in numbers: service actions and groups',
    lines: [
      'sd 5:0:0:0: [sdh] tag#3 CDB: opcode=0x93, sa=0x8 93 08 00 00 00 00 00 00 10 00 00 00 00 80 00 00',
      'sd 5:0:0:0: [sdh] tag#4 CDB: opcode=0x28 (vendor) 28 00 00 00 20 00 00 00 08 00',
      'sd 5:0:0:0: [sdh] tag#5 CDB: opcode=0x9e, sa=0x10 9e 10 00 00 00 00 00 00 00 00 00 00 00 20 00 00',
    ],
    says: [
      'linux-scsi sdh write request logical 4096+128 unexplained',
      'linux-scsi sdh read request logical 8192+8 unexplained',
    ],
  },
  {
    // scsi_logging.c, scsi_log_dump_sense: a row behind the path
    what: 'SCSI: unrecognized sense data in rows behind its path, of 2 lines',
    lines: [
      'sd 2:0:0:0: [sdh] Unrecognized sense data (in hex):',
      'sd 2:0:0:0: [sdh] f0 00 03 00 0f 42 47 0a 00 00 00 00 11 00 00 00',
      'sd 2:0:0:0: [sdh] CDB: Read(10) 28 00 00 0f 42 40 00 00 20 00',
    ],
    says: ['linux-scsi sdh read exact logical 1000007+1 in 1000000+32 medium'],
  },
  {
    // uas.c of 3.15: "%s %p tag %d, inflight:"; of 4.x "data cmplt err", uas_zap_pending
    what: 'SCSI: UAS’s other words',
    lines: [
      'sd 6:0:0:0: [sdh] tag#12 data cmplt err -71 uas-tag 13 inflight: CMD ',
      'sd 6:0:0:0: [sdh] tag#12 CDB: Write(10) 2a 00 1d 1c 59 00 00 04 00 00',
      'sd 6:0:0:0: [sdh] tag#13 uas_zap_pending 0 uas-tag 14 inflight: CMD ',
      'sd 6:0:0:0: [sdh] tag#13 CDB: Read(10) 28 00 00 00 08 00 00 00 08 00',
    ],
    says: [
      'linux-scsi sdh write request logical 488397056+1024 unexplained',
      'linux-scsi sdh read request logical 2048+8 unexplained',
    ],
  },
  {
    // drivers/usb/storage/uas.c, uas_log_cmd_state: "%s %d uas-tag %d inflight:"
    what: 'SCSI: UAS’s abort handler',
    lines: [
      'sd 6:0:0:0: [sdh] tag#1 uas_eh_abort_handler 0 uas-tag 2 inflight: IN ',
      'sd 6:0:0:0: [sdh] tag#1 CDB: opcode=0x28 28 00 02 d0 30 08 00 02 00 00',
      'sd 6:0:0:0: [sdh] tag#1 UNKNOWN(0x2003) Result: hostbyte=0x07 driverbyte=DRIVER_OK cmd_age=30s',
    ],
    says: ['linux-scsi sdh read request logical 47198216+512 unexplained'],
  },
  {
    // constants.c of 3.2, scsi_decode_sense_extras: "Descriptor sense data with sense descriptors (in hex):"
    what: 'SCSI: sense data in descriptor format',
    lines: [
      'sd 2:0:0:0: [sdh] Sense Key : Medium Error [current] [descriptor]',
      'Descriptor sense data with sense descriptors (in hex):',
      '        72 03 11 04 00 00 00 0c 00 0a 80 00 00 00 00 00 ',
      '        7c 4b fd c8 ',
      'sd 2:0:0:0: [sdh] Add. Sense: Unrecovered read error - auto reallocate failed',
      'sd 2:0:0:0: [sdh] CDB: Read(10): 28 00 7c 4b fd c5 00 00 08 00',
    ],
    says: ['linux-scsi sdh read exact logical 2085354952+1 in 2085354949+8 medium'],
  },
  {
    // drivers/scsi/st.c: a tape counts no sectors
    what: 'SCSI: a tape, an optical drive',
    lines: [
      'st 5:0:0:0: [sg6] CDB: Read(6): 08 01 00 00 01 00',
      'sr 4:0:0:0: [sr0] tag#0 CDB: Read(10) 28 00 00 00 00 10 00 00 08 00',
    ],
    says: [],
  },
];
