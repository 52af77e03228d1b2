// What the maps of version 1.0 in test/fixtures/maps hold, field by field: made once, and never again.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { MapHeader } from '../../../src/map-file/header.ts';

export const bytesOf = (name: string) =>
  gunzipSync(readFileSync(new URL(`../../fixtures/maps/${name}.gz`, import.meta.url)));

export const HEADER: MapHeader = {
  identity: {
    path: '/dev/sdx',
    kind: 'block',
    model: 'A MODEL',
    serial: 'SERIAL1',
    firmware: 'FW1',
    wwn: 'naa.5000c500a1b2c3d4',
    sectors: 2 ** 33 + 1000,
    logicalBytes: 512,
    physicalBytes: 4096,
    physicalFirstLba: 7,
    rotational: false,
    bus: 'sata',
  },
  // Past 2^32; the first block is short: 101 of them.
  fromLba: 2 ** 33 + 100,
  toLba: 2 ** 33 + 900,
  blockSectors: 8,
  method: 'read',
  created: '2026-11-22T10:00:00.000Z',
  partitions: [
    { index: 1, firstLba: 2048, lastLba: 4095 },
    { index: 5, firstLba: 4096, lastLba: 2 ** 33 },
  ],
};

/** The first LBA of a block of HEADER. */
export const at = (block: number) => 2 ** 33 + 104 + (block - 1) * 8;
