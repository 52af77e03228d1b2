// How the page looks where a style is allowed. Nothing is told by it: without, all text and pictures are there.

import { darkRules } from './colors.ts';

const DARK = `:root{color:#e4e7eb;background:#0e1116}
.muted,th{color:#98a1ac}td,th,h2,.card{border-color:#2a313a!important}.fail{background:#e5484d}.incomplete{background:#6b7480}
.pass{background:#2f8f55}a{color:#7ab8f5}`;

export const PAGE_STYLE = `:root{color-scheme:light dark;color:#1a1d21;background:#fff;
font:14px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
body{max-width:1180px;margin:0 auto;padding:28px 24px 60px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:16px;margin:30px 0 8px;padding-top:18px;border-top:1px solid #d9dde2}
p{margin:4px 0}ul{margin:4px 0;padding-left:20px}svg{display:block;max-width:100%;height:auto}
.verdict{color:#fff;border-radius:6px;padding:1px 12px;margin-right:8px}
.fail{background:#cf222e}.incomplete{background:#59636e}.pass{background:#1a7f37}
.muted,th{color:#59636e;font-weight:400}.lead{font-size:16px;font-weight:600;overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:4px 36px;align-items:start}
table{border-collapse:collapse}th{text-align:left;vertical-align:top;white-space:nowrap}td,th{padding:2px 18px 2px 0;overflow-wrap:anywhere}
.list{width:100%}.list td,.list th{border-bottom:1px solid #e3e6ea;padding:4px 14px 4px 0}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
a{color:#0b5cad}.list svg{display:inline}.columns .columns{grid-template-columns:1fr 1fr}
summary{cursor:pointer;padding:3px 0}code{font:13px ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
#map{cursor:crosshair}:target{outline:2px solid #1f6fc4;outline-offset:2px}
@media (prefers-color-scheme:dark){${DARK}${darkRules()}}
@media print{body{max-width:none;padding:0;font-size:11px}h2{break-after:avoid}svg,tr{break-inside:avoid}}
@page{size:A4;margin:12mm}`;

/** Of a picture that is a file by itself. */
export const PICTURE_STYLE = `@media (prefers-color-scheme:dark){svg{color:#e4e7eb}.paper{color:#0e1116}${darkRules()}}`;
