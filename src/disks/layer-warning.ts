// The warning for a target above other disks, the same on every system.

const MEMBER_LIMIT = 16;

export function layerWarning(path: string, what: string, members: readonly string[], extra = '') {
  const named = members.slice(0, MEMBER_LIMIT).join(', ');
  const more = members.length - MEMBER_LIMIT;
  const list = more > 0 ? `${named} and ${more} more` : named;
  const advice =
    members.length === 0 ? 'Scan its members instead.' : `Scan its members instead: ${list}.`;
  return `${path} is ${what} above other disks and hides their errors.${extra} ${advice}`;
}
