// What a run of the benchmarks ends with: one table, as Markdown.

import { median } from './statistics.ts';
import { type Finding, isMet, TARGETS, type Target } from './targets.ts';

/** `machine`: where it was measured. Rows in the order of the targets. */
export function markdown(findings: readonly Finding[], machine: string, date: Date): string {
  const rows = Object.keys(TARGETS).flatMap((name) =>
    findings.filter(({ target }) => target === name).map(row),
  );
  const day = date.toISOString().slice(0, 10);
  return [
    '| measure | target | measured | lowest … highest | met |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `${day}, ${machine}. Medians of rounds that take turns with the peers'.`,
    '',
  ].join('\n');
}

function row(finding: Finding): string {
  const target: Target = TARGETS[finding.target];
  const cells = 'missing' in finding ? [`not measured: ${finding.missing}`, '', ''] : figures();
  return `| ${[target.measure, limitText(target), ...cells].join(' | ')} |`;

  function figures(): string[] {
    const { values, remark } = finding as Extract<Finding, { values: unknown }>;
    const middle = median(values);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const shown = withUnit(target, digits(target, middle));
    return [
      remark === undefined ? shown : `${shown} (${remark})`,
      `${digits(target, least)} … ${digits(target, most)}, n = ${values.length}`,
      isMet(target, middle) ? 'yes' : '**no**',
    ];
  }
}

function limitText(target: Target): string {
  const [sign, limit] =
    'most' in target.limit ? ['≤', target.limit.most] : ['≥', target.limit.least];
  return `${sign} ${withUnit(target, String(limit))}`;
}

function withUnit({ unit }: Target, text: string): string {
  return unit === undefined ? `${text} ×` : `${text} ${unit}`;
}

/** Enough to tell it from its limit. */
function digits({ unit }: Target, value: number): string {
  return value.toFixed(unit === undefined ? 3 : unit === '%' || unit === 'MB' ? 2 : 0);
}
