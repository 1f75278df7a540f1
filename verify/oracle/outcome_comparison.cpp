// Comparison of arrays and typed values: bit, ulp, close, norm.
#include "verify/oracle/outcome_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "fnp/base/scalar.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

using difference = std::optional<json::object>;

struct rules {
  tolerance const& how;
  bool dtype = true, values = true, strides = false, base = false, nan_bits = false;
};

template <class T>
T load(std::string const& bytes, std::size_t k) {
  T x;
  std::memcpy(&x, bytes.data() + k * sizeof(T), sizeof(T));
  return x;
}

// One real component of an element, with its bits as an integer whose order is that of the numbers.
struct real_part {
  double value = 0;
  std::int64_t key = 0, bits = 0;
};
real_part part_of(std::size_t size, std::string const& bytes, std::size_t k) {
  real_part p;
  std::int64_t top = 0;
  if (size == 2) {
    half h;
    h.bits = load<std::uint16_t>(bytes, k);
    p.value = static_cast<double>(float(h));
    p.bits = load<std::int16_t>(bytes, k);
    top = std::numeric_limits<std::int16_t>::min();
  } else if (size == 4) {
    p.value = static_cast<double>(load<float>(bytes, k));
    p.bits = load<std::int32_t>(bytes, k);
    top = std::numeric_limits<std::int32_t>::min();
  } else {
    p.value = load<double>(bytes, k);
    p.bits = load<std::int64_t>(bytes, k);
    top = std::numeric_limits<std::int64_t>::min();
  }
  p.key = p.bits < 0 ? -(p.bits - top) : p.bits;
  return p;
}

bool close_bits(real_part const& x, real_part const& y, rules const& r) {
  bool const nan_x = std::isnan(x.value), nan_y = std::isnan(y.value), ulp = r.how.kind == "ulp";
  if (x.bits == y.bits || (nan_x && nan_y && !(r.nan_bits && !ulp))) return true;
  if (r.how.zeros_equal && x.value == 0 && y.value == 0) return true;
  if (!ulp || !std::isfinite(x.value) || !std::isfinite(y.value) || (x.value == 0 && y.value == 0)) return false;
  // Keys of opposite sign may be further apart than 64 bits hold.
  long double const apart = static_cast<long double>(x.key) - static_cast<long double>(y.key);
  return std::fabs(static_cast<double>(apart)) <= r.how.max;
}

bool same_class(real_part const& x, real_part const& y) {
  return x.value == y.value || (std::isnan(x.value) && std::isnan(y.value)) ||
         (std::isfinite(x.value) && std::isfinite(y.value));
}

json::object values_differ(std::vector<std::size_t> const& bad, json::array const& shape, std::string const& expected,
                           std::string const& actual, std::size_t size, std::size_t count) {
  json::array at;
  std::size_t rest = bad[0];
  for (std::size_t i = shape.size(); i-- > 0;) {
    auto const e = static_cast<std::size_t>(shape[i].to_number<std::int64_t>());
    at.insert(at.begin(), static_cast<std::int64_t>(rest % e));
    rest /= e;
  }
  return {{"kind", "values"},
          {"index", at},
          {"expected", to_hex(expected.substr(bad[0] * size, size))},
          {"actual", to_hex(actual.substr(bad[0] * size, size))},
          {"mismatched", bad.size()},
          {"of", count}};
}

