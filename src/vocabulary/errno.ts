// Names of errno values. Apart from the addon, as `list` works without it.

import { constants } from 'node:os';

// Names that Node's `os.constants.errno` may lack: include/uapi/asm-generic/errno.h.
const LINUX_ERRNO: Readonly<Record<number, string>> = {
  52: 'EBADE',
  67: 'ENOLINK',
  121: 'EREMOTEIO',
  123: 'ENOMEDIUM',
  124: 'EMEDIUMTYPE',
};

/** "EIO" of 5; null of 0; "errno 9999" of a number without a name. */
export function errnoName(errno: number): string | null {
  if (errno === 0) return null;
  for (const [name, value] of Object.entries(constants.errno)) {
    if (value === errno && name !== 'EWOULDBLOCK' && name !== 'EOPNOTSUPP') return name;
  }
  const extra = process.platform === 'linux' ? LINUX_ERRNO[errno] : undefined;
  return extra ?? `errno ${errno}`;
}
