// Names of errno values. Apart from the addon, as `list` works without it.

import { constants } from 'node:os';

// Names that Node's `os.constants.errno` lacks: include/uapi/asm-generic/errno.h.
const LINUX_ERRNO: Readonly<Record<number, string>> = {
  52: 'EBADE',
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

/** Whether `errnoName` could have given it. */
export function isErrnoName(text: string): boolean {
  return /^(E[A-Z0-9]{1,15}|errno \d{1,10})$/.test(text);
}

/** What the names mean to who reads them: errno(3), in the words that help here. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EAGAIN: 'the system has no room for it now',
  EBUSY: 'it is in use',
  ECONNABORTED: "its file system's server has left",
  EDQUOT: 'the quota is used up',
  EEXIST: 'it is there already',
  EFBIG: 'the file is too large for its file system',
  EHOSTDOWN: "its file system's server has left",
  EIO: 'the device below it failed',
  EISDIR: 'it is a directory',
  ELOOP: 'links lead around in a circle',
  EMFILE: 'too many files are open (ulimit -n)',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open on this machine',
  ENODEV: 'there is no such device',
  ENOENT: 'there is no such file or folder',
  ENOMEM: 'there is not enough memory',
  ENOSPC: 'its file system is full',
  ENOTCONN: "its file system's server has left",
  ENOTDIR: 'a part of its path is no folder',
  ENXIO: 'nobody reads it, or there is no such device',
  EPERM: 'it is not permitted',
  EROFS: 'its file system is read-only',
  ESTALE: "its file system's server has left, or lost it",
  ETXTBSY: 'it is a program that runs',
};

/** "permission denied (EACCES)"; what has no words is told by its name. */
export function errnoWords(name: string): string {
  const words = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  return words === undefined ? name : `${words} (${name})`;
}
