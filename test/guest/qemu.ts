// The QEMU process. Without KVM (`tcg`): everywhere the same, and slow.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VMLINUX } from './kernel.ts';

export const QEMU = 'qemu-system-x86_64';

const MEMORY_MIB = 1024;
const LOG_TAIL_LINES = 60;

// loglevel: a line on the emulated console costs milliseconds, the log is asked for instead.
// tsc: the processors' counters are one clock; left to find that out, the kernel sometimes fails, and
// then every look at the time is a system call.
// no_timer_check: at its start the kernel waits ten ticks for the timer's interrupts, by turns of a loop, and
// panics without ("IO-APIC + timer doesn't work"); a busy host lets them come late (check_timer() of
// arch/x86/kernel/apic/io_apic.c).
const KERNEL_WORDS = 'console=ttyS0 loglevel=3 panic=-1 tsc=reliable no_timer_check';

/** Its standard streams are the guest's port. It dies with this process, however this one ends.
 * `directory` holds the initramfs; the guest has it as /run/jobs, to read and to write. */
export function startQemu(
  directory: string,
  deviceArgs: readonly string[],
): ChildProcessWithoutNullStreams {
  const args = ['--pdeathsig', 'KILL', '--', QEMU];
  // A plain processor: SSE4 and AVX cost more to imitate than they save, a third of the time. But
  // without a source of randomness node waits for seconds.
  args.push('-M', 'q35', '-accel', 'tcg,thread=multi', '-cpu', 'qemu64,+rdrand');
  args.push('-smp', '2', '-m', String(MEMORY_MIB));
  args.push('-display', 'none', '-nodefaults', '-no-reboot');
  args.push('-serial', `file:${serialLogPath(directory)}`);
  args.push('-kernel', VMLINUX, '-initrd', initramfsPath(directory));
  args.push('-append', KERNEL_WORDS);
  args.push(...sharedDirectory('root', '/', 'readonly=on'));
  args.push(...sharedDirectory('jobs', directory, 'readonly=off'));
  args.push('-device', 'virtio-serial-pci,addr=0x1c', '-chardev', 'stdio,id=port,signal=off');
  args.push('-device', 'virtserialport,chardev=port,nr=1');
  args.push(...deviceArgs);
  return spawn('setpriv', args, { stdio: 'pipe' });
}

export function initramfsPath(directory: string): string {
  return join(directory, 'initramfs');
}

export function serialLogTail(directory: string): string {
  try {
    const log = readFileSync(serialLogPath(directory), 'utf8').replaceAll('\0', '');
    return log.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  } catch {
    return '(none)';
  }
}

function serialLogPath(directory: string): string {
  return join(directory, 'serial.log');
}

function sharedDirectory(tag: string, path: string, mode: string): string[] {
  const security = 'security_model=none,multidevs=remap';
  return [
    '-virtfs',
    `local,path=${path.replaceAll(',', ',,')},mount_tag=${tag},${security},${mode}`,
  ];
}
