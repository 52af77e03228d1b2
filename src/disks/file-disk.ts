/** A disk that is made of a file, which more than one may be made of. */
export interface FileDisk {
  /** As the system calls it: its path once, hostile. */
  readonly file: string;
  readonly disk: string;
}
