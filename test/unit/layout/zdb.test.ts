// Whose a place of a ZFS pool is, with zdb in the words of its source: cmd/zdb/zdb.c.

import { describe, expect, it, test } from 'vitest';
import { filesystem } from '../../../src/layout/filesystems/filesystem.ts';
import { findZfsOwners } from '../../../src/layout/owners/zfs.ts';
import { byteReader } from '../../../src/layout/sectors.ts';
import { nothing, type RunTool, type ToolAnswer } from '../../../src/layout/tool.ts';
import { MemoryDisk } from './memory-disk.ts';
import { nvlist, type Pairs } from './xdr.ts';

const SECTORS = 204_837;
const FRONT = 4 * 1024 * 1024;

const label = (type: string): Pairs => ({
  name: 'tank',
  pool_guid: 1234567890123456789n,
  guid: 42n,
  vdev_tree: {
    type,
    id: 1n,
    guid: 7n,
    children: [{ type: 'disk', id: 0n, guid: 42n, path: '/dev/ada0p3' }],
  },
});

const CONFIG = `
MOS Configuration:
        version: 5000
        name: 'tank'
        pool_guid: 1234567890123456789
        vdev_tree:
            type: 'root'
            children[0]:
                type: 'mirror'
                children[0]:
                    type: 'disk'
                    guid: 42
`;

const object = (number: number, type: string, path: string | null, ...pointers: string[]) =>
  [
    '    Object  lvl   iblk   dblk  dsize  dnsize  lsize   %full  type',
    `${String(number).padStart(10)}    2   128K   128K   129K     512   256K  100.00  ${type} (K=inherit) (Z=inherit=lz4)`,
    '                                               176   bonus  System attributes',
    '\tdnode flags: USED_BYTES USERUSED_ACCOUNTED ',
    '\tdnode maxblkid: 1',
    ...(path === null ? [] : [`\tpath\t${path}`]),
    '\tuid     0',
    'Indirect blocks:',
    ...pointers,
    '',
    '\t\tsegment [0000000000000000, 0000000000040000) size  256K',
  ].join('\n');

const pointer = (level: number, ...dvas: string[]) =>
  `               0 ${level === 0 ? ' L0' : `L${level} `} ${dvas.join(' ')} 20000L/20000P F=1 B=57/57 cksum=1:2:3:4`;

const DUMP = [
  'Dataset mos [META], ID 0, cr_txg 4, 103K, 55 objects',
  object(1, 'object directory', null, pointer(0, '1:8000:1000', '0:20000:1000')),
  'Dataset tank/home@monday [ZPL], ID 70, cr_txg 9, 24K, 7 objects',
  object(3, 'ZFS plain file', '/old', pointer(0, '1:100000:20000')),
  object(4, 'ZFS plain file', '/kept only here', pointer(0, '1:200000:20000')),
  'Dataset tank/home [ZPL], ID 68, cr_txg 8, 24K, 7 objects',
  object(2, 'ZFS directory', '/dir', pointer(0, '1:300000:200')),
  object(
    3,
    'ZFS plain file',
    '/dir/n\xc3\xa4me (K=x)',
    pointer(1, '1:400000:1000'),
    pointer(0, '1:100000:20000', '1:500000:20000'),
  ),
  object(5, 'ZFS plain file', null, pointer(0, '1:600000:20000')),
  object(6, 'zvol object', null, pointer(0, '1:700000:20000')),
].join('\n');

/** What zdb says of one object of the dump. */
function aloneOf(dataset: string, number: string): string {
  const [head = '', ...objects] = DUMP.split(/(?=^Dataset )/m)
    .find((part) => part.startsWith(`Dataset ${dataset} [`))!
    .split(/(?=^ {4}Object)/m);
  return head + objects.find((text) => new RegExp(`^ +${number} {4}2`, 'm').test(text));
}

interface Zdb {
  config?: Partial<ToolAnswer>;
  dump?: Partial<ToolAnswer>;
  /** Of one object alone. */
  alone?: Partial<ToolAnswer>;
}

async function ownersOf(
  bytes: readonly number[],
  { config = {}, dump = {}, alone = {} }: Zdb = {},
  type = 'mirror',
) {
  const disk = new MemoryDisk(SECTORS).put(32, nvlist(label(type)));
  const asked: string[][] = [];
  const run: RunTool = async (tool, args) => {
    asked.push([tool, ...args]);
    const good = { stderr: '', status: 0, trouble: null };
    if (args[0] === '-C') return { ...good, stdout: CONFIG, ...config };
    if (args.length === 3) return { ...good, stdout: aloneOf(args[1]!, args[2]!), ...alone };
    return { ...good, stdout: DUMP, ...dump };
  };
  const volume = {
    filesystem: filesystem('zfs_member', { label: 'tank', blockBytes: 512, blocks: SECTORS }),
    path: '/dev/ada0p3',
    offsetBytes: 0,
    isImage: false,
    reading: (use: (reader: ReturnType<typeof byteReader>) => Promise<never>) =>
      use(byteReader(disk.read, disk)),
    readingOthers: () => Promise.reject(new Error('not read')),
  };
  const found = await findZfsOwners(
    volume as never,
    bytes.map((byte) => byte / 512),
    run,
  );
  return { owners: bytes.map((byte) => found.get(byte / 512)!), asked };
}

