// The three charts. A chart is made anew when the choice or the theme changes.
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = {};
function draw(id, config) {
  drawn[id]?.destroy();
  Chart.defaults.color = css("--soft");
  Chart.defaults.borderColor = css("--line");
  Chart.defaults.font.family = "system-ui, 'DejaVu Sans', sans-serif";
  Chart.defaults.animation = false;
  drawn[id] = new Chart(document.getElementById(id), config);
}
const colour = ratio => css(ratio >= 1.02 ? "--good" : ratio <= 0.98 ? "--bad" : "--mid");
const plainTick = value => [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].includes(Number(value.toPrecision(3))) ? value + " ×" : "";

// One bar a workload, or one a cell when a workload is chosen.
function drawBars(rows) {
  const groups = new Map();
  for (const row of rows) {
    const label = choice.workload ? `${row.size} ${row.dtype} ${row.threads}t` : `${row.workload}  ${title(row.workload)}`;
    groups.set(label, [...(groups.get(label) || []), speedup(row, choice.peer)]);
  }
  const labels = [...groups.keys()], values = [...groups.values()].map(geometricMean);
  document.getElementById("bars-box").style.height = 70 + 23 * labels.length + "px";
  draw("bars", {
    type: "bar",
    data: {labels, datasets: [{data: values.map(v => [1, v]), backgroundColor: values.map(colour), barPercentage: 0.72, minBarLength: 2}]},
    options: {
      indexAxis: "y", maintainAspectRatio: false,
      plugins: {legend: {display: false}, tooltip: {callbacks: {label: at => `${times(values[at.dataIndex])} ${values[at.dataIndex] >= 1 ? "faster" : "as fast"}`}}},
      scales: {x: {type: "logarithmic", min: Math.min(0.5, ...values) * 0.9, max: Math.max(2, ...values) * 1.1, ticks: {callback: plainTick, maxRotation: 0}}, y: {grid: {display: false}, ticks: {autoSkip: false}}},
    },
  });
}

function drawRoofline() {
  const rows = data.rows.filter(row => row.threads === 1 && !row.simd && row.intensity);
  const intensities = rows.map(row => number(row.intensity)), least = Math.min(...intensities) / 1.5, most = Math.max(...intensities) * 1.5;
  const shades = {S: "--good", M: "--accent", L: "--bad"};
  const dots = Object.keys(sizeWords).map(size => ({
    label: sizeWords[size], backgroundColor: css(shades[size]), pointRadius: 4,
    data: rows.filter(row => row.size === size).map(row => ({x: number(row.intensity), y: number(row.intensity) * number(row.gbs), row})),
  }));
  const lines = data.roofs.map(roof => ({
    label: `${roof.where}: ${number(roof.gbs).toFixed(0)} GB/s`, type: "line", pointRadius: 0, borderWidth: 1, borderDash: [5, 4], borderColor: css("--soft"),
    data: [least, most].map(x => ({x, y: x * number(roof.gbs)})),
  }));
  draw("roofline", {
    type: "scatter", data: {datasets: [...dots, ...lines]},
    options: {
      maintainAspectRatio: false,
      plugins: {tooltip: {callbacks: {label: at => at.raw.row ? `${at.raw.row.workload} ${title(at.raw.row.workload)}, ${at.raw.row.dtype}: ${number(at.raw.row.gbs).toFixed(0)} GB/s` : at.dataset.label}},
        legend: {labels: {boxWidth: 12}}},
      scales: {x: {type: "logarithmic", ticks: {maxRotation: 0, maxTicksLimit: 6}, title: {display: true, text: "operations a byte"}}, y: {type: "logarithmic", title: {display: true, text: "thousand million operations a second"}}},
    },
  });
}

function drawHistory() {
  const labels = data.history.map(h => h.commit), of = h => choice.workload ? h.workloads[choice.workload] : h.all;
  draw("history", {
    type: "line",
    data: {labels, datasets: [{label: choice.workload ? title(choice.workload) : "all workloads", data: data.history.map(h => of(h) ? number(of(h)) : null),
      borderColor: css("--accent"), backgroundColor: css("--accent"), pointRadius: 5, spanGaps: true}]},
    options: {
      maintainAspectRatio: false, scales: {y: {suggestedMin: 0.8, suggestedMax: 1.4, title: {display: true, text: "multiple of the limit"}}},
      plugins: {tooltip: {callbacks: {title: at => `${data.history[at[0].dataIndex].commit}, ${data.history[at[0].dataIndex].date.slice(0, 10)}`}}},
    },
  });
}
