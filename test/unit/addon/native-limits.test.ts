// What a worker is commanded beside its order, and when a read has taken too long, through the addon.

import { expect, test } from 'vitest';
import { SLICE_STOPS } from '../../../src/addon/interface.ts';
import { native } from '../../../src/addon/native.ts';
import { allocateWorkers, WorkerShared } from '../../../src/addon/worker-shared.ts';
import { BLOCK_SECTORS, openSim, orderOf } from './native-fixture.ts';

const BLOCK_BYTES = BLOCK_SECTORS * 512;

/** The second of two, so that it is seen to keep to its own. */
function aWorker(): WorkerShared {
  return new WorkerShared(allocateWorkers(2), 1);
}

test('a limited rate is kept on the disk’s own clock, from reader to reader', () => {
  const worker = aWorker();
  const bytesPerSecond = 1e6;
  worker.limitRate(bytesPerSecond);
  for (let i = 0; i < 10; i++) {
    const reader = openSim('size=1GB,kind=ssd');
    expect(reader.slice({ ...orderOf(5), shared: worker.bytes }).stop).toBe(0);
    reader.close();
  }
  const dueNs = ((50 * BLOCK_BYTES) / bytesPerSecond) * 1e9;
  expect(worker.deviceNs).toBeGreaterThanOrEqual(dueNs);
  expect(worker.deviceNs).toBeLessThan(dueNs * 1.001);

  const beforeNs = worker.deviceNs;
  worker.limitRate(0);
  openSim('size=1GB,kind=ssd').slice({ ...orderOf(5), shared: worker.bytes });
  expect(worker.deviceNs - beforeNs).toBeLessThan(10e6);
});

test('limits are written where native code reads them, and nowhere else', () => {
  const worker = aWorker();
  worker.limitDepth(77);
  worker.limitRate(0.5); // never so little that it would be none
  const start = native.layout.workerBytes;
  const { depthLimit, rateBytesPerSecond } = native.layout.offsets;
  const view = new DataView(worker.memory);
  expect(view.getUint32(start + depthLimit!, true)).toBe(77);
  expect(view.getBigUint64(start + rateBytesPerSecond!, true)).toBe(1n);
  const written = [...new Uint8Array(worker.memory)].filter((byte) => byte !== 0);
  expect(written).toEqual([77, 1]);
});

test('a read that takes longer than hangNs ends the slice, and counts nowhere', () => {
  const worker = aWorker();
  const reader = openSim('size=1GB,kind=ssd,hang=1000@600001');
  const order = { ...orderOf(10), shared: worker.bytes, hangNs: 600e9 };
  const result = reader.slice(order);
  const hung = SLICE_STOPS.indexOf('hung');
  expect(result).toEqual({ next: 3, stop: hung, records: 0, outstanding: 0 });
  expect([...order.map!].map((byte) => byte > 0)).toEqual(
    Array.from({ length: 10 }, (_, i) => i < 3),
  );
  expect(worker.sectors).toBe(3 * BLOCK_SECTORS);
  expect(worker.errorCount('TIME')).toBe(0);
});
