// The table of all cells and the three small ones. Text only ever enters the page as text.
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Green below 1, red above, deeper the farther: the same share of ink for 2 x ahead and 2 x behind.
function tint(multiple) {
  const depth = Math.min(Math.abs(Math.log2(multiple)) / 2, 1) * 55;
  return `color-mix(in srgb, ${css(multiple <= 1.1 ? "--good" : "--bad")} ${(multiple <= 1.1 ? 12 : 10) + depth}%, transparent)`;
}

// Workloads whose sizes are S, M and L share a table; those with sizes of their own (n = 1, 16, ...; 1e7) have others.
const kindOf = size => size in sizeWords ? 0 : size.startsWith("n") ? 1 : 2;
const columnOf = row => kindOf(row.size) === 2 ? `${row.dtype} ${row.threads}t` : `${row.size} ${row.dtype} ${row.threads}t`;

function tip(row) {
  const peer = bestPeer(row), part = [timeWords(row)];
  if (row.limit) part.push(`limit (${row.limit_row}) × ${(number(row.fnp) / number(row.limit)).toFixed(2)}`);
  if (peer) part.push(`best peer ${peerWords(peer[0])} × ${(number(row.fnp) / number(peer[1])).toFixed(2)}`);
  part.push(`p95 ${(number(row.p95) / number(row.fnp)).toFixed(2)}, p99 ${(number(row.p99) / number(row.fnp)).toFixed(2)} of the median`);
  return part.join("; ");
}

function cellTable(rows, measure) {
  const columns = unique(rows.map(columnOf)), table = element("table", undefined, {class: "cells"}), head = element("tr"), body = element("tbody");
  head.append(element("th", "workload"), ...columns.map(c => element("th", c)));
  for (const workload of unique(rows.map(row => row.workload))) {
    const line = element("tr", undefined, {tabindex: "0"}), name = element("td");
    name.append(element("b", workload + " "), title(workload));
    line.append(name);
    for (const column of columns) {
      const row = rows.find(r => r.workload === workload && columnOf(r) === column);
      const faster = row && measure !== "time" ? speedup(row, measure) : undefined;
      const cell = element("td", !row ? "" : measure === "time" ? timeWords(row) : faster ? (1 / faster).toFixed(2) : "", {class: "cell"});
      if (faster) cell.style.background = tint(1 / faster);
      if (row) cell.title = tip(row);
      line.append(cell);
    }
    const ask = () => { choice.workload = workload; document.getElementById("workload").value = workload; update(); document.getElementById("question").scrollIntoView({behavior: "smooth"}); };
    line.addEventListener("click", ask);
    line.addEventListener("keydown", event => { if (event.key === "Enter") ask(); });
    body.append(line);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  return table;
}

function fillCells() {
  const rows = data.rows.filter(row => matches({...row, workload: choice.workload}));
  const kinds = [0, 1, 2].map(kind => rows.filter(row => kindOf(row.size) === kind)).filter(part => part.length);
  document.getElementById("cells").replaceChildren(...kinds.map(part => cellTable(part, document.getElementById("measure").value)));
}

function fillPlain(id, rows) {
  document.getElementById(id).replaceChildren(...rows.map(cells => {
    const line = element("tr");
    line.append(...cells.map(text => element("td", text)));
    return line;
  }));
}

function fillParity() {
  const box = document.getElementById("parity");
  box.replaceChildren(...data.parity.flatMap(tier => {
    const total = tier.implemented + tier.partial + tier.missing, bar = element("div", undefined, {class: "share"});
    for (const [status, shade] of [["implemented", "--good"], ["partial", "--mid"]]) {
      const part = element("i");
      part.style.width = 100 * tier[status] / total + "%";
      part.style.background = css(shade);
      bar.append(part);
    }
    return [element("div", `${tier.tier}: ${tier.implemented} of ${total} implemented${tier.partial ? `, ${tier.partial} in part` : ""}`, {class: "soft"}), bar];
  }));
}

const compileWords = {header: "the header alone", per_expression: "a further five-operand expression", chain: "one expression of 40 terms", fifty: "fifty expressions"};
function fillFacts() {
  fillPlain("compile", data.compile_time.map(c => [`${c.program}: ${compileWords[c.what] || c.what}`, `${number(c.cpu_s || c.wall_s).toPrecision(2)} s`, c.memory_mb ? `${number(c.memory_mb).toFixed(0)} MB` : ""]));
  fillPlain("proofs", Object.entries(data.proofs).map(([name, count]) => [name.replaceAll("_", " "), typeof count === "number" ? count.toLocaleString("en") : count]));
  fillParity();
  const m = data.machine, b = data.build;
  document.getElementById("machine").textContent = `${m.cpu}, ${m.cores} cores${m.virtual ? ", a virtual machine" : ""}; ${b.compiler}; fnp ${b.fnp || ""} ${b.flags}, ${b.simd || ""} chosen at run time. Kernel ${m.kernel}.`;
  document.getElementById("origin").textContent = `commit ${data.commit}, ${data.date.slice(0, 10)}`;
}
