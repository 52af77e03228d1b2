// What the drive counts of its own troubles, on the page: what changed first.

import { describe, expect, test } from 'vitest';
import { driveJson } from '../../../../src/report/drive-json.ts';
import { smartSection } from '../../../../src/report/page/smart.ts';
import {
  type SmartAnswers,
  type SmartReading,
  unknownSmart,
} from '../../../../src/vocabulary/smart.ts';
import { EVIL } from '../../../property/hostile-text.ts';
import { aSmartReading } from '../a-smart.ts';

describe('SMART', () => {
  const pending = (count: number, changes: Partial<SmartReading> = {}) =>
    aSmartReading({ Reallocated_Sector_Ct: 3, Current_Pending_Sector: count }, changes);
  const told = (smart: SmartAnswers) => smartSection(driveJson({ recovered: [], smart })).text;
  const words = (markup: string) =>
    markup
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();

  test('what changed comes first, then what did not', () => {
    const text = told({ before: pending(0), after: pending(8, { temperatureC: null }) });
    expect(words(text)).toBe(
      'before after its own judgement passed passed Current_Pending_Sector pending sectors 0 8 ' +
        'Reallocated_Sector_Ct reallocated sectors 3 3 temperature, °C 36 – power-on hours 12,345 12,345 ' +
        'as smartctl tells it; before: 2026-11-22 09:59:59 UTC, exit status 0, ' +
        'after: 2026-11-22 09:59:59 UTC, exit status 0',
    );
    expect(text).toContain('<b>8</b>');
    expect(text).not.toContain('<b>3</b>');
  });

  test('that nothing changed, and that the drive says that it fails', () => {
    expect(told({ before: pending(8), after: pending(8) })).toContain('Nothing changed');
    const failing = told({ before: pending(8), after: pending(8, { passed: false }) });
    expect(failing).toContain('<b>FAILING</b>');
  });

  test('why it is not known, or not whole', () => {
    const whyNot = 'smartctl <is> not there';
    expect(told(unknownSmart(whyNot))).toBe('<p>Not known: smartctl &lt;is&gt; not there.</p>');
    const half = told({ before: pending(8), after: { whyNot } });
    expect(half).toContain('Not known after the scan: smartctl &lt;is&gt; not there.');
    expect(half).not.toContain('Nothing changed');
    expect(half).not.toContain('<b>');
  });

  test('of a drive that counts without end, sixty lines', () => {
    const counters = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Counter_${i}`, i]));
    const text = told({ before: aSmartReading(counters), after: aSmartReading(counters) });
    expect([...text.matchAll(/<tr><th/g)]).toHaveLength(60);
  });

  test('hostile names are text, and none is an object’s own', () => {
    const counters = { [`<b>${EVIL}`]: 1, constructor: 2 };
    const text = told({ before: aSmartReading(counters), after: aSmartReading({}) });
    expect(text).toContain('&lt;b&gt;');
    expect(words(text)).toContain('constructor 2 –');
  });
});
