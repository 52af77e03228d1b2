// Which files are disks right now.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attachedFiles } from '../../../src/disks/attached-files.ts';
import { fakeSystem } from './fakes.ts';

/** A sysfs with loop devices, each over the file that is given. */
function loops(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'surfscan-sysfs-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'sys/block/sda'), { recursive: true });
  mkdirSync(join(root, 'sys/block/loop9'), { recursive: true });
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(join(root, 'sys/block', name, 'loop'), { recursive: true });
    writeFileSync(join(root, 'sys/block', name, 'loop/backing_file'), `${file}\n`);
  }
  return root;
}

test('Linux: those below loop devices, by inode; what is not to be seen is left out', async () => {
  const root = loops({ loop0: '/v.img', loop1: '/gone.img (deleted)', loop2: '/odd\nname \n' });
  const files = { '/v.img': { dev: 7n, ino: 8n }, '/odd\nname \n': { dev: 7n, ino: 9n } };
  expect(await attachedFiles(fakeSystem({ root, files }))).toEqual(
    new Map([
      ['inode:7:8', '/dev/loop0'],
      ['inode:7:9', '/dev/loop2'],
    ]),
  );
});

test('Linux: a file that has other names only is known by its inode', async () => {
  // Two of one name, as one may be in another container.
  const gone = '/gone.img (deleted)';
  const root = loops({ loop0: gone, loop1: gone, loop2: '/v.img', loop3: '/w.img' });
  const inodes: Record<string, { dev: bigint; ino: bigint }> = {
    '/dev/loop0': { dev: 65027n, ino: 8n },
    '/dev/loop1': { dev: 65027n, ino: 10n },
    '/dev/loop2': { dev: 16777220n, ino: 9n },
  };
  const backingFile = async (disk: string) => inodes[disk] ?? null;
  expect(await attachedFiles(fakeSystem({ root, backingFile }))).toEqual(
    new Map([
      ['inode:65027:8', '/dev/loop0'],
      ['inode:65027:10', '/dev/loop1'],
      ['inode:16777220:9', '/dev/loop2'],
    ]),
  );
});

test('FreeBSD: those below memory disks of type vnode', async () => {
  const geom = (name: string, config: string) =>
    `<geom id="${name}"><name>${name}</name><rank>1</rank><provider id="p${name}"><geom ref="${name}"/>` +
    `<mode>r0w0e0</mode><name>${name}</name><mediasize>512</mediasize><sectorsize>512</sectorsize>` +
    `<config>${config}</config></provider></geom>`;
  const classes =
    `<class id="md"><name>MD</name>${geom('md0', '<type>vnode</type><file>/v &amp; w.img</file>')}` +
    `${geom('md1', '<type>swap</type>')}</class>`;
  const system = fakeSystem({
    platform: 'freebsd',
    files: { '/v & w.img': { dev: 1n, ino: 5n } },
    run: async (file) => (file.endsWith('sysctl') ? `<mesh>${classes}</mesh>` : ''),
  });
  expect(await attachedFiles(system)).toEqual(new Map([['inode:1:5', '/dev/md0']]));
});

test('a system that tells nothing is no reason to fail', async () => {
  const silent = fakeSystem({ platform: 'freebsd', run: () => Promise.reject(new Error('no')) });
  expect(await attachedFiles(silent)).toEqual(new Map());
  expect(await attachedFiles(fakeSystem())).toEqual(new Map());
});

test('a file that is silent hides no other', async () => {
  const root = loops({ loop0: '/silent.img', loop1: '/v.img' });
  const system = fakeSystem({ root, files: { '/v.img': { dev: 7n, ino: 8n } } });
  const silent: typeof system = {
    ...system,
    stat: (path) => (path === '/silent.img' ? new Promise(() => {}) : system.stat(path)),
  };
  expect(await attachedFiles(silent, 5000)).toEqual(new Map([['inode:7:8', '/dev/loop1']]));
});

test('a disk that is silent hides no other, and an addon that is not there no path', async () => {
  const root = loops({ loop0: '/w.img', loop1: '/v.img' });
  const files = { '/v.img': { dev: 7n, ino: 8n } };
  const backingFile = (disk: string) =>
    disk === '/dev/loop0' ? new Promise<never>(() => {}) : Promise.resolve({ dev: 7n, ino: 9n });
  expect(await attachedFiles(fakeSystem({ root, files, backingFile }), 5000)).toEqual(
    new Map([
      ['inode:7:8', '/dev/loop1'],
      ['inode:7:9', '/dev/loop1'],
    ]),
  );
  const without: ReturnType<typeof fakeSystem> = {
    ...fakeSystem({ root, files }),
    native: () => Promise.reject(new Error('no addon')),
  };
  expect(await attachedFiles(without)).toEqual(new Map([['inode:7:8', '/dev/loop1']]));
});
