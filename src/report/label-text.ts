/** A label's value in Prometheus' text format: UTF-8, where "the backslash, double-quote, and line feed
 * characters have to be escaped". https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function labelText(text: string | null): string {
  return (text ?? '')
    .replace(/\p{Cs}/gu, '\u{fffd}') // a lone surrogate is no UTF-8
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}
