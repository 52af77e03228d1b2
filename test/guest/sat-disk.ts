// A disk in the guest, SATA behind a translator or SCSI, whose answers are the test's: a program in user space below TCM, the kernel's
// SCSI target, looped back as a SCSI host.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, PROJECT } from '../rig/server-binary.ts';
import type { Guest } from './guest.ts';

export const SAT_DRIVERS = ['target_core_user', 'tcm_loop', 'sg'];

export interface SatFault {
  readonly lba: number;
  readonly count: number;
  readonly kind: 'unc' | 'idnf' | 'abrt' | 'amnf' | 't0nf' | 'bbk' | 'icrc' | 'df';
  /** The LBA that the disk names for it; absent: the right one. */
  readonly named?: number | 'none';
}

export interface SatDisk {
  readonly path: string;
  /** What the disk was sent since it was asked last: the bytes of a command, and its status. */
  commands(): Promise<SatCommand[]>;
}

export interface SatCommand {
  readonly cdb: readonly number[];
  readonly failed: boolean;
}

const SOURCES = join(PROJECT, 'test/guest/sat');
const CONFIGFS = '/sys/kernel/config';
const TARGET = `${CONFIGFS}/target`;

/** Of the guest: the kernel counts its loops, too. */
let made = 0;

export async function makeSatDisk(
  guest: Guest,
  faults: readonly SatFault[],
  { sectors, sectorBytes = 512, sense, kind = 'ata', hidden = 0, corrected = [] }: SatGeometry,
): Promise<SatDisk> {
  const number = made++;
  const log = `/run/sat-${number}.log`;
  const lines = [
    ...faults.map(({ lba, count, kind, named = '' }) => `${lba} ${count} ${kind} ${named}`),
    ...corrected.map((lba) => `${lba} 1 rec`),
  ];
  await guest.run(`
    [ -d ${TARGET} ] || mount -t configfs config ${CONFIGFS}
    printf '%s' '${lines.map((line) => `${line}\n`).join('')}' >/run/sat-${number}.faults
    core=${TARGET}/core/user_${number}/disk
    mkdir -p $core
    echo dev_config=test/${number} >$core/control
    echo dev_size=${sectors * sectorBytes} >$core/control
    echo hw_block_size=${sectorBytes} >$core/control
    echo 1 >$core/enable
    for uio in /sys/class/uio/*; do
      [ "$(cat $uio/name)" = tcm-user/${number}/disk/test/${number} ] && break
    done
    setsid ${program()} /dev/\${uio##*/} /run/sat-${number}.faults ${log} ${sectors} ${sectorBytes} ${sense} ${kind} ${hidden} \\
      >/run/sat-${number}.err 2>&1 </dev/null &
    loop=${TARGET}/loopback/${naa(0, number)}
    mkdir -p $loop/tpgt_1
    echo ${naa(1, number)} >$loop/tpgt_1/nexus
    mkdir $loop/tpgt_1/lun/lun_0
    ln -s $core $loop/tpgt_1/lun/lun_0/disk`);
  const path = await guest.diskAt(new RegExp(`/tcm_loop_adapter_${number}/`));
  let told = 0;
  return {
    path,
    commands: async () => {
      const all = (await guest.run(`cat ${log}`)).split('\n').map(parsed);
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
  };
}

export interface SatGeometry {
  readonly sectors: number;
  readonly sectorBytes?: number;
  readonly sense: 'fixed' | 'descriptors';
  readonly kind?: 'ata' | 'scsi';
  /** Sectors of a host protected area. */
  readonly hidden?: number;
  /** LBAs that verify, and the disk says that it had to correct them. */
  readonly corrected?: readonly number[];
}

function program(): string {
  const files = readdirSync(SOURCES).sort();
  const ending = (end: string) => files.filter((name) => name.endsWith(end));
  const paths = (names: string[]) => names.map((name) => join(SOURCES, name));
  return compiled('sat_disk', paths(ending('.c')), paths(ending('.h')));
}

function naa(kind: number, number: number): string {
  return `naa.500140${kind}${number.toString(16).padStart(9, '0')}`;
}

function parsed(line: string): SatCommand {
  const words = line.split(' ');
  const status = words.pop();
  return { cdb: words.map((word) => Number.parseInt(word, 16)), failed: status !== '0' };
}
