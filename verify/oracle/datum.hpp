// One value of a program: an array, perhaps not computed yet, or a typed Python value.
//
// As operands boolean, integer, real and imaginary are weak scalars (NEP 50). NumPy's scalars are arrays of rank 0.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ir/graph.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/storage.hpp"
#include "verify/oracle/byte_text.hpp"

namespace fnp::oracle {

// What is not there yet: op, dtype, attribute or index kind. Becomes status "unsupported" with this text.
struct unsupported {
  std::string why;
};

class bit_generator;

// An array of a program. Until `done` is set it is a value of the session's current graph.
struct array_value {
  ir::value at = 0;
  array_handle done;
};

struct datum {
  enum class kind : std::uint8_t { none, array, boolean, integer, real, imaginary, text, bytes, type, tuple, opaque };
  kind what = kind::none;
  std::shared_ptr<array_value> array;
  bool truth = false;
  std::string text;  // integer: decimal digits of any length; text, bytes; type: array-protocol string
  double re = 0, im = 0;
  std::vector<datum> items;
  std::shared_ptr<bit_generator> state;

  bool is(kind k) const noexcept { return what == k; }
  bool is_scalar() const noexcept { return what >= kind::boolean && what <= kind::imaginary; }

  static datum of(array_handle);
  static datum of_bool(bool);
  static datum of_int(index);
  static datum of_digits(std::string);
  static datum of_real(double);
  static datum of_text(std::string);
  static datum of_type(std::string descr);
  static datum of_tuple(std::vector<datum>);
  static datum of_item(scalar const&);  // the Python number of an element
  static datum of_arrays(std::vector<array_handle> const&);  // a tuple
};

// The integer's value; empty when it does not fit.
std::optional<index> small_integer(datum const&);
// The nearest double of a weak real or integer.
double real_value(datum const&);

// The dtype of an array-protocol string or NumPy name; throws unsupported "dtype ..." for those that fnp has not.
dtype parse_dtype(std::string_view descr);
std::optional<dtype> find_dtype(std::string_view descr);

}  // namespace fnp::oracle
