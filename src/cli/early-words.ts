// What the words of the command line say before anything that parses them is loaded.

/** Commands that read disks, in this process or in threads of it. */
const READERS = ['scan', 'check', 'bench'];
/** Those that begin with a Stopping. */
const STOPPABLE = [...READERS, 'list', 'report', 'diff'];

export function readsDisks(words: readonly string[]): boolean {
  return isCommand(READERS, words);
}

export function isStoppable(words: readonly string[]): boolean {
  return isCommand(STOPPABLE, words);
}

/** Whether a disk that does not answer would hold this process, whatever signal comes (keeper.ts says why). */
export function isHeldByReads(platform: string, words: readonly string[]): boolean {
  return platform === 'freebsd' && readsDisks(words);
}

/** One of them, and not its help. */
function isCommand(commands: readonly string[], words: readonly string[]): boolean {
  const isAsking = words.includes('--help') || words.includes('-h');
  return commands.includes(words[0] ?? '') && !isAsking;
}
