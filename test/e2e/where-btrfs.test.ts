// Whose a block of a Btrfs is, where the sector itself, or what tells, cannot be read.

import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { locate } from '../../src/layout/locate.ts';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { run, tryRun } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { brief, mounted, records, recordsIn, unmount, whereOn } from './records.ts';

const lacks = lacking({ 'mkfs.btrfs': 'btrfs-progs', btrfs: 'btrfs-progs' });

describeUnless(lacks ?? canMakeDisks(), 'a Btrfs', () => {
  function image(options: readonly string[], fill: (directory: string) => void, how = 'noatime') {
    const path = emptyImage(join(temporaryDirectory(), 'btrfs.img'), 200 * MIB);
    run('mkfs.btrfs', ['-q', '-f', ...options, path]);
    mounted(path, how, fill);
    return path;
  }

  const precious = (directory: string) =>
    writeFileSync(join(directory, 'precious'), records(1, 300_000));
  const single = ['-m', 'single', '-d', 'single'];

  const rootOf = (path: string, name: string) => {
    const said = run('btrfs', ['inspect-internal', 'dump-tree', '-r', path]);
    return Number(new RegExp(`${name} ROOT_ITEM 0\\) (\\d+)`).exec(said)?.[1]) / 512;
  };

  test.each(['FS_TREE', 'EXTENT_TREE'])('nothing is free without its %s', async (name) => {
    const path = image(single, precious);
    const file = recordsIn(path).get(1)![50]!;
    // Chunks of a new file system whose data are single lie where their addresses say.
    const [where] = await whereOn(path, [file], { alsoBad: [rootOf(path, name)] });
    expect(where).toMatchObject({ filesystem: { type: 'btrfs' }, use: 'unknown' });
    expect(where?.notes[0]).toMatch(/^a node of its (file|extent) tree cannot be read$/);
    expect((await whereOn(path, [file])).map(brief)).toEqual(['file /precious']);
  });

  test('mixed groups: nodes and files lie in the same chunk', async () => {
    const path = image(['--mixed'], precious);
    const file = recordsIn(path).get(1)![50]!;
    const found = await whereOn(path, [file, file + 200_000]);
    expect(found.map(brief)).toEqual(['file /precious', 'free']);
  });

  test('compressed, of a snapshot, and in a part that was written anew', async () => {
    let before: Map<number, number[]> = new Map();
    const path = image(single, (directory) => {
      run('btrfs', ['subvolume', 'create', join(directory, 'sub')]);
      writeFileSync(join(directory, 'sub', 'kept'), records(1, 300_000));
      writeFileSync(join(directory, 'changed'), records(2, 300_000));
      run('sync', ['-f', directory]);
      run('btrfs', ['subvolume', 'snapshot', join(directory, 'sub'), join(directory, 'snap')]);
    });
    mounted(path, 'noatime', (directory) => {
      run('rm', [join(directory, 'sub', 'kept')]);
      before = recordsIn(path);
      const file = openSync(join(directory, 'changed'), 'r+');
      writeSync(file, Buffer.alloc(65_536, 1), 0, 65_536, 65_536);
      fsyncSync(file);
      closeSync(file);
    });
    const lbas = [before.get(1)![50]!, before.get(2)![50]!, before.get(2)![200]!];
    expect((await whereOn(path, lbas)).map(brief)).toEqual([
      'file /snap/kept',
      'file /changed',
      'unknown',
    ]);
  });

  test('a compressed file', async () => {
    const path = image(
      single,
      (directory) => writeFileSync(join(directory, 'packed'), records(1, 4 * MIB)),
      'compress-force=zstd',
    );
    const said = run('btrfs', ['inspect-internal', 'dump-tree', '-t', '5', path]);
    const [, start] = /extent data disk byte (\d+) nr/.exec(said)!;
    expect((await whereOn(path, [Number(start) / 512])).map(brief)).toEqual(['file /packed']);
  });

  test.each([
    ['raid0', 2],
    ['raid1', 2],
    ['raid10', 4],
  ])('%s, mounted: the system names the other devices', async (profile, count) => {
    const dir = temporaryDirectory();
    const loops = Array.from({ length: count }, (_v, index) => {
      const loop = run('losetup', [
        '-f',
        '--show',
        emptyImage(join(dir, `member${index}`), 200 * MIB),
      ]).trim();
      onTestFinished(() => void tryRun('losetup', ['-d', loop]));
      return loop;
    });
    run('mkfs.btrfs', ['-q', '-f', '-d', profile, '-m', profile, ...loops]);
    const directory = join(dir, 'mounted');
    mkdirSync(directory);
    for (const loop of loops) run('btrfs', ['device', 'scan', loop]);
    run('mount', ['-t', 'btrfs', loops[0]!, directory]);
    onTestFinished(() => void tryRun('btrfs', ['device', 'scan', '--forget']));
    try {
      for (const file of [1, 2, 3]) {
        writeFileSync(join(directory, `f${file}`), records(file, MIB));
      }
      run('sync', ['-f', directory]);
      for (const [index, loop] of loops.entries()) {
        const at = recordsIn(join(dir, `member${index}`));
        const lbas = [...at].flatMap(([, places]) => [places[0]!, places.at(-1)!]);
        const target = { address: loop, kind: 'block', sectors: 400 * 1024 } as const;
        const found = await locate(lbas, { ...target, logicalBytes: 512 });
        const names = [...at.keys()].flatMap((file) => [`file /f${file}`, `file /f${file}`]);
        expect(lbas.length).toBeGreaterThan(0);
        expect(found.map(brief)).toEqual(names);
      }
    } finally {
      unmount(directory);
    }
    // Without the others: what lies on this one alone is told, the rest is not.
    const at = recordsIn(join(dir, 'member0'));
    const lbas = [...at].flatMap(([, places]) => places.slice(0, 1));
    for (const { use, file } of await whereOn(join(dir, 'member0'), lbas)) {
      expect(use).not.toBe('free');
      if (profile === 'raid1') expect(file).toMatch(/^\/f\d$/);
    }
  });
});
