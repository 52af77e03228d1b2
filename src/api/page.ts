// Pictures of scans: the page of one, its picture, the sheet of several. Apart from src/api/report.ts, as who asks
// for a line in a second loads none of it.

export { type Card, cardOf } from '../report/page/card.ts';
export { diffPage } from '../report/page/diff-page.ts';
export { fleetSheet } from '../report/page/fleet-sheet.ts';
export { scanPage } from '../report/page/scan-page.ts';
export { scanSvg } from '../report/page/scan-svg.ts';
