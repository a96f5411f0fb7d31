/** Of the page of evidence, beside the style of every page. */
export const STYLE = `
h1{font-size:clamp(1.3rem,3.5vw,1.8rem)}
.tiles{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}
article{margin:0 0 1.8rem}
.strip{height:1.6rem;margin:.5rem 0 0;background:var(--card);outline:1px solid var(--rule);overflow:hidden}
.axis{position:relative;height:1.5rem;color:var(--soft);font-size:.75rem}
.axis span{position:absolute;padding:.25rem 0 0 .25rem;border-left:1px solid var(--soft);line-height:1;white-space:nowrap}
.keys{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--soft);font-size:.85rem;margin-bottom:1.2rem}
.k{display:inline-block;width:.9rem;margin-right:.4rem;vertical-align:middle}
.k.compliant{height:.5rem}.k.accepted{height:.75rem}.k.drifted,.k.not-seen{height:1rem}.k.outside{height:.15rem}
.k.compliant{background:var(--good)}.k.drifted{background:var(--bad)}.k.accepted{background:var(--w-ink)}.k.not-seen{background:var(--u-bg);border:1px solid var(--warning)}.k.outside{background:var(--soft)}
.strip .compliant{fill:var(--good)}.strip .drifted{fill:var(--bad)}.strip .accepted{fill:var(--w-ink)}.strip .outside{fill:var(--soft)}
.strip .not-seen{fill:var(--u-bg);stroke:var(--warning);vector-effect:non-scaling-stroke}
details table{border-collapse:collapse;font-size:.85rem;margin:.3rem 0}
details th,details td{text-align:left;padding:.2rem 1.5rem .2rem 0;border-bottom:1px solid var(--grid);vertical-align:top}
details td:nth-child(2){white-space:nowrap}
details thead th{position:static;background:none}
summary{color:var(--soft);font-size:.85rem;cursor:pointer}
@media (max-width:30rem){details td:first-child,details th:first-child{width:11rem}details th,details td{padding-right:.7rem}}
@media print{.where,.counts{font-size:inherit}h1{font-size:16pt}.tiles{grid-template-columns:repeat(4,1fr)}article{break-inside:avoid}summary{list-style:none}details::details-content{content-visibility:visible;height:auto}}
`;
