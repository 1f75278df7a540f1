// What a choice changes: the answer in words, the charts, the table. The choice lives in the address, so it can be sent.
function answer(rows) {
  const at = document.getElementById("answer"), note = document.getElementById("answer-note");
  if (!rows.length) {
    at.textContent = "not measured";
    at.className = "";
    note.textContent = `${peerWords(choice.peer)} has no figure there.`;
    return;
  }
  const ratios = rows.map(row => speedup(row, choice.peer)), mean = geometricMean(ratios), least = Math.min(...ratios), most = Math.max(...ratios);
  at.className = mean >= 1.02 ? "ahead" : mean <= 0.98 ? "behind" : "level";
  at.textContent = mean >= 1.02 ? `${times(mean)} faster` : mean <= 0.98 ? `takes ${times(1 / mean)} as long` : "as fast";
  const one = rows.length === 1 ? `fnp takes ${timeWords(rows[0])}.` : `Geometric mean of ${rows.length} cells, from ${times(least)} to ${times(most)}; ahead in ${ratios.filter(r => r > 1).length}.`;
  note.textContent = one;
}

function update() {
  const rows = chosen(), measure = document.getElementById("measure");
  if (choice.simd && measure.value === "limit") measure.value = "best";  // the limit is written for the widest set alone
  answer(rows);
  drawBars(rows);
  drawHistory();
  fillCells();
  history.replaceState(null, "", "#" + new URLSearchParams(choice));
}

function options(id, pairs) {
  const box = document.getElementById(id);
  box.replaceChildren(...pairs.map(([value, text]) => element("option", text, {value})));
  box.value = pairs.some(([value]) => value === choice[id]) ? choice[id] : pairs[0][0];
  choice[id] = box.value;
  box.addEventListener("change", () => { choice[id] = box.value; update(); });
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = name === "dark" ? "light" : "dark";
}

function start() {
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) if (key in choice) choice[key] = value;
  options("peer", [...peerNames, "best", "limit"].map(p => [p, peerWords(p)]));
  options("workload", [["", "all workloads"], ...Object.entries(data.titles).map(([w, t]) => [w, `${w}: ${t}`])]);
  options("size", [["", "all sizes"], ...unique(data.rows.map(r => r.size)).map(s => [s, sizeWords[s] || s])]);
  options("dtype", [["", "both dtypes"], ...unique(data.rows.map(r => r.dtype)).map(d => [d, dtypeWords[d]])]);
  options("threads", [...unique(data.rows.map(r => String(r.threads))).map(t => [t, t === "1" ? "1 thread" : `${t} threads`]), ["", "any number of threads"]]);
  options("simd", unique(data.rows.map(r => r.simd)).map(s => [s, simdWords[s] || s]));
  document.getElementById("measure").addEventListener("change", fillCells);
  document.getElementById("theme").addEventListener("click", () => {
    setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    drawRoofline();
    fillFacts();
    update();
  });
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  fillFacts();
  drawRoofline();
  update();
}
start();
