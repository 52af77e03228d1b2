// A family of log lines: one kernel subsystem's way of printing.

export interface LogLine {
  /** 1-based. */
  readonly number: number;
  /** Without control characters; each is U+FFFD, as is what is no UTF-8. */
  readonly text: string;
  /** As it came, JSON's escapes and HTML's tags too; not given: the same. */
  readonly raw?: string;
}

export interface Family {
  /** ASCII. A line without any of them is never shown to the family. */
  readonly keywords: readonly string[];
  /** Up to this line it is shown every line: the rows of a table, say. */
  readonly followsTo?: number;
  /** Whether the line said something. */
  read(line: LogLine): boolean;
  /** The log ends: what waited for further lines is complete. */
  end?(): void;
}
