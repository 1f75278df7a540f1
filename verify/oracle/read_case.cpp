// Reads cases and values. Whatever does not have the form of the format is malformed; nothing is guessed.
#include <algorithm>
#include <cstring>

#include "fnp/base/scalar.hpp"
#include "fnp/view.hpp"
#include "verify/oracle/case_file.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

json::value const& member(json::object const& o, std::string_view name) {
  if (json::value const* const v = o.if_contains(name)) return *v;
  throw malformed{"no member '" + std::string(name) + "'"};
}
std::string text_of(json::value const& v, std::string_view what) {
  if (!v.is_string()) throw malformed{std::string(what) + " is no string"};
  return std::string(v.get_string());
}
json::array const& list_of(json::value const& v, std::string_view what) {
  if (!v.is_array()) throw malformed{std::string(what) + " is no list"};
  return v.get_array();
}
json::object const& object_of(json::value const& v, std::string_view what) {
  if (!v.is_object()) throw malformed{std::string(what) + " is no object"};
  return v.get_object();
}
index integer_of(json::value const& v, std::string_view what) {
  if (v.is_int64()) return v.get_int64();
  throw malformed{std::string(what) + " is no integer"};
}
double number_of(json::object const& o, std::string_view name) {
  json::value const* const v = o.if_contains(name);
  if (!v) return 0;
  if (!v->is_number()) throw malformed{std::string(name) + " is no number"};
  return v->to_number<double>();
}
extents integers_of(json::value const& v, std::string_view what) {
  extents r;
  for (json::value const& i : list_of(v, what)) r.push_back(integer_of(i, what));
  return r;
}

std::string descr_of(json::value const& v) { return v.is_string() ? std::string(v.get_string()) : json::serialize(v); }

tolerance read_tolerance(json::object const& o) {
  tolerance t;
  t.kind = text_of(member(o, "class"), "tolerance.class");
  if (t.kind != "bit" && t.kind != "ulp" && t.kind != "close" && t.kind != "norm")
    throw malformed{"tolerance class '" + t.kind + "'"};
  t.zeros_equal = o.contains("zeros");
  t.max = number_of(o, "max");
  t.rtol = number_of(o, "rtol");
  t.atol = number_of(o, "atol");
  return t;
}

extents shape_of(json::object const& o) {
  extents const shape = integers_of(member(o, "shape"), "shape");
  for (index const e : shape)
    if (e < 0) throw malformed{"negative extent in shape"};
  if (shape.size() > max_rank || !element_count(shape).ok) throw malformed{"shape is too large"};
  return shape;
}

// Element k of an input without data: small, different, exact in every dtype, no zero.
void fill_pattern(array_body& a) {
  for (index k = 0; k < a.count; ++k) {
    auto const x = static_cast<std::int8_t>(1 + (k * 37 + 11) % 97);
    convert_element(dtype::i1, &x, a.type, a.data + k * static_cast<index>(itemsize(a.type)));
  }
}

array_handle with_flags(array_handle a, json::object const& o) {
  json::value const* const w = o.if_contains("writeable");
  return w && w->is_bool() && !w->get_bool() ? views::read_only(*a) : a;
}

}  // namespace

bool case_text::checks(std::string_view what) const {
  return std::find(check.begin(), check.end(), what) != check.end();
}

array_handle decode_array(json::object const& o) {
  dtype const type = parse_dtype(descr_of(member(o, "dtype")));
  extents const shape = shape_of(o);
  std::string const bytes = decode_bytes(member(o, "data"));
  checked const wanted = element_count(shape) * static_cast<index>(itemsize(type));
  if (!wanted.ok || static_cast<index>(bytes.size()) != wanted.value)
    throw malformed{"data has " + std::to_string(bytes.size()) + " bytes, shape and dtype need " +
                    std::to_string(wanted.value)};
  array_handle a = make_array(type, shape);
  if (!bytes.empty()) std::memcpy(a->data, bytes.data(), bytes.size());
  return with_flags(std::move(a), o);
}

datum decode_value(json::value const& v) {
  json::object const& o = object_of(v, "value");
  if (o.contains("dtype")) return datum::of(decode_array(o));
  std::string const t = text_of(member(o, "t"), "value.t");
  if (t == "none") return {};
  if (t == "opaque") throw unsupported{"value opaque"};
  if (t == "bytes") {
    datum d = datum::of_text(decode_bytes(member(o, "data")));
    d.what = datum::kind::bytes;
    return d;
  }
  if (t == "tuple") {
    std::vector<datum> items;
    for (json::value const& i : list_of(member(o, "items"), "items")) items.push_back(decode_value(i));
    return datum::of_tuple(std::move(items));
  }
  json::value const& x = member(o, "v");
  if (t == "bool") {
    if (!x.is_bool()) throw malformed{"bool value is no true or false"};
    return datum::of_bool(x.get_bool());
  }
  if (t == "int") {
    std::string const s = text_of(x, "int value");
    std::size_t const first = !s.empty() && s[0] == '-';
    if (s.size() == first || s.find_first_not_of("0123456789", first) != std::string::npos)
      throw malformed{"int value '" + s + "'"};
    return datum::of_digits(s);
  }
  if (t == "float") return datum::of_real(decode_float(text_of(x, "float value")));
  if (t == "complex") {
    json::array const& parts = list_of(x, "complex value");
    if (parts.size() != 2) throw malformed{"complex value has " + std::to_string(parts.size()) + " parts"};
    datum d = datum::of_real(decode_float(text_of(parts[0], "complex value")));
    d.im = decode_float(text_of(parts[1], "complex value"));
    d.what = datum::kind::imaginary;
    return d;
  }
  if (t == "str") return datum::of_text(text_of(x, "str value"));
  if (t == "dtype") return datum::of_type(descr_of(x));
  throw malformed{"value of type '" + t + "'"};
}

