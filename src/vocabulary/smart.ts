// What a drive counts of its own troubles: SMART's attributes and logs, SCSI's and NVMe's pages of them.

/** What a drive said when it was asked once. Text of it is clean. */
export interface SmartReading {
  readonly asked: Date;
  /** smartctl's: a bit a finding, smartctl(8), EXIT STATUS. */
  readonly exitStatus: number;
  /** Its own judgement of its health; null: it gives none. */
  readonly passed: boolean | null;
  readonly temperatureC: number | null;
  readonly powerOnHours: number | null;
  /** By the names that smartctl has for them, in its order. */
  readonly counters: ReadonlyMap<string, number>;
}

/** `whyNot`: for a person. */
export type SmartAnswer = SmartReading | { readonly whyNot: string };

/** Before a scan's first read and after its last one. */
export interface SmartAnswers {
  readonly before: SmartAnswer;
  readonly after: SmartAnswer;
}

/** null: it was not among what the drive counts. */
export interface SmartChange {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Of a map of a version that did not keep it. */
export const SMART_NOT_KEPT = 'the map is of a version that did not keep it';

export function unknownSmart(whyNot: string): SmartAnswers {
  return { before: { whyNot }, after: { whyNot } };
}

export function readingOf(answer: SmartAnswer): SmartReading | null {
  return 'whyNot' in answer ? null : answer;
}

/** Why one of them is not known, or both; null: they are. */
export function whyNotWords({ before, after }: SmartAnswers): string | null {
  const [first, last] = [before, after].map((each) => ('whyNot' in each ? each.whyNot : null));
  if (first === last) return first!;
  const reasons = [
    ...(first == null ? [] : [`before the scan: ${first}`]),
    ...(last == null ? [] : [`after the scan: ${last}`]),
  ];
  return reasons.join('; ');
}

/** What was counted between two readings, in their order; none where one is not known. */
export function smartChanges(
  before: SmartReading | null,
  after: SmartReading | null,
): readonly SmartChange[] {
  if (before === null || after === null) return [];
  const names = new Set([...before.counters.keys(), ...after.counters.keys()]);
  return [...names]
    .map((name) => ({
      name,
      before: before.counters.get(name) ?? null,
      after: after.counters.get(name) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

/** Of what a drive lost, or may lose soon. The others (a log's length, wear) are for lists: asking a drive
 * for what it does not know is an entry of its log as well. Names as smartctl's drive database has them. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['Current_Pending_Sector', 'pending sectors'],
  ['Current_Pending_ECC_Cnt', 'pending sectors'],
  ['Reallocated_Sector_Ct', 'reallocated sectors'],
  ['Reallocate_NAND_Blk_Cnt', 'reallocated blocks'],
  ['Reallocated_Event_Count', 'reallocations'],
  ['Offline_Uncorrectable', 'offline uncorrectable sectors'],
  ['Reported_Uncorrect', 'reported uncorrectable errors'],
  ['Uncorrectable_Error_Cnt', 'reported uncorrectable errors'],
  ['Command_Timeout', 'command timeouts'],
  ['UDMA_CRC_Error_Count', 'interface CRC errors (cable)'],
  ['CRC_Error_Count', 'interface CRC errors (cable)'],
  ['scsi_grown_defect_list', 'grown defects'],
  ['scsi_pending_defects', 'pending defects'],
  ['critical_warning', 'critical warning'],
  ['media_errors', 'media errors'],
]);

/** In words, or as smartctl has it. */
export function smartName(name: string): string {
  return WORDS.get(name) ?? name;
}

/** That a drive lost something, or may soon. */
export function isLoss({ name }: Pick<SmartChange, 'name'>): boolean {
  return WORDS.has(name);
}

/** What it said last. */
export function lastReading({ before, after }: SmartAnswers): SmartAnswer {
  return 'whyNot' in after && !('whyNot' in before) ? before : after;
}

/** "pending sectors 0 → 8", or "not counted" for what is not. */
export function changeWords({ name, before, after }: SmartChange): string {
  const [from, to] = [before, after].map((count) => count ?? 'not counted');
  return `${smartName(name)} ${from} → ${to}`;
}

/** "pending sectors 0 → 8": what a verdict tells of it, if it belongs there. */
export function smartWords(answers: SmartAnswers): string[] {
  const [before, after] = [readingOf(answers.before), readingOf(answers.after)];
  const isCounted = (change: SmartChange) => change.before !== null && change.after !== null;
  const losses = smartChanges(before, after).filter((each) => isLoss(each) && isCounted(each));
  const told = losses.map(changeWords);
  const isFailing = (after ?? before)?.passed === false;
  return isFailing ? ['the drive says that it is failing (SMART)', ...told] : told;
}
