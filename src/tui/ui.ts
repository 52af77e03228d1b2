// What a key does to what the user looks at. Pure: keys in, state and wishes out.

import { onDisk } from './ui-disk.ts';
import { byDigit, enter, nextOrder, type Surroundings, type Ui, type Wish } from './ui-state.ts';

/** Names as blessed has them: 'C-c', 'escape', 'pagedown'; else the character. */
export function press(ui: Ui, key: string, around: Surroundings): [Ui, Wish] {
  if (key === 'C-c') return [ui, around.ended ? 'leave' : 'stop'];
  if (key === 'C-l') return [ui, 'redraw'];
  if (key === 'C-z') return [ui, 'suspend'];
  if (ui.overlay === 'help') return [inHelp(ui, key, around), null];
  if (ui.overlay !== null) return answer(ui, key, around);
  if (key === '?') return [{ ...ui, overlay: 'help', helpPage: 0 }, null];
  const moved = ui.disk === null ? inOverview(ui, key, around) : onDisk(ui, key, around);
  if (moved !== null) return [moved, null];
  if (around.ended)
    return [ui, ['q', 'enter', 'linefeed', 'escape'].includes(key) ? 'leave' : null];
  if (key === 'p') return [ui, 'pause'];
  if (key === 'q') return [{ ...ui, overlay: 'quit' }, null];
  return ofOne(ui, key, around);
}

/** What is for one disk alone. */
function ofOne(ui: Ui, key: string, { order, diskEnded }: Surroundings): [Ui, Wish] {
  const isOnly = order.length === 1;
  if (key === 'space') return [ui, isOnly ? 'pause' : diskEnded ? null : 'pause-one'];
  if (diskEnded) return [ui, null];
  if (key === 's') return [{ ...ui, overlay: isOnly ? 'quit' : 'stop-one' }, null];
  if (key === 'n') return [{ ...ui, overlay: 'skip-one' }, null];
  return [ui, null];
}

/** To "stop? y/n": only a plain yes stops, only a plain no goes on. */
function answer(ui: Ui, key: string, around: Surroundings): [Ui, Wish] {
  const closed = { ...ui, overlay: null };
  const isOver = ui.overlay === 'quit' ? around.ended : around.diskEnded;
  if (isOver) return [closed, null];
  if (['y', 'Y', 'S-y'].includes(key)) {
    if (ui.overlay === 'quit') return [ui, 'stop'];
    return [closed, ui.overlay === 'stop-one' ? 'stop-one' : 'skip-one'];
  }
  return [['n', 'N', 'S-n', 'escape', 'q'].includes(key) ? closed : ui, null];
}

function inHelp(ui: Ui, key: string, { helpPages }: Surroundings): Ui {
  const isOn = ['?', 'space', 'down', 'right', 'pagedown', 'j'].includes(key);
  const step = isOn ? 1 : ['up', 'left', 'pageup', 'k'].includes(key) ? -1 : helpPages;
  const helpPage = Math.max(0, ui.helpPage + step);
  return helpPage < helpPages ? { ...ui, helpPage } : { ...ui, overlay: null };
}

function inOverview(ui: Ui, key: string, around: Surroundings): Ui | null {
  const { order, byName, hasBays } = around;
  const here = Math.max(0, order.indexOf(ui.selected));
  const select = (place: number) => ({
    ...ui,
    selected: order[Math.max(0, Math.min(order.length - 1, place))]!,
  });
  if (key === 'up' || key === 'k') return select(here - 1);
  if (key === 'down' || key === 'j') return select(here + 1);
  if (key === 'pageup') return select(here - 10);
  if (key === 'pagedown') return select(here + 10);
  if (key === 'home') return select(0);
  if (key === 'end') return select(order.length - 1);
  if (key === 'o') return { ...ui, order: nextOrder(ui.order, hasBays) };
  if (key === 'enter' || key === 'linefeed' || key === 'right') return enter(ui, ui.selected);
  return byDigit(ui, key, byName);
}
