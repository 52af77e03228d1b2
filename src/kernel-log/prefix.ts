// What loggers put before a kernel's words. Records are searched anywhere in a line, so this serves
// only to see what a line begins with.

const SYSLOG_TIME = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?`;
const ISO_TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20}`;
const UNIX_TIME = String.raw`\d{9,11}\.\d{1,9}`;
/** RFC 3164 and 5424, journalctl -o short, short-precise, short-iso, short-unix. */
const LOGGER = String.raw`(?:\d{1,2} )?(?:${SYSLOG_TIME}|${ISO_TIME}|${UNIX_TIME}) \S{1,255} (?:kernel|\S{1,64}): ?`;
/** dmesg's "[ 1234.567890]", "[Mon Nov 23 01:02:03 2026]", and the caller's "[ T123]". */
const HUMAN_TIME = String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: \d{4})?`;
const STAMP = String.raw`\[(?: *\d{1,10}\.\d{1,9}| *[TC]\d{1,10}|${HUMAN_TIME})\] ?`;
const PREFIX = new RegExp(
  String.raw`^(?:<\d{1,3}>)?(?:${LOGGER}|${ISO_TIME} )?(?:<\d{1,3}>)?(?:${STAMP}){0,3}`,
);

export function withoutPrefix(text: string): string {
  return text.replace(PREFIX, '');
}