std::vector<std::size_t> find_bad(dtype type, std::string const& x, std::string const& y, rules const& r) {
  std::size_t const size = itemsize(type), count = y.size() / size, parts = kind(type) == 'c' ? 2 : 1,
                    width = size / parts;
  std::vector<std::size_t> bad;
  if (!is_inexact(type)) {
    for (std::size_t k = 0; k < count; ++k)
      if (x.compare(k * size, size, y, k * size, size) != 0) bad.push_back(k);
    return bad;
  }
  bool const bits = r.how.kind == "bit" || r.how.kind == "ulp";
  auto const modulus = [&](std::string const& b, std::size_t k) {
    return parts == 1 ? std::fabs(part_of(width, b, k).value)
                      : std::hypot(part_of(width, b, 2 * k).value, part_of(width, b, 2 * k + 1).value);
  };
  auto const finite = [&](std::size_t k) {
    bool f = true;
    for (std::size_t p = 0; p < parts; ++p)
      f = f && std::isfinite(part_of(width, x, k * parts + p).value) &&
          std::isfinite(part_of(width, y, k * parts + p).value);
    return f;
  };
  double largest = 0;
  if (r.how.kind == "norm")
    for (std::size_t k = 0; k < count; ++k)
      if (finite(k)) largest = std::max(largest, modulus(y, k));
  for (std::size_t k = 0; k < count; ++k) {
    bool good = true;
    if (bits || !finite(k)) {
      for (std::size_t p = 0; p < parts; ++p) {
        real_part const a = part_of(width, x, k * parts + p), b = part_of(width, y, k * parts + p);
        good = good && (bits ? close_bits(a, b, r) : same_class(a, b));
      }
    } else {
      long double difference[2] = {0, 0};
      for (std::size_t p = 0; p < parts; ++p)
        difference[p] = static_cast<long double>(part_of(width, x, k * parts + p).value) -
                        static_cast<long double>(part_of(width, y, k * parts + p).value);
      double const limit = r.how.atol + r.how.rtol * (r.how.kind == "close" ? modulus(y, k) : largest);
      good = std::hypot(difference[0], difference[1]) <= static_cast<long double>(limit);
    }
    if (!good) bad.push_back(k);
  }
  return bad;
}

// The bytes of `from` cast to another dtype, element by element.
std::string recast(std::string const& from, dtype a, dtype b) {
  std::size_t const count = from.size() / itemsize(a);
  std::string r(count * itemsize(b), '\0');
  for (std::size_t k = 0; k < count; ++k)
    convert_element(a, from.data() + k * itemsize(a), b, r.data() + k * itemsize(b));
  return r;
}

difference compare_arrays(json::object const& e, json::object const& a, rules const& r) {
  if (r.dtype && e.at("dtype") != a.at("dtype"))
    return json::object{{"kind", "dtype"}, {"expected", e.at("dtype")}, {"actual", a.at("dtype")}};
  json::array const& shape = e.at("shape").as_array();
  if (e.at("shape") != a.at("shape"))
    return json::object{{"kind", "shape"}, {"expected", e.at("shape")}, {"actual", a.at("shape")}};
  for (std::string_view const k : {"strides", "base"}) {
    if (!(k == "base" ? r.base : r.strides) || !e.contains(k)) continue;
    json::value const other = a.contains(k) ? a.at(k) : json::value();
    if (e.at(k) == other) continue;
    bool free = k == "strides";
    if (free && std::none_of(shape.begin(), shape.end(),
                             [](json::value const& n) { return n.to_number<std::int64_t>() == 0; })) {
      json::array const *x = e.at(k).if_array(), *y = other.if_array();
      free = x && y && x->size() == y->size();
      for (std::size_t i = 0; free && i < shape.size(); ++i)
        free = shape[i].to_number<std::int64_t>() == 1 || (*x)[i] == (*y)[i];
    }
    if (!free) return json::object{{"kind", k}, {"expected", e.at(k)}, {"actual", other}};
  }
  if (!r.values) return {};
  std::string x = decode_bytes(a.at("data"));
  std::string const y = decode_bytes(e.at("data"));
  auto const descr = [](json::object const& o) { return std::string(o.at("dtype").as_string()); };
  dtype const wanted = parse_dtype(descr(e)), given = parse_dtype(descr(a));
  if (wanted != given) x = recast(x, given, wanted);
  if (x.size() != y.size())
    throw malformed{"oracle data of " + std::to_string(y.size()) + " bytes do not fit its shape"};
  std::vector<std::size_t> const bad = find_bad(wanted, x, y, r);
  if (bad.empty()) return {};
  return values_differ(bad, shape, y, x, itemsize(wanted), y.size() / itemsize(wanted));
}

