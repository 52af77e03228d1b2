// A Linux machine made of files: sysfs, procfs and udev's database in a temporary directory.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';

export interface DiskFiles {
  /** Below sys/devices, as the kernel builds it, without the disk's own name. */
  at: string;
  number: string;
  /** By path within the disk's directory; Buffers for VPD pages. */
  files?: Record<string, string | Buffer>;
}

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'surfscan-disks-'));
  private readonly dirs = new Map<string, string>();

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    this.write('proc/self/mountinfo', '');
    this.write('proc/swaps', 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n');
  }

  write(path: string, content: string | Buffer): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }

  disk(name: string, { at, number, files = {} }: DiskFiles): void {
    this.node(name, join('sys/devices', at, name), number, files);
    this.link(`sys/block/${name}`, join('sys/devices', at, name));
  }

  partition(disk: string, name: string, number: string, files: Record<string, string>): void {
    const index = name.match(/(\d+)$/)?.[1] ?? '1';
    this.node(name, join(this.dirs.get(disk)!, name), number, {
      partition: `${index}\n`,
      ...files,
    });
  }

  /** `above` stands on `below`: the links the kernel makes both ways. */
  stack(above: string, below: string): void {
    this.link(join(this.dirs.get(below)!, 'holders', above), this.dirs.get(above)!);
    this.link(join(this.dirs.get(above)!, 'slaves', below), this.dirs.get(below)!);
  }

  mounts(...lines: string[]): void {
    const text = lines.map((line, index) => `${30 + index} 1 ${line}\n`).join('');
    this.write('proc/self/mountinfo', text);
  }

  swap(...lines: string[]): void {
    const head = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n';
    this.write('proc/swaps', head + lines.map((line) => `${line}\n`).join(''));
  }

  udev(number: string, properties: Record<string, string>): void {
    const lines = Object.entries(properties).map(([key, value]) => `E:${key}=${value}\n`);
    this.write(
      `run/udev/data/b${number}`,
      `S:disk/by-id/x\nI:1234567\n${lines.join('')}G:systemd\n`,
    );
  }

  link(path: string, target: string): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    symlinkSync(relative(dirname(full), join(this.root, target)), full);
  }

  dirOf(name: string): string {
    return this.dirs.get(name)!;
  }

  private node(name: string, dir: string, number: string, files: Record<string, string | Buffer>) {
    this.dirs.set(name, dir);
    this.write(join(dir, 'dev'), `${number}\n`);
    for (const [path, content] of Object.entries(files)) this.write(join(dir, path), content);
    this.link(`sys/dev/block/${number}`, dir);
    this.link(`sys/class/block/${name}`, dir);
  }
}

const SATA = 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block';

/** An ATA Information page, SAT-5 12.4.2, around IDENTIFY DEVICE data. */
export function ataInformation(
  model: string,
  serial: string,
  firmware: string,
  wwn: string,
  words: Readonly<Record<number, number>> = {},
): Buffer {
  const page = Buffer.alloc(572);
  page[1] = 0x89;
  page.writeUInt16BE(568, 2);
  const put = (word: number, count: number, text: string) =>
    Buffer.from(text.padEnd(count * 2), 'latin1')
      .swap16()
      .copy(page, 60 + word * 2);
  put(10, 10, serial.padStart(20));
  put(23, 4, firmware);
  put(27, 20, model);
  page.writeUInt16LE(0x4100, 60 + 174);
  Buffer.from(wwn, 'hex')
    .swap16()
    .copy(page, 60 + 216);
  for (const [word, value] of Object.entries(words))
    page.writeUInt16LE(value, 60 + 2 * Number(word));
  return page;
}

/** A 2 TB disk of 512-byte sectors on 4096-byte ones, with an EFI and a root partition. */
export function addSataDisk(machine: Machine, name = 'sda', major = 8, minor = 0): void {
  machine.disk(name, {
    at: SATA.replace('ata1', `ata${1 + minor / 16}`),
    number: `${major}:${minor}`,
    files: {
      size: '3907029168\n',
      'queue/logical_block_size': '512\n',
      'queue/physical_block_size': '4096\n',
      'queue/rotational': '1\n',
      'device/vendor': 'ATA     \n',
      'device/model': 'WDC WD20EFRX-68E\n',
      'device/rev': '0A82\n',
      'device/vpd_pg89': ataInformation(
        'WDC WD20EFRX-68EUZN0',
        'WD-WCC4M0123456',
        '82.00A82',
        '50014ee2b311add7',
      ),
    },
  });
  machine.partition(name, `${name}1`, `${major}:${minor + 1}`, {
    start: '2048\n',
    size: '1048576\n',
  });
  machine.partition(name, `${name}2`, `${major}:${minor + 2}`, {
    start: '1050624\n',
    size: '3905978368\n',
  });
}

export function addStackedDisk(machine: Machine, name: string, number: string, files = {}): void {
  machine.disk(name, {
    at: 'virtual/block',
    number,
    files: { size: '1000\n', 'queue/logical_block_size': '512\n', ...files },
  });
}
