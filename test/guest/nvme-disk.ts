// NVMe disks in the guest whose answers are the test's: namespaces of a controller in user space, reached by
// the kernel's own driver over the loopback.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, PROJECT } from '../rig/server-binary.ts';
import type { Guest } from './guest.ts';

export const NVME_TCP_DRIVERS = ['nvme-tcp'];

export interface NvmeFault {
  readonly lba: number;
  readonly count: number;
  /** Code, type and flags, as a completion has them without its phase. */
  readonly status: number;
}

export interface NvmeSpace {
  readonly sectors: number;
  readonly sectorBytes: 512 | 4096;
  readonly faults: readonly NvmeFault[];
}

/** A command for sectors. */
export interface NvmeCommand {
  /** Its namespace: the first is 1. */
  readonly nsid: number;
  readonly opcode: number;
  readonly lba: number;
  readonly sectors: number;
  readonly status: number;
}

export interface NvmeLog {
  readonly commands: readonly NvmeCommand[];
  /** Opcodes of the admin queue. */
  readonly admin: readonly number[];
}

export interface NvmeController {
  /** A disk for each namespace. */
  readonly paths: readonly string[];
  /** What the controller was sent since it was asked last. */
  log(): Promise<NvmeLog>;
}

const SOURCES = join(PROJECT, 'test/guest/nvme');
const FIRST_PORT = 4420;

/** Of the guest. */
let made = 0;

export async function makeNvmeController(
  guest: Guest,
  spaces: readonly NvmeSpace[],
  { verifies, latencyUs = 0 }: { readonly verifies: boolean; readonly latencyUs?: number },
): Promise<NvmeController> {
  const number = made++;
  const at = `/run/nvme-${number}`;
  const port = FIRST_PORT + number;
  const words = spaces.map(
    ({ sectors, sectorBytes }, i) => `${sectors} ${sectorBytes} ${at}.faults-${i}`,
  );
  const faults = spaces.map(({ faults }, i) => {
    const lines = faults.map(({ lba, count, status }) => `${lba} ${count} ${status.toString(16)}`);
    return `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >${at}.faults-${i}`;
  });
  const name = `nqn.2014-08.org.nvmexpress:test-${number}`;
  const host = `hostnqn=nqn.2014-08.org.nvmexpress:uuid:${uuid(number)},hostid=${uuid(number)}`;
  const instance = await guest.run(`
    busybox ip link set lo up
    ${faults.join('\n')}
    setsid ${program()} ${port} ${name} ${at}.log ${verifies ? 'verifies' : 'reads'} ${latencyUs} \\
      ${words.join(' ')} >${at}.err 2>&1 </dev/null &
    until grep -q ' 0100007F:${port.toString(16).toUpperCase()} 00000000:0000 0A ' /proc/net/tcp; do
      sleep 0.1
    done
    exec 4<>/dev/nvme-fabrics
    printf '%s' 'transport=tcp,traddr=127.0.0.1,trsvcid=${port},nqn=${name},${host},nr_io_queues=1' >&4
    read -r answer <&4
    answer=\${answer%%,*}
    echo \${answer#instance=}`);
  const paths = spaces.map((_, i) => `/dev/nvme${instance}n${i + 1}`);
  await guest.run(`until [ -b ${paths.join(' ] && [ -b ')} ]; do sleep 0.1; done`);
  let told = 0;
  return {
    paths,
    log: async () => {
      const lines = (await guest.run(`cat ${at}.log`)).split('\n');
      const fresh = lines.slice(told).map((line) => line.split(' '));
      told = lines.length;
      const hexadecimal = (word: string) => Number.parseInt(word, 16);
      const [admin, io] = [true, false].map((is) => fresh.filter((w) => (w[0] === 'admin') === is));
      return {
        admin: admin!.map(([, opcode]) => hexadecimal(opcode!)),
        commands: io!.map(([nsid, opcode, lba, sectors, status]) => ({
          nsid: Number(nsid),
          opcode: hexadecimal(opcode!),
          lba: Number(lba),
          sectors: Number(sectors),
          status: hexadecimal(status!),
        })),
      };
    },
  };
}

function program(): string {
  const files = readdirSync(SOURCES).sort();
  const ending = (end: string) => files.filter((name) => name.endsWith(end));
  const paths = (names: string[]) => names.map((name) => join(SOURCES, name));
  return compiled('nvme_disk', paths(ending('.c')), paths(ending('.h')));
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
