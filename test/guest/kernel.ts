// The guest's kernel and the little root that it starts with. fetch-kernel.sh brings the kernel.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { PROJECT } from '../rig/server-binary.ts';
import { run } from '../rig/system.ts';

/** In the tree, where git and the linter pass it by. */
export const BUILD = join(PROJECT, 'build-guest');
/** A root for `modprobe -d`. */
export const KERNEL = join(BUILD, 'kernel');
export const VMLINUX = join(KERNEL, 'vmlinux');

/** Debian's busybox-static. Where busybox is the dynamic one, the guest's /init does not start. */
export const BUSYBOX = '/bin/busybox';

/** What it takes to reach the host's root and the port; all others are loaded from there. */
const MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'virtio_console'];

export function isKernelThere(): boolean {
  return existsSync(VMLINUX);
}

/** Writes an initramfs to `path`: busybox, MODULES with what they need, init.sh. */
export function buildInitramfs(path: string): void {
  const root = `${path}.root`;
  for (const directory of ['bin', 'dev', 'modules']) {
    mkdirSync(join(root, directory), { recursive: true });
  }
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  copyFileSync(join(PROJECT, 'test/guest/init.sh'), join(root, 'init'));
  chmodSync(join(root, 'init'), 0o755);
  const files = modulesInOrder();
  for (const file of files) copyFileSync(file, join(root, 'modules', basename(file)));
  writeFileSync(join(root, 'modules.order'), files.map((file) => `${basename(file)}\n`).join(''));
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const archive = execFileSync('cpio', ['-o', '-H', 'newc', '-R', '0:0', '--quiet'], {
    cwd: root,
    input: names.join('\n'),
    maxBuffer: 256 * 1024 * 1024,
  });
  writeFileSync(path, archive);
  rmSync(root, { recursive: true });
}

/** Paths, each behind those that it needs. */
function modulesInOrder(): string[] {
  const [version] = readdirSync(join(KERNEL, 'lib/modules'));
  const files = new Set<string>();
  for (const name of MODULES) {
    const lines = run('modprobe', ['-d', KERNEL, '-S', version!, '--show-depends', name]);
    for (const [, file] of lines.matchAll(/^insmod (\S+)/gm)) files.add(file!);
  }
  return [...files];
}
