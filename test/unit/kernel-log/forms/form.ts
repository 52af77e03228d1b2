// A form of line, and what it says. The numbers are worked out by hand from the registers and commands
// shown.

export interface Form {
  readonly what: string;
  readonly lines: readonly string[];
  readonly says: readonly string[];
}
