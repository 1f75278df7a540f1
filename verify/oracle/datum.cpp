// Makers and readings of program values.
#include "verify/oracle/datum.hpp"

#include <cerrno>
#include <cstdlib>

namespace fnp::oracle {

datum datum::of(array_handle a) {
  datum d;
  d.what = kind::array;
  d.array = std::make_shared<array_value>();
  d.array->done = std::move(a);
  return d;
}
datum datum::of_bool(bool b) {
  datum d;
  d.what = kind::boolean;
  d.truth = b;
  return d;
}
datum datum::of_int(index i) { return of_digits(std::to_string(i)); }
datum datum::of_digits(std::string digits) {
  datum d;
  d.what = kind::integer;
  d.text = std::move(digits);
  return d;
}
datum datum::of_real(double x) {
  datum d;
  d.what = kind::real;
  d.re = x;
  return d;
}
datum datum::of_item(scalar const& x) {
  switch (fnp::kind(x.dtype())) {
    case 'b': return of_bool(x.as<bool>());
    case 'i': return of_int(x.as<index>());
    case 'u': return of_digits(std::to_string(x.as<std::uint64_t>()));
    case 'f': return of_real(x.as<double>());
    default: {
      datum d = of_real(x.as<complex128>().re);
      d.im = x.as<complex128>().im;
      d.what = kind::imaginary;
      return d;
    }
  }
}
datum datum::of_text(std::string s) {
  datum d;
  d.what = kind::text;
  d.text = std::move(s);
  return d;
}
datum datum::of_type(std::string descr) {
  datum d;
  d.what = kind::type;
  d.text = std::move(descr);
  return d;
}
datum datum::of_tuple(std::vector<datum> items) {
  datum d;
  d.what = kind::tuple;
  d.items = std::move(items);
  return d;
}

datum datum::of_arrays(std::vector<array_handle> const& arrays) {
  std::vector<datum> items;
  for (array_handle const& a : arrays) items.push_back(of(a));
  return of_tuple(std::move(items));
}

std::optional<index> small_integer(datum const& d) {
  if (d.is(datum::kind::boolean)) return d.truth;
  if (!d.is(datum::kind::integer)) return {};
  errno = 0;
  char* end = nullptr;
  long long const n = std::strtoll(d.text.c_str(), &end, 10);
  if (errno || end == d.text.c_str() || *end) return {};
  return n;
}

double real_value(datum const& d) {
  if (d.is(datum::kind::boolean)) return d.truth;
  return d.is(datum::kind::integer) ? std::strtod(d.text.c_str(), nullptr) : d.re;
}

std::optional<dtype> find_dtype(std::string_view descr) {
  for (int i = 0; i < dtype_count; ++i) {
    dtype_info const& known = dtype_table[static_cast<std::size_t>(i)];
    std::string_view const bare = known.descr.substr(1);
    bool const native =
        descr.size() == bare.size() + 1 && descr.substr(1) == bare &&
        (descr[0] == '<' || descr[0] == '=' || descr[0] == '|' || (descr[0] == '>' && known.itemsize == 1));
    if (descr == known.descr || descr == bare || descr == known.name || native) return static_cast<dtype>(i);
  }
  return {};
}

dtype parse_dtype(std::string_view descr) {
  if (auto const d = find_dtype(descr)) return *d;
  throw unsupported{"dtype " + std::string(descr)};
}

}  // namespace fnp::oracle