case_text read_case(json::value const& v) {
  json::object const& o = object_of(v, "case");
  case_text c;
  c.id = text_of(member(o, "id"), "id");
  if (json::value const* const f = o.if_contains("family")) c.family = text_of(*f, "family");
  if (json::value const* const t = o.if_contains("tier")) c.tier = text_of(*t, "tier");
  if (json::value const* const b = o.if_contains("buffers")) c.buffers = object_of(*b, "buffers");
  if (json::value const* const i = o.if_contains("inputs")) c.inputs = object_of(*i, "inputs");
  for (json::value const& s : list_of(member(o, "program"), "program")) {
    json::object const& step = object_of(s, "step");
    step_text t{text_of(member(step, "id"), "step.id"), text_of(member(step, "op"), "step.op"), {}, {}};
    if (json::value const* const a = step.if_contains("args")) t.args = list_of(*a, "args");
    if (json::value const* const a = step.if_contains("attrs")) t.attrs = object_of(*a, "attrs");
    c.program.push_back(std::move(t));
  }
  for (json::value const& r : list_of(member(o, "results"), "results")) c.results.push_back(text_of(r, "result"));
  if (c.program.empty() || c.results.empty()) throw malformed{"program or results are empty"};
  c.check = {"dtype", "shape", "values"};
  if (json::value const* const k = o.if_contains("check")) {
    c.check.clear();
    for (json::value const& i : list_of(*k, "check")) c.check.push_back(text_of(i, "check"));
  }
  if (json::value const* const e = o.if_contains("errstate"))
    for (auto const& [name, state] : object_of(*e, "errstate"))
      c.errstate[std::string(name)] = text_of(state, "errstate");
  if (json::value const* const t = o.if_contains("tolerance")) {
    c.how = read_tolerance(object_of(*t, "tolerance"));
    if (json::value const* const per = t->get_object().if_contains("per"))
      for (auto const& [name, one] : object_of(*per, "per"))
        c.how_per_result[std::string(name)] = read_tolerance(object_of(one, "tolerance"));
  }
  if (json::value const* const e = o.if_contains("oracle")) object_of(*e, "oracle"), c.oracle = *e;
  return c;
}

std::vector<input_value> make_inputs(case_text const& c, bool invent) {
  std::map<std::string, array_handle> memory;
  for (auto const& [name, bytes] : c.buffers) {
    std::string const b = decode_bytes(bytes);
    array_handle const a = make_array(dtype::u1, {static_cast<index>(b.size())});
    if (!b.empty()) std::memcpy(a->data, b.data(), b.size());
    memory[std::string(name)] = a;
  }
  std::vector<input_value> r;
  for (auto const& [name, value] : c.inputs) {
    json::object const& o = object_of(value, "input");
    if (!o.contains("buffer")) {
      if (o.contains("t") || o.contains("data") || !invent) {
        datum d = decode_value(value);
        // An input is a view of memory that the case owns, as under NumPy.
        if (d.is(datum::kind::array)) {
          strided layout = d.array->done->layout;
          if (d.array->done->count == 0) layout.stride = extents(layout.rank(), 0);  // as numpy.empty's
          d = datum::of(make_view(d.array->done->memory, d.array->done->type, layout, d.array->done->writeable));
        }
        r.push_back({std::string(name), std::move(d)});
      }
      else {
        array_handle const a = make_array(parse_dtype(descr_of(member(o, "dtype"))), shape_of(o));
        fill_pattern(*a);
        r.push_back({std::string(name), datum::of(with_flags(a, o))});
      }
      continue;
    }
    dtype const type = parse_dtype(descr_of(member(o, "dtype")));
    auto const at = memory.find(text_of(o.at("buffer"), "buffer"));
    if (at == memory.end()) throw malformed{"input '" + std::string(name) + "' views no known buffer"};
    strided layout{shape_of(o), {}, 0};
    layout.stride = o.contains("strides") ? integers_of(o.at("strides"), "strides")
                                          : c_strides(layout.extent, static_cast<index>(itemsize(type)));
    if (json::value const* const offset = o.if_contains("offset")) layout.offset = integer_of(*offset, "offset");
    if (layout.stride.size() != layout.extent.size())
      throw malformed{"input '" + std::string(name) + "': strides do not fit the shape"};
    checked low = layout.offset, high = layout.offset;
    for (std::size_t i = 0; i < layout.rank(); ++i) {
      checked const reach = checked(layout.stride[i]) * (layout.extent[i] - 1);
      (layout.stride[i] < 0 ? low : high) += reach;
    }
    high += static_cast<index>(itemsize(type));
    bool const inside = low.ok && high.ok && low.value >= 0 && high.value <= at->second->count;
    if (!inside && element_count(layout.extent).value != 0)
      throw malformed{"input '" + std::string(name) + "' lies outside its buffer"};
    r.push_back({std::string(name), datum::of(with_flags(make_view(at->second->memory, type, layout, true), o))});
  }
  std::sort(r.begin(), r.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  return r;
}

}  // namespace fnp::oracle
