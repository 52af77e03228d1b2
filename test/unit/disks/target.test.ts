import { describe, expect, it } from 'vitest';
import { resolveTarget } from '../../../src/disks/target.ts';
import { failure, fakeSystem } from './fakes.ts';

const system = fakeSystem({ files: { '/dev/sda': {}, '/dev/both': {}, both: {}, 'disk.img': {} } });

describe('a target argument', () => {
  it.each([
    ['/dev/sda', '/dev/sda'],
    ['./both', './both'],
    ['../x/nowhere.img', '../x/nowhere.img'],
    ['sda', '/dev/sda'],
    ['disk.img', 'disk.img'],
    ['..', '..'],
  ])('%s is the path %s', async (argument, path) => {
    expect(await resolveTarget(argument, system)).toEqual({ kind: 'path', path });
  });

  it('sim: is the simulated disk, whatever stands behind it', async () => {
    expect(await resolveTarget('sim:', system)).toEqual({ kind: 'sim', spec: '' });
    expect(await resolveTarget('sim:model=a/b', system)).toEqual({
      kind: 'sim',
      spec: 'model=a/b',
    });
  });

  it('a name that is both a node and a file is refused with both ways to say it', async () => {
    const error = await failure(resolveTarget('both', system));
    expect(error.code).toBe('ERR_USAGE');
    expect(error.message).toContain('write /dev/both or ./both');
  });

  it('a name that is neither is absent, and the list is named', async () => {
    const error = await failure(resolveTarget('sdz', system));
    expect(error).toMatchObject({ code: 'ERR_ABSENT', path: 'sdz' });
    expect(error.message).toContain('surfscan list');
  });

  it.each([
    '',
    'a\0b',
    'a\nb',
    '/dev/\x1b[2J',
    'sim:model=\x9b',
  ])('%j is refused', async (argument) => {
    const error = await failure(resolveTarget(argument, system));
    expect(error.code).toBe('ERR_USAGE');
    expect(error.message).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });

  it('what cannot be looked at is left to be opened, which says more', async () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const stat = (path: string) =>
      Promise.reject(path === 'x' ? denied : Object.assign(new Error(), { code: 'ENOENT' }));
    expect(await resolveTarget('x', { ...system, stat })).toEqual({ kind: 'path', path: 'x' });
  });
});
