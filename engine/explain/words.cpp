// Plain words for the facts of a plan.
#include "engine/explain/words.hpp"

#include <array>
#include <charconv>

#include "engine/plan/column_tiles.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::explaining {

std::string grouped(index n) {
  std::string const digits = std::to_string(n);
  std::size_t const sign = n < 0 ? 1 : 0;
  std::string r;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (k > sign && (digits.size() - k) % 3 == 0) r += ',';
    r += digits[k];
  }
  return r;
}

std::string byte_words(index n) {
  static constexpr std::array<std::string_view, 5> units{" B", " kB", " MB", " GB", " TB"};
  if (n < 1000) return std::to_string(n) + " B";
  double x = static_cast<double>(n);
  std::size_t unit = 0;
  while (x >= 999.5 && unit + 1 < units.size()) {
    x /= 1000;
    ++unit;
  }
  char digits[32];
  auto const r = std::to_chars(digits, digits + sizeof digits, x, std::chars_format::fixed,
                               x < 10    ? 2
                               : x < 100 ? 1
                                         : 0);
  return std::string(digits, r.ptr).append(units[unit]);
}

std::string time_words(double ns) {
  constexpr std::string_view units[] = {" ns", " us", " ms", " s"};
  std::size_t k = 0;
  while (ns >= 999.5 && k + 1 < std::size(units)) {
    ns /= 1000;
    ++k;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", ns);
  return std::string(text).append(units[k]);
}

std::string plural(index count, std::string_view one) {
  return grouped(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
  std::string r;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) r += between;
    r += parts[i];
  }
  return r;
}

std::string layout_words(strided const& v, index itemsize) {
  if (element_count(v.extent).value == 1) return "one element";
  if (is_c_contiguous(v, itemsize)) return "C order";
  if (is_f_contiguous(v, itemsize)) return "F order";
  std::vector<std::string> r;
  bool repeats = false, backwards = false;
  for (std::size_t i = 0; i < v.rank(); ++i) {
    repeats = repeats || (v.stride[i] == 0 && v.extent[i] > 1);
    backwards = backwards || (v.stride[i] < 0 && v.extent[i] > 1);
  }
  if (repeats) r.push_back("broadcast");
  if (backwards) r.push_back("reversed");
  if (r.empty()) r.push_back("strided");
  return joined(r, ", ");
}

std::string_view access_name(plan::access a) {
  static constexpr std::array<std::string_view, 4> names{"dense", "broadcast", "staged", "strided"};
  return names[static_cast<std::size_t>(a)];
}

std::string access_words(plan::step const& s, std::size_t operand) {
  plan::operand const& o = s.operands[operand];
  if (s.what == plan::kind::opaque) return layout_words(o.map, static_cast<index>(itemsize(o.type)));
  if (s.what == plan::kind::reduce && operand == 0) {
    bool const whole = s.extent.size() > 0 && s.fold.axes + 1 == std::uint64_t{1}
                                                                     << std::min<std::size_t>(s.extent.size(), 63);
    return whole ? "one result" : "one result for each kept index";
  }
  if (o.how == plan::access::dense) return "dense rows";
  if (o.how == plan::access::broadcast) return "one value for a whole row";
  if (plan::is_read_by_columns(s, o)) return "transposed in registers";
  if (o.how == plan::access::strided)
    return o.map.stride.back() < 0 ? "rows read backwards" : "every other element of rows";
  std::vector<std::string> why;
  index const item = static_cast<index>(itemsize(o.type));
  std::size_t const rank = o.map.rank();
  index const inner = rank > 0 ? o.map.stride[rank - 1] : item;
  bool const transposed = rank > 1 && inner != 0 && inner != item && std::abs(o.map.stride[rank - 2]) == item;
  if (transposed)
    why.push_back("transposed");
  else if (inner == -item)
    why.push_back("reversed");
  else if (inner == 0)
    why.push_back("repeated");
  else if (inner != item)
    why.push_back("strided");
  if (o.type != o.as) why.push_back("cast to " + std::string(name(o.as)));
  if (why.empty() && operand < s.outputs && s.stream) why.push_back("stored past the caches");
  if (why.empty()) why.push_back("kept apart, it overlaps");
  return "staged: " + joined(why, ", ");
}

std::string_view level_name(isa level) {
  return isa_titles[static_cast<std::size_t>(level)];
}

std::string thread_words(plan::plan const& p) {
  return p.threads > 0 ? "at most " + plural(p.threads, "thread") : "all threads";
}

// The kernels' own orders (kernels/reduce): sums of floats are NumPy's pairwise tree or a wide one, products of floats
// and extrema of complex numbers go in order, everything else is exact.
std::string fold_words(plan::step const& s) {
  plan::reduction const& f = s.fold;
  bool const floats = is_inexact(f.element),
             complex = floats && dtype_table[static_cast<std::size_t>(f.element)].kind == 'c';
  bool const sum = f.op == ops::id_of<ops::add_reduce>, product = f.op == ops::id_of<ops::multiply_reduce>;
  if (f.op == ops::id_of<ops::wide_add_reduce> || f.op == ops::id_of<ops::moments_reduce>)
    return "one wide tree over each run, the same bits in any layout and on any number of threads";
  bool const extremum = f.op == ops::id_of<ops::minimum_reduce> || f.op == ops::id_of<ops::maximum_reduce>;
  if (!(floats && (sum || product)) && !(complex && extremum)) return "any order gives the same bits";
  if (f.run_axes == 0) return "row after row, as NumPy does over an outer axis";
  std::string r = sum ? "NumPy's pairwise tree over each run, the same bits on any number of threads"
                      : "in order, one element after the other";
  if (f.chunk > 0) r += "; a run restarts every " + grouped(f.chunk) + " elements, as NumPy's cast buffer does";
  return r;
}

std::string verdict_words(legality::verdict const& v) {
  struct entry {
    std::string_view theorem, words;
  };
  static constexpr entry table[] = {
      {"inside_buffer", "the first and the last byte that it touches lie inside the buffer"},
      {"empty_space", "there is no point to compute"},
      {"range_test", "the two address ranges do not meet"},
      {"gcd_test", "the strides never lead to a common byte (gcd test)"},
      {"bounded_search", "a complete search found no common byte"},
      {"same_address_sequence",
       "both are at the same address at every point, so each element is read before it is overwritten"},
      {"constant_shift",
       "both walk alike, a fixed distance apart, so walking in one direction reads each element in time"},
      {"nested_strides", "each stride steps over all that the inner axes reach, so no byte is written twice"},
      {"zero_stride",
       "an axis of stride 0 writes the same element again and again: the last write wins, so blocks keep their order"},
      {"self_overlap", "two points may write one byte: the last write wins, so blocks keep their order"},
      {"no_constant_shift",
       "input and output overlap without a fixed distance (reversed or transposed), so no direction is safe and the "
       "result goes through a temporary"},
      {"mixed_order",
       "input and output overlap, and neither direction reads every element in time, so the result goes through a "
       "temporary"},
      {"output_meets_input",
       "memory that is still to be read would be overwritten, so the result waits in a temporary"},
      {"atomic_destination",
       "the destination is to be written only when all has been computed, so the result waits in a temporary"},
      {"common_byte", "two points share a byte"},
      {"budget_exhausted", "the search for a common byte was given up, which counts as no"},
      {"address_overflow", "an address does not fit into 64 bits, which counts as no"},
  };
  for (entry const& e : table)
    if (e.theorem == v.theorem) return std::string(e.words);
  std::string r = v.theorem;
  for (char& c : r)
    if (c == '_') c = ' ';
  return r;
}

}  // namespace fnp::explaining
