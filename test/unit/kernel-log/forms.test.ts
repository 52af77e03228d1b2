import { describe, expect, test } from 'vitest';
import { FORMS, type Form, NOISE, PREFIXES } from './forms.ts';
import { briefs, readLog } from './read-log.ts';

const unique = (says: readonly string[]) => [...new Set(says)].sort();

describe('a form says what it says', () => {
  test.each(FORMS.map((form) => [form.what, form] as const))('%s', (_what, { lines, says }) => {
    expect(briefs(readLog(lines.join('\n')))).toEqual(unique(says));
  });

  describe.each(PREFIXES)('after the prefix of %s', (_name, prefix) => {
    test.each(FORMS.map((form) => [form.what, form] as const))('%s', (_what, { lines, says }) => {
      const text = lines.map((line) => `${prefix}${line}`).join('\n');
      expect(briefs(readLog(text))).toEqual(unique(says));
    });
  });

  test.each(
    FORMS.map((form) => [form.what, form] as const),
  )('with other lines between and CR LF: %s', (_what, { lines, says }) => {
    const noisy = lines.flatMap((line, i) => [NOISE[i % NOISE.length]!, line, NOISE.at(-i)!]);
    const text = `${NOISE.join('\r\n')}\r\n${noisy.join('\r\n')}\r\n`;
    expect(briefs(readLog(text))).toEqual(unique(says));
  });

  test('on the line that journald continues without a prefix', () => {
    const text = [
      'Nov 23 01:02:03 nas kernel: ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in',
      '                                     res 41/40:00:b8:a8:61/00:00:0c:00:00/40 Emask 0x409 (media error) <F>',
    ].join('\n');
    expect(briefs(readLog(text))).toEqual([
      'linux-libata ata1.00 read exact logical 207726776+1 in 207726560+256 medium',
    ]);
  });
});

/** Devices, controllers and ports that a form names. */
function namesIn({ lines }: Form): Set<string> {
  return new Set(lines.join(' ').match(/\b(?:ata\d|[a-z]{2,4}\d+|sd[a-z]|hda|nvme\d)\b/g) ?? []);
}

describe('forms of different disks, printed at the same time', () => {
  const isApart = (a: Form, b: Form) => {
    const names = namesIn(a);
    return [...namesIn(b)].every((name) => !names.has(name));
  };
  // libata's second line names no port, so two of them at once are not told apart.
  const isLibata = (form: Form) => form.what.startsWith('libata');
  // Nor are SCSI's lines that go on below, or stand without a name.
  const isScsi = (form: Form) => form.what.startsWith('SCSI');
  const goesOn = (form: Form) =>
    /^SCSI.*(two lines|own line|descriptor|of 2|:0|name)/.test(form.what);
  // Nobody prints two tables at once.
  const isReport = (form: Form) => /^(smartctl|nvme-cli)/.test(form.what);
  const hasRows = (form: Form) =>
    /^(smartctl: (errors|an error|the ext|pending|back|NVMe)|nvme-cli)/.test(form.what);
  const isMixed = (a: Form, b: Form) => (goesOn(a) && isScsi(b)) || (hasRows(a) && isReport(b));

  test.each(FORMS.map((form) => [form.what, form] as const))('%s, and any other', (_what, a) => {
    let pairs = 0;
    for (const b of FORMS) {
      if (!isApart(a, b) || (isLibata(a) && isLibata(b))) continue;
      if (isMixed(a, b) || isMixed(b, a)) continue;
      const lines: string[] = [];
      for (let i = 0; i < Math.max(a.lines.length, b.lines.length); i++) {
        lines.push(...[a.lines[i], b.lines[i]].filter((line) => line !== undefined));
      }
      const says = unique([...a.says, ...b.says]);
      expect(briefs(readLog(lines.join('\n'))), `with ${b.what}`).toEqual(says);
      pairs++;
    }
    expect(pairs).toBeGreaterThan(5);
  });
});
