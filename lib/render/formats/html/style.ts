import { trusted, type Markup } from './markup.ts';
import { PRINT } from './style-print.ts';
import { TABLE } from './style-table.ts';

/** Contrast is 4.5 to 1 or more for every text, in both schemes: a test has axe measure it. */
const COLOURS = `
:root{color-scheme:light dark;--paper:#fcfcfb;--card:#fff;--ink:#1b1f24;--soft:#59616b;--rule:#e2e4e7;--grid:#eceef0;--accent:#0b57a4;
--c-bg:#e3f3e8;--c-ink:#16603a;--d-bg:#b3261e;--d-ink:#fff;--u-bg:#f7d774;--u-ink:#4a3400;--w-bg:#dedcf7;--w-ink:#3c3490;--n-bg:transparent;--n-ink:#666e78;
--bad:#b3261e;--warning:#8a5a00;--good:#16703f;--neutral:#59616b}
@media (prefers-color-scheme:dark){:root{--paper:#121518;--card:#191d21;--ink:#e6e8ea;--soft:#a0a8b1;--rule:#2c3238;--grid:#24292e;--accent:#7cb7f5;
--c-bg:#17301f;--c-ink:#8fd6a8;--d-bg:#d0392f;--d-ink:#fff;--u-bg:#5c4500;--u-ink:#ffe08a;--w-bg:#322f63;--w-ink:#cfccff;--n-bg:transparent;--n-ink:#949ca5;
--bad:#ff8a80;--warning:#f2c14e;--good:#7fd19b;--neutral:#a0a8b1}}
`;

const PAGE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
header{padding-top:clamp(1.5rem,5vw,3rem)}
h1{margin:.2rem 0 .4rem;font-size:clamp(1.5rem,4.5vw,2.25rem);line-height:1.15;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
h2{margin:0 0 .6rem;font-size:1.15rem;font-weight:650;letter-spacing:-.005em}
h3{margin:0;font-size:1rem;font-weight:600}
section{margin-top:2.75rem}
p{margin:0}
ul{margin:0;padding:0;list-style:none}
small{font-size:.8rem;color:var(--soft)}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.eyebrow{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;color:var(--soft);font-size:.85rem}
.eyebrow span{font-weight:600;color:var(--ink)}
.counts,.lead{color:var(--soft);max-width:46rem}
.lead{margin-bottom:.9rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.4rem,1fr));gap:.6rem;margin-top:1.4rem}
.tiles li{padding:.7rem .8rem .6rem;border:1px solid var(--rule);border-top:3px solid var(--tone);border-radius:.35rem;background:var(--card);color:var(--soft);font-size:.85rem}
.tiles b{display:block;color:var(--ink);font-size:1.6rem;line-height:1.2;font-weight:600}
.tiles .none b{color:var(--soft);font-weight:400}
.tiles .none{border-top-color:var(--rule)}
.tiles .compliant{--tone:var(--good)}.tiles .drifted{--tone:var(--bad)}.tiles .unknown{--tone:var(--warning)}.tiles .waived{--tone:var(--w-ink)}.tiles .not-applicable{--tone:var(--rule)}
.count{margin-left:.3rem;font-weight:400;color:var(--soft)}
.bad{--tone:var(--bad)}.warning{--tone:var(--warning)}.good{--tone:var(--good)}.neutral{--tone:var(--rule)}
.entries>li{padding:.75rem 0 .8rem 1rem;border-left:3px solid var(--tone);scroll-margin-top:1rem}
.entries>li+li{margin-top:.6rem}
.entries>li:target{background:var(--card);box-shadow:0 0 0 1px var(--rule)}
#notes .entries>li{padding:.1rem 0 .1rem 1rem}
.severity{display:inline-block;margin-left:.4rem;padding:0 .45rem;border:1px solid var(--tone);border-radius:.25rem;color:var(--soft);font-size:.7rem;font-weight:650;letter-spacing:.03em;vertical-align:.1em}
.severity.critical{background:var(--d-bg);border-color:var(--d-bg);color:var(--d-ink)}.severity.high{color:var(--bad)}.severity.medium{color:var(--warning)}.severity:is(.low,.info){border-color:var(--rule)}
.r{white-space:nowrap}
.where{color:var(--soft);font-size:.9rem}
.entries ul{margin-top:.35rem;max-width:52rem}
.entries li li{padding-left:.9rem;text-indent:-.9rem}
.entries li li::before{content:"";display:inline-block;width:.3rem;height:.3rem;margin-right:.6rem;border-radius:50%;background:var(--soft);vertical-align:middle}
.entries .step b{color:var(--accent);font-weight:600}
.entries .step b::after{content:":"}
.more{margin-top:.8rem;color:var(--soft)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));gap:1.5rem 2rem}
figure{margin:0;display:flex;flex-direction:column;justify-content:flex-end}
figcaption small{font-weight:400;margin-left:.4rem}
.key{display:inline-block;width:1.2rem;margin-left:.4rem;border-top:2px solid;vertical-align:middle;color:var(--accent)}
.key.second{border-top-style:dotted;color:var(--soft)}
figcaption{font-size:.85rem;font-weight:600;margin-bottom:.3rem}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:11px;fill:var(--soft)}
.grid{stroke:var(--grid);fill:none}
.first path,.second path{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.first{stroke:var(--accent);fill:var(--accent)}.second{stroke:var(--soft);fill:var(--soft)}
.second path{stroke-dasharray:2 4}
.first rect{stroke:none}
footer{margin-top:3rem;padding-bottom:3rem;color:var(--soft);font-size:.85rem}
footer h2{color:var(--ink);font-size:1rem;padding-top:1.2rem;border-top:1px solid var(--rule)}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
`;

export const STYLE: Markup = trusted([COLOURS, PAGE, TABLE, PRINT].join('').replaceAll('\n', ''));
