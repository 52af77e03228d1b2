import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify } from '../../../src/layout/filesystems/identify.ts';
import { parseNvlist } from '../../../src/layout/filesystems/nvlist.ts';
import { SEED } from '../../property/seed.ts';
import { MemoryDisk } from './memory-disk.ts';
import { nvlist, type Pairs } from './xdr.ts';

const LABEL: Pairs = {
  version: 5000n,
  name: 'tank',
  state: 0n,
  pool_guid: 1234567890123456789n,
  guid: 42n,
  vdev_tree: {
    type: 'mirror',
    id: 0n,
    guid: 7n,
    children: [
      { type: 'disk', id: 0n, guid: 41n, path: '/dev/ada0p3' },
      { type: 'disk', id: 1n, guid: 42n, path: '/dev/ada1p3' },
    ],
  },
};

function member(label: Pairs, place = 16384): MemoryDisk {
  const disk = new MemoryDisk(204800);
  return disk.put(place / 512, nvlist(label));
}

const told = async (disk: MemoryDisk) => (await identify(disk.read, disk)).filesystem;

describe('a ZFS label', () => {
  it('tells the pool and the vdev', async () => {
    expect(await told(member(LABEL))).toMatchObject({
      type: 'zfs_member',
      label: 'tank',
      uuid: '1234567890123456789',
      notes: [expect.stringContaining('the member /dev/ada1p3 of mirror-0 of the ZFS pool tank')],
    });
  });

  it('tells the pool of a disk alone', async () => {
    const label = { ...LABEL, vdev_tree: { type: 'disk', guid: 42n, path: '/dev/sdb1' } };
    expect((await told(member(label)))?.notes[0]).toMatch(
      /^the member \/dev\/sdb1 of the ZFS pool tank:/,
    );
  });

  it('is read from its second copy where the first cannot be', async () => {
    const disk = member(LABEL);
    disk.put((16384 + 262144) / 512, nvlist(LABEL));
    disk.bad.add(33);
    expect(await told(disk)).toMatchObject({ label: 'tank' });
  });

  it('lets no name through that would steer the terminal', async () => {
    const filesystem = await told(member({ ...LABEL, name: 'ta\x1b[2Jnk' }));
    expect(filesystem?.label).toBe('ta?[2Jnk');
    expect(filesystem?.notes[0]).not.toContain('\x1b');
  });

  it('is none without a pool, a member or a tree', async () => {
    for (const name of ['name', 'guid', 'vdev_tree']) {
      const { [name]: _left, ...rest } = LABEL;
      expect(await told(member(rest))).toBeNull();
    }
  });
});

describe('a list of names and values', () => {
  it('is null where it is cut, whatever it was', () => {
    const bytes = nvlist(LABEL);
    for (let length = 0; length < bytes.length; length += 3) {
      expect(parseNvlist(bytes.subarray(0, length))).toBeNull();
    }
  });

  it('is null where it nests without end', () => {
    let tree: Pairs = { type: 'disk' };
    for (let depth = 0; depth < 50; depth++) tree = { tree };
    expect(parseNvlist(nvlist(tree))).toBeNull();
  });

  it('neither throws nor hangs on anything', () => {
    const whole = nvlist(LABEL);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(60), (changes, cut) => {
        const bytes = Buffer.from(whole.subarray(0, whole.length - cut));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const list = parseNvlist(bytes);
        return list === null || list.size <= 4096;
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});
