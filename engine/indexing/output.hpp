// out= of take, choose and compress: NumPy reads what it holds as the result's dtype, lets the function write into
// that, and writes it back at the end. So a rule says how its dtype may cast to the result's; any cast leads back.
#pragma once
#include "fnp/base/error.hpp"
#include "fnp/base/promotion.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::lookup {

class output {
 public:
  // Null `out`: a fresh array. Throws what NumPy does for a shape that does not match.
  output(dtype type, extents const& shape, array_body* out, char const* mismatch, error_code reason,
         std::string_view category, casting rule);
  array_body& fresh() const noexcept { return *fresh_; }  // dense, C order; write here
  array_handle deliver() const;                           // the result; `out` where one was given

 private:
  array_handle fresh_, out_;
};

}  // namespace fnp::lookup
