// Whether a disk that does not answer would hold this process, whatever signal comes (keeper.ts says why).

/** Commands that read disks, in this process or in threads of it. */
const READERS = ['scan', 'check', 'bench'];

export function isHeldByReads(platform: string, words: readonly string[]): boolean {
  if (platform !== 'freebsd' || !READERS.includes(words[0] ?? '')) return false;
  return !words.includes('--help') && !words.includes('-h');
}