difference compare_values(json::object const& e, json::object const& a, rules const& r) {
  auto const kind_of = [](json::object const& o) { return o.contains("dtype") ? json::value("array") : o.at("t"); };
  if (e.contains("dtype") && a.contains("dtype")) return compare_arrays(e, a, r);
  if (kind_of(e) != kind_of(a)) return json::object{{"kind", "type"}, {"expected", kind_of(e)}, {"actual", kind_of(a)}};
  std::string_view const t = e.at("t").as_string();
  if (t == "tuple") {
    json::array const &x = e.at("items").as_array(), &y = a.at("items").as_array();
    if (x.size() != y.size()) return json::object{{"kind", "length"}, {"expected", x.size()}, {"actual", y.size()}};
    for (std::size_t i = 0; i < x.size(); ++i)
      if (difference d = compare_values(x[i].as_object(), y[i].as_object(), r)) {
        if (!d->contains("item")) (*d)["item"] = i;
        return d;
      }
    return {};
  }
  if (t == "float") {
    auto const bytes = [](json::object const& o) {
      double const v = decode_float(o.at("v").as_string());
      return std::string(reinterpret_cast<char const*>(&v), sizeof v);
    };
    rules plain = r;
    plain.nan_bits = false;
    std::vector<std::size_t> const bad = find_bad(dtype::f8, bytes(a), bytes(e), plain);
    if (bad.empty()) return {};
    return values_differ(bad, {}, bytes(e), bytes(a), 8, 1);
  }
  if (t == "bytes") {
    if (decode_bytes(e.at("data")) == decode_bytes(a.at("data"))) return {};
    return json::object{{"kind", "bytes"}};
  }
  json::value const x = e.contains("v") ? e.at("v") : json::value(), y = a.contains("v") ? a.at("v") : json::value();
  if (x == y) return {};
  return json::object{{"kind", "values"}, {"expected", x}, {"actual", y}};
}

template <class RulesOf>
difference compare(case_text const& c, json::object const& e, json::object const& a, bool warnings, RulesOf rules_of) {
  std::string_view const wanted = e.at("status").as_string(), given = a.at("status").as_string();
  if (wanted != given) {
    std::string text(wanted);
    if (wanted == "error") text += ":" + std::string(e.at("error").at("reason").as_string());
    return json::object{{"kind", "outcome"}, {"expected", text}, {"actual", given}};
  }
  if (wanted == "error") {
    for (std::string_view const k : {"class", "reason"})
      if (e.at("error").at(k) != a.at("error").at(k))
        return json::object{
            {"kind", "error." + std::string(k)}, {"expected", e.at("error").at(k)}, {"actual", a.at("error").at(k)}};
    return {};
  }
  for (std::string const& name : c.results) {
    json::object const &x = e.at("results").as_object(), &y = a.at("results").as_object();
    if (!x.contains(name)) throw malformed{"the oracle has no result '" + name + "'"};
    if (!y.contains(name)) return json::object{{"kind", "missing"}, {"result", name}};
    if (difference d = compare_values(x.at(name).as_object(), y.at(name).as_object(), rules_of(name))) {
      (*d)["result"] = name;
      return d;
    }
  }
  auto const list = [](json::object const& o) {
    return o.contains("warnings") ? o.at("warnings") : json::value(json::array());
  };
  if (warnings && list(e) != list(a))
    return json::object{{"kind", "warnings"}, {"expected", list(e)}, {"actual", list(a)}};
  return {};
}

}  // namespace

difference compare_outcomes(case_text const& c, json::object const& expected, json::object const& actual) {
  return compare(c, expected, actual, c.checks("warnings"), [&](std::string const& name) {
    auto const own = c.how_per_result.find(name);
    return rules{own == c.how_per_result.end() ? c.how : own->second,
                 c.checks("dtype"),
                 c.checks("values"),
                 c.checks("strides"),
                 c.checks("base"),
                 c.checks("nan_bits")};
  });
}

difference compare_exactly(case_text const& c, json::object const& expected, json::object const& actual) {
  static tolerance const bit;
  return compare(c, expected, actual, true,
                 [&](std::string const&) { return rules{bit, true, true, true, true, false}; });
}

}  // namespace fnp::oracle
