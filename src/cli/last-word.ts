// What a process says of its end to who waits for it, as it leaves: it may be held back from ending by a read
// that does not return.

let say: (status: number) => void = () => {};

export function sayLast(word: typeof say): void {
  say = word;
}

export function lastWord(status: number): void {
  say(status);
}
