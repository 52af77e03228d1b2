// Reading a log of a gigabyte: how fast, and in how much memory. Noise as machines write it, kernel
// lines among it, and a log of nothing but kernel lines.

import { type KernelLog, KernelLogReader } from '../src/kernel-log/index.ts';

const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 8 * 2 ** 20;

const NOISE = [
  'sshd[2211]: Accepted publickey for root from 192.0.2.7 port 50122 ssh2: ED25519 SHA256:Zx3k',
  'systemd[1]: Started Session 4711 of User root.',
  'CRON[8123]: (root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.daily)',
  'kernel: [ 8123.123456] usb 1-1.2: new high-speed USB device number 7 using xhci_hcd',
  'kernel: [ 8124.123456] audit: type=1400 apparmor="DENIED" operation="open" name="/proc/1/cmdline"',
  'postfix/smtpd[991]: connect from unknown[198.51.100.23]; error: lost sector of the market',
  'dhclient[512]: DHCPREQUEST on eth0 to 203.0.113.1 port 67; status: bound, read failure rate 0',
];

/** Real forms; `lba` and its hexadecimal bytes vary, so that every line is news. */
const ACCUSING = [
  (lba: number) => `kernel: ad16: FAILURE - READ_DMA status=51 error=40 LBA=${lba}`,
  (lba: number) =>
    `kernel: GEOM_MIRROR: Request failed (error=5). ad16[READ(offset=${lba * 512}, length=131072)]`,
  (lba: number) => `kernel: critical medium error, dev sda, sector ${lba} op 0x0:(READ) flags 0x0`,
  (lba: number) => `kernel: sd 6:0:0:0: [sdb] tag#7 CDB: Read(10) 28 00 ${hex(lba)} 00 01 00 00`,
  (lba: number) => `kernel: (da0:mps0:0:0:0): READ(10). CDB: 28 00 ${hex(lba)} 00 00 80 00`,
  (lba: number) =>
    `kernel: nvme0n1: Read(0x2) @ LBA ${lba}, 8 blocks, Unrecovered Read Error (sct 0x2 / sc 0x81)`,
  (lba: number) =>
    `kernel: zio pool=tank vdev=/dev/sdc1 error=5 type=1 offset=${lba * 512} size=8192 flags=180880`,
  (lba: number) =>
    `zed[77]: eid=12 class=io pool='tank' vdev=sdc1 size=4096 offset=${lba * 512} priority=0 err=5`,
  (lba: number) =>
    `kernel: BTRFS warning (device sdc2): i/o error at logical 5 on dev /dev/sdc2, physical ${lba * 512}`,
  (lba: number) =>
    `kernel: XFS (sdk1): metadata I/O error in "xfs_imap_to_bp" at daddr 0x${lba.toString(16)} len 8 error 5`,
  (lba: number) =>
    `kernel: hdg: dma_intr: error=0x40 { UncorrectableError }, LBAsect=${lba}, sector=${lba}`,
  (lba: number) =>
    `kernel: mmcblk7: error -110 transferring data, sector ${lba}, nr 8, cmd response 0x900`,
  (lba: number) => `kernel: end_request: I/O error, dev 16:01 (hdc), sector ${lba}`,
  (lba: number) => `kernel: sd 6:0:0:0: [sdb] CDB: cdb[0]=0x28: 28 00 ${hex(lba)} 00 20 00 00`,
  (lba: number) =>
    `kernel: Info fld=0x${lba.toString(16)}, Current sd08:71: sense key Medium Error`,
  (lba: number) =>
    `kernel: (da8:mps0:0:12:0): SCSI sense: MEDIUM ERROR info:${lba.toString(16)} asc:11,0 (Unrecovered read error)`,
  (lba: number) =>
    `# 1  Extended offline    Completed: read failure       90%     12345         ${lba}`,
  (lba: number) =>
    `{"json_format_version":[1,0],"ata_pending_defects_log":{"table":[{"lba":${lba}}]}}`,
  () =>
    'kernel: BTRFS error (device sdb): bdev /dev/sdb errs: wr 0, rd 1, flush 0, corrupt 0, gen 0',
];

function hex(lba: number): string {
  return lba.toString(16).padStart(8, '0').match(/../g)!.join(' ');
}

interface Measured {
  readonly log: KernelLog;
  /** By the wall's clock, and by the processor's: others may use it too. */
  readonly megabytesPerSecond: number;
  readonly megabytesPerCpuSecond: number;
  readonly peakMiB: number;
}

/** One accusing line in `every`. */
function measure(bytes: number, every: number): Measured {
  const reader = new KernelLogReader();
  let busyMs = 0;
  let busyUs = 0;
  let peakBytes = 0;
  let pushed = 0;
  for (let part = 0; pushed < bytes; part++) {
    const block = logBlock(part, every).subarray(0, bytes - pushed);
    const began = performance.now();
    const used = process.cpuUsage();
    for (let at = 0; at < block.length; at += CHUNK_BYTES) {
      reader.push(block.subarray(at, at + CHUNK_BYTES));
    }
    busyMs += performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    busyUs += user + system;
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    pushed += block.length;
  }
  const log = reader.end();
  return {
    log,
    megabytesPerSecond: pushed / 1e3 / busyMs,
    megabytesPerCpuSecond: pushed / busyUs,
    peakMiB: peakBytes / 2 ** 20,
  };
}

/** About BLOCK_BYTES, another one for each `part`. */
function logBlock(part: number, every: number): Buffer {
  const lines: string[] = [];
  for (let bytes = 0, i = 0; bytes < BLOCK_BYTES; i++) {
    const isAccusing = i % every === every - 1;
    const lba = (part * 100_003 + i * 263) % 2 ** 31;
    const words = isAccusing ? ACCUSING[(i + part) % ACCUSING.length]!(lba) : noise(i);
    const line = `Nov 23 01:02:${String(i % 60).padStart(2, '0')} host ${words}\n`;
    bytes += line.length;
    lines.push(line);
  }
  return Buffer.from(lines.join(''));
}

function noise(i: number): string {
  return NOISE[i % NOISE.length]!;
}

/** No target: how fast, and in how much memory. */
export async function kernelLog(options: { bytes: number }): Promise<[]> {
  const print = (what: string, measured: Measured) => {
    const { log, megabytesPerSecond, megabytesPerCpuSecond, peakMiB } = measured;
    process.stdout.write(
      `  ${what}: ${megabytesPerSecond.toFixed(0)} MB/s, ${megabytesPerCpuSecond.toFixed(0)} MB a CPU ` +
        `second, peak resident ${peakMiB.toFixed(0)} MiB, ${log.lines} lines, ` +
        `${log.accusations.length} accusations kept\n`,
    );
  };
  for (const share of [0.125, 0.25, 0.5, 1]) {
    const bytes = Math.round(options.bytes * share);
    print(`${(bytes / 2 ** 20).toFixed(0)} MiB, 1 line in 1000`, measure(bytes, 1000));
  }
  for (const share of [0.125, 0.5]) {
    const bytes = Math.round(options.bytes * share);
    print(`${(bytes / 2 ** 20).toFixed(0)} MiB, nothing but kernel lines`, measure(bytes, 1));
  }
  return [];
}
