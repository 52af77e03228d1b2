// What the page of a scan and its picture have in common.

import type { ScanJson } from '../run-json.ts';
import { scanJson } from '../run-json.ts';
import type { StoredScan } from '../stored-scan.ts';
import { CURVE_POINTS, type Curve, curveOf } from './curve.ts';
import { type DiskCells, diskCells } from './disk-cells.ts';
import { type DiskMap, diskMap, MAP_SHAPE } from './disk-map.ts';
import { diskName, sizeOf } from './figures.ts';

/** Of the map's raster. */
const MOST_MAP_BYTES = 80_000;

export interface ScanParts {
  readonly scan: ScanJson;
  readonly cells: DiskCells;
  readonly disk: DiskMap;
  readonly curve: Curve;
  /** Model, serial and size. */
  readonly name: string;
  /** The range that was scanned is all of the disk. */
  readonly isWhole: boolean;
}

export function scanParts({ grid, map, result, partitions }: StoredScan): ScanParts {
  const scan = scanJson(result);
  const { device, range } = scan;
  const cells = diskCells(grid, map, device.logical_bytes, MAP_SHAPE);
  return {
    scan,
    cells,
    disk: diskMap(cells, partitions, MOST_MAP_BYTES),
    curve: curveOf(cells, scan.mode, CURVE_POINTS),
    name: diskName(device, sizeOf(scan)),
    isWhole: range.from === 0 && range.to === device.sectors - 1,
  };
}
