// The data, and what is computed from it: choices, ratios, means. Draws nothing.
const data = JSON.parse(document.getElementById("data").textContent);

const sizeWords = {S: "small (in cache)", M: "medium (a million)", L: "large (memory)"};
const dtypeWords = {f64: "float64", f32: "float32"};
const simdWords = {"": "the widest SIMD", avx2: "held to AVX2", sse2: "held to SSE2"};
const number = text => Number(text);  // figures travel as decimal strings

const unique = values => [...new Set(values)];
const geometricMean = values => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

// How many times faster fnp is than `peer` in a cell; undefined where the peer was not measured.
function speedup(row, peer) {
  if (peer === "limit") return row.limit && number(row.limit) / number(row.fnp);
  if (peer === "best") {
    const times = Object.values(row.peers).map(number);
    return times.length ? Math.min(...times) / number(row.fnp) : undefined;
  }
  return row.peers[peer] && number(row.peers[peer]) / number(row.fnp);
}
function bestPeer(row) {
  return Object.entries(row.peers).reduce((best, [name, time]) => !best || number(time) < number(best[1]) ? [name, time] : best, null);
}

const choice = {peer: "numpy", workload: "", size: "", dtype: "", threads: "1", simd: ""};
const matches = row => (!choice.workload || row.workload === choice.workload) && (!choice.size || row.size === choice.size)
  && (!choice.dtype || row.dtype === choice.dtype) && (!choice.threads || String(row.threads) === choice.threads)
  && row.simd === choice.simd;
const chosen = () => data.rows.filter(row => matches(row) && speedup(row, choice.peer));

const peerNames = unique(data.rows.flatMap(row => Object.keys(row.peers))).sort();
const peerWords = name => ({limit: "the hand-written limit", best: "the best peer", numpy: "NumPy", eigen: "Eigen", xtensor: "xtensor", jax: "JAX", torch: "PyTorch",
  armadillo: "Armadillo", blitz: "Blitz++", numexpr: "numexpr", numba: "Numba", mlx: "MLX", loop: "a plain loop", numpy_out: "NumPy with out="})[name] || name;
const title = workload => data.titles[workload] || workload;

function timeWords(row) {
  const ns = number(row.fnp);
  if (row.per === "element") return (ns / row.n).toPrecision(3) + " ns an element";
  return ns < 1e4 ? ns.toPrecision(3) + " ns" : (ns / 1e6).toPrecision(3) + " ms";
}
const times = ratio => (ratio >= 10 ? ratio.toFixed(0) : ratio >= 1.995 ? ratio.toFixed(1) : ratio.toFixed(2)) + " ×";
