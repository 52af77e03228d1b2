// The disks that the guest is started with, and what is wrong with each. Nothing lies behind them but
// zeros, and sectors that do not read: the truth that a scan has to find.

export interface Defect {
  /** LBAs of 512 bytes whatever the disk's sectors are, inclusive. */
  from: number;
  to: number;
}

export interface MachineDisk {
  sectors512: number;
  defects: readonly Defect[];
  /** What QEMU's storage says of a defect, before the emulated disk and the driver translate it. */
  errno: number;
  /** -device, without its drive. */
  device: string;
  /** Its address, as its directory in sysfs has it: names may move. */
  place: RegExp;
}

const EIO = 5;
const ENODATA = 61;
const MIB64 = 131_072;

/** scsi_debug's virtual_gb counts GiB. */
export const SECTORS_18000_GIB = 18_000 * 2 ** 21;

export const MACHINE = {
  ahci: {
    sectors512: MIB64,
    defects: [at(100_000), at(100_002)],
    errno: EIO,
    device:
      'ide-hd,bus=ide.0,serial=AHCI-0001,model=A SATA DISK WITH A NAME OF 40 CHARACTERS,rotation_rate=7200',
    place: /0000:00:1f\.2/,
  },
  nvme: {
    sectors512: MIB64,
    defects: [at(1000), at(70_000, 70_003), at(MIB64 - 1)],
    errno: EIO,
    device: 'nvme,addr=0x4,serial=NVME-0001',
    place: /0000:00:04\.0/,
  },
  nvme4Kn: {
    sectors512: MIB64,
    defects: [at(8 * 1234 + 3), at(8 * 5000, 8 * 5001 + 7)],
    errno: EIO,
    device: 'nvme,addr=0x5,serial=NVME-4KN,logical_block_size=4096,physical_block_size=4096',
    place: /0000:00:05\.0/,
  },
  nvmeLarge: {
    sectors512: SECTORS_18000_GIB,
    defects: [at(SECTORS_18000_GIB - 300, SECTORS_18000_GIB - 299)],
    errno: EIO,
    device: 'nvme,addr=0x6,serial=NVME-LARGE',
    place: /0000:00:06\.0/,
  },
  scsiUnreadable: {
    sectors512: MIB64,
    defects: [at(5000), at(100_000, 100_001)],
    errno: ENODATA,
    device:
      'scsi-hd,bus=scsi.0,scsi-id=1,serial=SCSI-0001,vendor=ACME,product=UNREADABLE,rotation_rate=1',
    place: /0000:00:07\.0.*:0:1:0\//,
  },
  scsiAborting: {
    sectors512: MIB64,
    defects: [at(5000), at(100_000, 100_001)],
    errno: EIO,
    device: 'scsi-hd,bus=scsi.0,scsi-id=2,serial=SCSI-0002,vendor=ACME,product=ABORTING',
    place: /0000:00:07\.0.*:0:2:0\//,
  },
  virtio512e: {
    sectors512: MIB64,
    defects: [at(70_003)],
    errno: EIO,
    device: 'virtio-blk-pci,addr=0x8,serial=VIRTIO-0001,physical_block_size=4096',
    place: /0000:00:08\.0/,
  },
  usb: {
    sectors512: MIB64,
    defects: [at(30_000)],
    errno: EIO,
    device: 'usb-storage,bus=usb.0,port=1,serial=USB-0001',
    place: /0000:00:09\.0/,
  },
} as const satisfies Record<string, MachineDisk>;

export type MachineDiskName = keyof typeof MACHINE;

/** The drivers of them all. */
export const DRIVERS = [
  'ahci',
  'sd_mod',
  'nvme',
  'virtio_scsi',
  'virtio_blk',
  'xhci_pci',
  'usb_storage',
];

export function machineArgs(): string[] {
  const args = [
    '-device',
    'virtio-scsi-pci,addr=0x7,id=scsi',
    '-device',
    'qemu-xhci,addr=0x9,id=usb',
  ];
  for (const [name, disk] of Object.entries<MachineDisk>(MACHINE)) {
    args.push('-blockdev', mediaArg(name, disk), '-blockdev', faultsArg(name, disk));
    args.push('-device', `${disk.device},drive=${name}`);
  }
  return args;
}

function mediaArg(name: string, { sectors512 }: MachineDisk): string {
  const size = sectors512 * 512;
  return `driver=null-co,node-name=${name}-media,size=${size},read-zeroes=on`;
}

/** docs/devel/blkdebug.rst: a rule fails each read that touches its sector. */
function faultsArg(name: string, { defects, errno }: MachineDisk): string {
  const words = [`driver=blkdebug,node-name=${name},image=${name}-media`];
  let rule = 0;
  for (const { from, to } of defects) {
    for (let sector = from; sector <= to; sector++) {
      const prefix = `inject-error.${rule}`;
      words.push(`${prefix}.event=none`, `${prefix}.iotype=read`);
      words.push(`${prefix}.errno=${errno}`, `${prefix}.sector=${sector}`);
      rule++;
    }
  }
  return words.join(',');
}

function at(from: number, to = from): Defect {
  return { from, to };
}
