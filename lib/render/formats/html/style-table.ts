/** Of the heat map and of the other tables. Only the table scrolls, never the page. */
export const TABLE = `
.scroll{position:relative;overflow:auto;max-height:min(80vh,46rem);border:1px solid var(--rule);border-radius:.35rem;background:var(--card)}
table{border-collapse:separate;border-spacing:0;font-size:.85rem;line-height:1.25}
caption{padding:.5rem .75rem;text-align:left;color:var(--soft)}
caption span{display:inline-block;position:sticky;left:.75rem;max-width:calc(100vw - 5rem)}
thead th{position:sticky;top:0;z-index:2;background:var(--card);vertical-align:bottom;font-weight:500;color:var(--soft)}
th{text-align:left;font-weight:500;padding:.25rem .75rem}
#map thead th:not(:first-child){padding:.5rem 0;text-align:center}
#map thead span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}
#map th:first-child{position:sticky;left:0;z-index:1;background:var(--card);min-width:9rem;max-width:16rem;border-right:1px solid var(--rule)}
#map thead th:first-child{z-index:3}
#map th small{display:block;line-height:1.2}
#map td{height:1.9rem;min-width:1.9rem;padding:0;text-align:center;border:1px solid var(--card);border-width:0 1px 1px 0;background:var(--c-bg);color:var(--c-ink)}
#map td a{display:grid;place-items:center;min-height:1.8rem;color:inherit;text-decoration:none;font-weight:650}
#map td a:hover{outline:2px solid var(--ink);outline-offset:-2px}
#map .scroll{width:fit-content;max-width:100%}
#map .scroll:has(.wide){width:auto}
#map .wide{width:100%}
#map table:not(.wide) td{min-width:3.2rem}
#map .d{background:var(--d-bg);color:var(--d-ink)}
#map .u{background:var(--u-bg);color:var(--u-ink)}
#map .w{background:var(--w-bg);color:var(--w-ink)}
#map .n{background:var(--n-bg);color:var(--n-ink)}
#map .x{background:none}
#map .fold td{text-align:left;padding:.35rem .75rem}
#map .fold .left{background:none;color:var(--soft)}
#map td i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;font-style:normal}
#map td a:hover i,#map td a:focus-visible i{position:fixed;z-index:9;left:1rem;right:1rem;bottom:1rem;width:fit-content;max-width:calc(100vw - 2rem);height:auto;margin:0 auto;padding:.5rem .9rem;clip-path:none;white-space:normal;text-align:left;border-radius:.35rem;background:var(--ink);color:var(--paper);font-weight:500}
@media screen and (max-width:40rem){.plain :is(td,th){overflow-wrap:normal}}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin-bottom:.7rem;color:var(--soft);font-size:.85rem}
.legend b{display:inline-block;width:1.5rem;line-height:1.5rem;border-radius:.2rem;text-align:center;font-weight:650;background:var(--c-bg);color:var(--c-ink)}
.legend .drifted{background:var(--d-bg);color:var(--d-ink)}
.legend .unknown{background:var(--u-bg);color:var(--u-ink)}
.legend .waived{background:var(--w-bg);color:var(--w-ink)}
.legend .not-applicable{background:none;color:var(--n-ink);border:1px solid var(--rule)}
.plain{width:100%}
.plain td,.plain th{padding:.45rem .75rem;border-top:1px solid var(--rule);vertical-align:top;min-width:8rem}
.plain thead th{border-top:0}
`;
