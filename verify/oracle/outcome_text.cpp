// Writing of results.
#include "verify/oracle/outcome_text.hpp"

#include "engine/legality/overlap.hpp"
#include "fnp/view.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

json::array list(extents const& e) {
  json::array r;
  for (index const i : e) r.emplace_back(i);
  return r;
}

std::string bytes_of(array_body const& a) {
  array_handle const dense = views::copy(a);
  return {reinterpret_cast<char const*>(dense->data), static_cast<std::size_t>(a.count) * itemsize(a.type)};
}

bool share_elements(array_body const& a, array_body const& b) {
  if (a.memory.get() != b.memory.get() || a.count == 0 || b.count == 0) return false;
  auto const space = [](array_body const& v) { return legality::iteration_space{v.layout.extent}; };
  auto const map = [](array_body const& v) {
    return legality::access_map{v.layout.offset, v.layout.stride, static_cast<index>(itemsize(v.type))};
  };
  return legality::find_overlap(space(a), map(a), space(b), map(b)) != legality::overlap::disjoint;
}

json::object encode_array(array_body const& a, case_text const* c, std::span<input_value const> inputs) {
  json::object r{{"dtype", info(a.type).descr}, {"shape", list(a.layout.extent)}, {"data", encode_bytes(bytes_of(a))}};
  if (c && c->checks("strides")) r["strides"] = list(a.layout.stride);
  if (c && c->checks("base")) {
    r["base"] = nullptr;
    for (input_value const& i : inputs)
      if (i.value.is(datum::kind::array) && share_elements(a, *i.value.array->done)) {
        r["base"] = i.name;
        break;
      }
  }
  return r;
}

json::object encode(session& run, datum const& d, case_text const* c, std::span<input_value const> inputs) {
  switch (d.what) {
    case datum::kind::none: return {{"t", "none"}};
    case datum::kind::array: return encode_array(*run.concrete(d), c, inputs);
    case datum::kind::boolean: return {{"t", "bool"}, {"v", d.truth}};
    case datum::kind::integer: return {{"t", "int"}, {"v", d.text}};
    case datum::kind::real: return {{"t", "float"}, {"v", encode_float(d.re)}};
    case datum::kind::imaginary: return {{"t", "complex"}, {"v", json::array{encode_float(d.re), encode_float(d.im)}}};
    case datum::kind::text: return {{"t", "str"}, {"v", d.text}};
    case datum::kind::bytes: return {{"t", "bytes"}, {"data", encode_bytes(d.text)}};
    case datum::kind::type: return {{"t", "dtype"}, {"v", d.text}};
    case datum::kind::opaque: return {{"t", "opaque"}};
    case datum::kind::tuple: break;
  }
  json::array items;
  for (datum const& i : d.items) items.push_back(encode(run, i, nullptr, inputs));
  return {{"t", "tuple"}, {"items", std::move(items)}};
}

}  // namespace

json::object encode_result(session& run, datum const& d, case_text const& c, std::span<input_value const> inputs) {
  return encode(run, d, &c, inputs);
}

}  // namespace fnp::oracle
