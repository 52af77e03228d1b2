// What no output may be written over.

export { attachedFiles } from '../disks/attached-files.ts';
export { fileKey } from '../disks/distinct.ts';
export { isMapHead, MAP_HEAD_BYTES } from '../map-file/map-head.ts';
