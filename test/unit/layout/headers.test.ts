// What stands in front of the data of an encrypted volume or a member of LVM, as their own programs write
// it, while none of it is active.

import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../../rig/availability.ts';
import { run } from '../../rig/system.ts';
import { emptyImage, lacking, MIB } from './image.ts';
import { at, dir, remove } from './located.ts';

afterAll(remove);

const luks = ['-q', '--pbkdf', 'pbkdf2', '--pbkdf-force-iterations', '1000'];

describeUnless(lacking({ cryptsetup: 'cryptsetup-bin' }), 'LUKS', () => {
  test.each([
    ['luks1', 4096],
    ['luks2', 32_768],
  ])('%s: its header is metadata up to where its data begin', async (type, dataLba) => {
    const image = emptyImage(join(dir, `${type}.img`), 64 * MIB);
    const format = `printf secret | cryptsetup luksFormat ${luks.join(' ')} --type ${type} ${image} -`;
    run('sh', ['-c', format]);
    const found = await at(image, [0, 1, 100, dataLba - 1, dataLba, 100_000]);
    expect(found.map(({ filesystem }) => filesystem?.type)).toEqual(Array(6).fill('crypto_LUKS'));
    const own = Array(4).fill('metadata');
    expect(found.map(({ use }) => use)).toEqual([...own, 'unknown', 'unknown']);
  });
});

describeUnless(lacking({ pvcreate: 'lvm2' }) ?? canMakeDisks(), 'LVM', () => {
  test('its header is metadata up to where its data begin', async () => {
    const image = emptyImage(join(dir, 'lvm.img'), 64 * MIB);
    const loop = run('losetup', ['-f', '--show', image]).trim();
    try {
      run('pvcreate', [
        '-q',
        '-q',
        '-y',
        '--config',
        `devices{filter=["a|${loop}|","r|.*|"]}`,
        loop,
      ]);
    } finally {
      run('losetup', ['-d', loop]);
    }
    const found = await at(image, [0, 1, 2047, 2048, 100_000]);
    expect(found.map(({ use }) => use)).toEqual([
      ...Array(3).fill('metadata'),
      'unknown',
      'unknown',
    ]);
  });
});
