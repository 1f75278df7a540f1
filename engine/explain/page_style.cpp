// How the page looks, light and dark, and its dozen lines of script.
#include "engine/explain/page_parts.hpp"

namespace fnp::explaining {

std::string_view page_style() {
  return R"css(
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6675;--paper:#fbfbfa;--card:#fff;--line:#d9dde3;--fill:93%;
--edge:45%;--deep:32%;--chroma:55%;--warn:#9a5b00;--good:#1f7a43}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--soft:#9aa5b4;--paper:#14171c;--card:#1b2027;--line:#343c47;
--fill:19%;--edge:58%;--deep:76%;--chroma:42%;--warn:#e0a84e;--good:#6cc48f}}
*{box-sizing:border-box}
body{margin:0 auto;padding:28px 32px 60px;max-width:1360px;font:15px/1.5 system-ui,"DejaVu Sans",sans-serif;
color:var(--ink);background:var(--paper)}
h1{font-size:22px;margin:0 0 2px}h2{font-size:17px;margin:34px 0 8px}h3{font-size:15.5px;margin:0 0 10px}
code,pre,.code,td.code,.node .op{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:13px}
p{max-width:92ch;margin:6px 0}.soft{color:var(--soft)}
.guide p{max-width:none}.step p{font-size:13.5px}
.totals{display:flex;flex-wrap:wrap;gap:10px;margin:16px 0}
.totals div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 14px;min-width:112px}
.totals b{display:block;font-size:18px}.totals span{font-size:12.5px;color:var(--soft)}
.guide{background:var(--card);border:1px solid var(--line);border-left:4px solid hsl(205 60% 50%);border-radius:6px;
padding:10px 16px;margin:14px 0}
.legend{display:flex;flex-wrap:wrap;gap:6px 20px;padding:0;margin:8px 0 2px;list-style:none;font-size:13px}
.legend i{display:inline-block;width:26px;height:15px;border-radius:5px;border:1.5px solid hsl(205 55% var(--edge));
background:hsl(205 var(--chroma) var(--fill));vertical-align:-2px;margin-right:6px}
.legend .l-input{border-radius:2px;border-color:var(--soft);background:none}
.legend .l-free{border-style:dashed;background:none}.legend .l-result{border-width:3px}
table{border-collapse:collapse;font-size:13px;margin:6px 0}
th{font-weight:600;text-align:left;color:var(--soft);font-size:12px}
th,td{padding:3px 12px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.lines{border-spacing:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 14px;
display:grid;grid-template-columns:auto auto auto 1fr;gap:2px 9px;overflow-wrap:anywhere}
.lines>*{display:contents}.lines .soft{padding-left:24px}.lines .name{font-weight:700}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px}
svg.graph{display:block;margin:0 auto;max-width:100%;height:auto}
.node rect{fill:hsl(var(--hue) var(--chroma) var(--fill));stroke:hsl(var(--hue) 55% var(--edge));stroke-width:1.4}
.node.input rect{fill:var(--card);stroke:var(--soft)}.node.free rect{fill:var(--card);stroke-dasharray:4 3}
.node.result rect{stroke-width:3.2}
.node text{text-anchor:middle;fill:var(--ink)}.node .type{font-size:11px;fill:var(--soft)}
.node .stored{font-weight:700;fill:var(--ink)}
.edge{fill:none;stroke:var(--soft);stroke-width:1.1;opacity:.75}#tip path{fill:var(--soft)}
a{color:inherit}svg a{text-decoration:none}
.step{background:var(--card);border:1px solid var(--line);border-left:5px solid hsl(var(--hue) 55% var(--edge));
border-radius:8px;padding:14px 18px;margin:14px 0}
.badge{background:hsl(var(--hue) 55% var(--edge));color:var(--card);border-radius:10px;padding:1px 9px;
font-size:12.5px;margin-right:8px;white-space:nowrap}
.where{float:right;font-size:12.5px;color:var(--soft);margin-left:16px;overflow-wrap:anywhere}
.loop{border:1.5px solid hsl(var(--hue) 40% var(--edge));border-radius:7px;padding:6px 10px 8px;margin:5px 0;
background:hsl(var(--hue) var(--chroma) var(--fill)/.35)}
.loop>.head{font-size:13.5px}.head b{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-weight:600}
.head span{color:var(--soft);margin-left:10px;font-size:12.5px}
.block{border:1.5px solid var(--line);border-radius:6px;background:var(--card);padding:6px 10px;margin:5px 0}
.block ol{margin:2px 0;padding-left:22px}.block li{margin:2px 0}.block ol.calls{list-style:none;padding-left:4px}
.block ol.many{columns:2;column-gap:14px}.block code{overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:minmax(330px,5fr) minmax(420px,7fr);gap:22px;align-items:start}
@media(max-width:960px){.columns{grid-template-columns:1fr}}
.tag{display:inline-block;border-radius:4px;padding:0 6px;font-size:12px;border:1px solid var(--line)}
.tag.staged,.tag.unused{border-color:var(--warn);color:var(--warn)}
.tag.dense,.tag.broadcast,.tag.strided{border-color:var(--good);color:var(--good)}
details{margin:8px 0 0;font-size:13px}summary{cursor:pointer;color:var(--soft)}details li{margin:3px 0}
.yes{color:var(--good);font-weight:700}.no{color:var(--warn);font-weight:700}
.bar{display:grid;justify-content:start;gap:3px;align-items:center;font-size:13px;margin:8px 0}
.bar i{height:14px;border-radius:4px;background:hsl(205 45% var(--edge));opacity:.8}
.bar .h{color:var(--soft);font-size:12px;text-align:center}
body.pointing [data-step]:not(.lit){opacity:.28}body.pointing .step:not(.lit){opacity:.6}
[data-step]{transition:opacity .12s}
)css";
}

std::string_view page_script() {
  return R"js(
const all=[...document.querySelectorAll('[data-step]')];
for(const e of all){
  e.addEventListener('mouseenter',()=>{
    document.body.classList.add('pointing');
    for(const o of all)o.classList.toggle('lit',o.dataset.step===e.dataset.step);
  });
  e.addEventListener('mouseleave',()=>document.body.classList.remove('pointing'));
}
)js";
}

}  // namespace fnp::explaining