const ownerAt = async (offset: number, zdb: Zdb = {}, type = 'mirror') =>
  (await ownersOf([FRONT + offset], zdb, type)).owners[0]!;

describe('a place of a ZFS member', () => {
  it('in a file: its path, and which data set', async () => {
    for (const offset of [0x100000, 0x11fe00, 0x500000]) {
      expect(await ownerAt(offset)).toMatchObject({
        use: 'file',
        file: '/dir/näme (K=x)',
        notes: ['in the data set tank/home'],
      });
    }
  });

  it('that only a snapshot has', async () => {
    expect(await ownerAt(0x200000)).toMatchObject({
      use: 'file',
      file: '/kept only here',
      notes: ['in the snapshot tank/home@monday'],
    });
  });

  it.each([
    [0x300000, 'metadata', '/dir', 'ZFS directory, of the data set tank/home'],
    [
      0x400000,
      'metadata',
      '/dir/näme (K=x)',
      'where data of ZFS plain file are, of the data set tank/home',
    ],
    [0x8000, 'metadata', null, 'object directory, of the data set mos'],
    [0x600000, 'file', null, 'in the data set tank/home'],
    [0x700000, 'unknown', null, 'in the volume tank/home'],
  ])('at %i is %s', async (offset, use, file, note) => {
    expect(await ownerAt(offset)).toMatchObject({ use, file, notes: [note] });
  });

  it.each([
    0x120000, 0xffe00, 0x20000, 0,
  ])('at %i that no object has is not called free', async (at) => {
    expect(await ownerAt(at)).toMatchObject({ use: 'unknown', file: null });
  });

  test('labels and what is reserved are told without zdb', async () => {
    const end = Math.floor((SECTORS * 512) / 262144) * 262144;
    const places = [0, 262144, 524288, FRONT - 512, end - 524288, end - 512, end];
    const { owners, asked } = await ownersOf(places);
    expect(owners.map(({ use }) => use)).toEqual(places.map(() => 'metadata'));
    expect(asked).toEqual([]);
    expect((await ownersOf([FRONT])).asked).toEqual([
      ['zdb', '-C', 'tank'],
      ['zdb', '-dddddd', 'tank'],
    ]);
  });
});

describe('zdb is not believed', () => {
  const config = (stdout: string) => ({ config: { stdout } });

  it.each<[string, Zdb, RegExp]>([
    ['of another pool of that name', config(CONFIG.replace('6789', '6780')), /is another/],
    [
      'of a pool without this member',
      config(CONFIG.replace('guid: 42', 'guid: 421')),
      /is another/,
    ],
    ['that is not there', { config: nothing('zdb is not on this system') }, /not on this system/],
    [
      'that knows no such pool',
      { config: { status: 1, stdout: '', stderr: "zdb: can't open 'tank': No such file" } },
      /can't open/,
    ],
    [
      'that did not finish',
      { dump: { trouble: 'zdb was given 20 s and did not finish', status: null } },
      /20 s/,
    ],
    ['that complained', { dump: { stderr: 'failed to hold dataset' } }, /failed to hold/],
    ['that says another thing of the object alone', { alone: { stdout: '' } }, /alone/],
    ['that fails when it is asked again', { alone: { status: 2 } }, /could not tell/],
    ['that failed', { dump: { status: 3 } }, /could not tell/],
  ])('%s', async (_, zdb, why) => {
    expect(await ownerAt(0x100000, zdb)).toMatchObject({
      use: 'unknown',
      notes: [expect.stringMatching(why)],
    });
  });

  it('where a name has line breaks, whatever it goes on with', async () => {
    const forged = [
      pointer(0, '1:800000:20000'),
      ['\tuid     0', pointer(0, '1:800000:20000')].join('\n'),
      `\tuid     0\n\n${object(9, 'ZFS plain file', '/other', pointer(0, '1:800000:20000')).split('\n\tuid')[0]}`,
    ];
    for (const more of forged) {
      const name = `/a\n${more}`;
      const head = 'Dataset tank/home [ZPL], ID 68, cr_txg 8, 24K, 7 objects\n';
      const stdout = head + object(8, 'ZFS plain file', name, pointer(0, '1:900000:200'));
      const owner = await ownerAt(0x800000, { dump: { stdout }, alone: { stdout } });
      expect(owner).toMatchObject({ use: 'unknown', file: null });
      const honest = head + object(8, 'ZFS plain file', '/a', pointer(0, '1:800000:200'));
      const good = await ownerAt(0x800000, { dump: { stdout: honest }, alone: { stdout: honest } });
      expect(good).toMatchObject({ use: 'file', file: '/a' });
    }
  });

  it('where one member has a part of each block', async () => {
    const owner = await ownerAt(0x100000, {}, 'raidz');
    expect(owner).toMatchObject({ use: 'unknown', notes: [expect.stringContaining('raidz')] });
  });
});
