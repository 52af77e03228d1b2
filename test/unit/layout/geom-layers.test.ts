// Encryption above a partition on FreeBSD, as GEOM says it.

import { describe, expect, it } from 'vitest';
import type { DiskSystem } from '../../../src/disks/system.ts';
import { locate } from '../../../src/layout/locate.ts';
import { nothing, type RunTool } from '../../../src/layout/tool.ts';
import { workstation, XML } from '../disks/workstation.ts';
import { MemoryDisk } from './memory-disk.ts';

const SECTORS = 53_525_088;
const ELI = '/dev/nda0p2.eli';

/** nda0p2, and what is in it: marked as Btrfs, of which no program is asked. */
function disks() {
  const below = new MemoryDisk(SECTORS).put(SECTORS - 1, Buffer.from('GEOM::ELI\0\0\0\0\0\0\0'));
  const superblock = Buffer.alloc(4096);
  superblock.write('_BHRfS_M', 0x40);
  superblock.writeBigUInt64LE(65536n, 0x30);
  superblock.writeUInt32LE(4096, 0x90);
  superblock.writeBigUInt64LE(BigInt(SECTORS) * 512n, 0xd1);
  const above = new MemoryDisk(SECTORS / 8, 4096).put(16, superblock);
  return { below, above };
}

async function at(lbas: readonly number[], system: DiskSystem = workstation()) {
  const { below, above } = disks();
  const opened: string[] = [];
  const run: RunTool = async () => nothing('asked');
  const target = {
    address: '/dev/nda0p2',
    kind: 'block',
    sectors: SECTORS,
    logicalBytes: 512,
  } as const;
  const found = await locate(lbas, target, {
    system,
    run,
    open: async (path) => {
      opened.push(path);
      return { read: (path === ELI ? above : below).read, close: async () => {} };
    },
  });
  return { found, opened };
}

const changed = (from: string | RegExp, to: string) =>
  workstation({ run: async (file) => (file === '/sbin/sysctl' ? XML.replace(from, to) : '') });

describe('a place below an encrypted volume', () => {
  it('is in what it holds, at the same place', async () => {
    const { found, opened } = await at([2048]);
    expect(opened).toContain(ELI);
    expect(found[0]).toMatchObject({ filesystem: { type: 'btrfs' } });
    expect(found[0]!.notes).toContain(`in the encrypted volume ${ELI}`);
  });

  it('behind its data is metadata', async () => {
    const { found } = await at([SECTORS - 1]);
    expect(found[0]).toMatchObject({
      use: 'metadata',
      filesystem: { type: 'GELI' },
      notes: [expect.stringContaining('keys')],
    });
  });

  it('with checksums between its data is not placed', async () => {
    const system = changed(
      /(<EncryptionAlgorithm>)/,
      '<AuthenticationAlgorithm>HMAC/SHA256</AuthenticationAlgorithm>$1',
    );
    const { found, opened } = await at([2048], system);
    expect(opened).not.toContain(ELI);
    expect(found[0]).toMatchObject({
      use: 'unknown',
      notes: [expect.stringContaining('checksums')],
    });
  });

  it('that is not attached is not looked into', async () => {
    const { found } = await at([2048], changed(/<name>ELI<\/name>/, '<name>OTHER</name>'));
    expect(found[0]).toMatchObject({
      use: 'unknown',
      notes: [expect.stringContaining('not active here (GELI)')],
    });
  });
});
