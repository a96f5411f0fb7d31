/** A4, upright: 22 Regions fit beside the names of the accounts. */
export const PRINT = `
@page{size:A4;margin:14mm 12mm}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#ccc;--grid:#e5e5e5;--accent:#0b57a4;--c-bg:#e3f3e8;--c-ink:#16603a;--d-bg:#b3261e;--d-ink:#fff;--u-bg:#f7d774;--u-ink:#4a3400;--w-bg:#dedcf7;--w-ink:#3c3490;--n-ink:#555;--bad:#b3261e;--warning:#8a5a00;--good:#16703f}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:9.5pt}
header,main,footer{max-width:none;padding:0}
section{margin-top:7mm}
h2,h3,figure,.entries>li,tr{break-inside:avoid}
h2,h3,.lead{break-after:avoid}
.scroll{max-height:none;overflow:visible;border:0}
thead{display:table-header-group}
thead th,#map th:first-child,caption span{position:static}
#map .wide{width:auto}
#map table{font-size:7.5pt}
#map th{padding:.5mm 2mm .5mm 0}
#map th:first-child{min-width:0;max-width:50mm}
#map td,#map table:not(.wide) td{min-width:0;height:5mm;width:5.2mm}
#map td a{min-height:5mm}
#map small{font-size:6.5pt}
#map td i,.skip{display:none}
.charts{grid-template-columns:repeat(3,1fr);gap:5mm}
.tiles{grid-template-columns:repeat(5,1fr)}
.tiles li{padding:2mm 3mm}
a{color:inherit;text-decoration:none}
}
`;
