// DLPack both ways: layouts survive, deleters run once, strangers are refused.
#include "fnp/interop/dlpack.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/format.hpp"
#include "fnp/numpy.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(dlpack)

namespace {

int deleted = 0;

struct stranger {
  DLManagedTensor managed{};
  std::int64_t shape[2] = {2, 2};
  float values[4] = {1, 2, 3, 4};
  stranger() {
    managed.dl_tensor.data = values;
    managed.dl_tensor.device = {kDLCPU, 0};
    managed.dl_tensor.ndim = 2;
    managed.dl_tensor.dtype = {kDLFloat, 32, 1};
    managed.dl_tensor.shape = shape;
    managed.deleter = [](DLManagedTensor*) { ++deleted; };
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_dtype_and_layout_travels) {
  for (int i = 0; i < dtype_count; ++i) {
    ndarray const a = transpose(reshape(ndarray(arange<int>(6)), {2, 3})).astype(static_cast<dtype>(i));
    ndarray const b = from_dlpack(to_dlpack(flip(a)));
    BOOST_TEST(repr(b) == repr(flip(a)));
    BOOST_TEST(b.body().data == flip(a).body().data);
  }
}

BOOST_AUTO_TEST_CASE(the_memory_lives_as_long_as_either_side) {
  ndarray b;
  {
    ndarray const a = arange<double>(5000);
    b = from_dlpack(to_dlpack(a));
  }
  BOOST_TEST(b.item(4999).as<double>() == 4999);
}

BOOST_AUTO_TEST_CASE(the_deleter_runs_once_after_the_last_view) {
  deleted = 0;
  stranger s;
  {
    ndarray const a = from_dlpack(&s.managed);
    BOOST_TEST(to_string(a) == "[[1. 2.]\n [3. 4.]]");
    ndarray const b = a(1);
    BOOST_TEST(deleted == 0);
  }
  BOOST_TEST(deleted == 1);
}

BOOST_AUTO_TEST_CASE(strangers_are_refused_and_let_go) {
  deleted = 0;
  auto const code = [](auto&& change) {
    stranger s;
    change(s);
    try {
      from_dlpack(&s.managed);
    } catch (error const& e) {
      return e.code();
    }
    return error_code::invariant_broken;
  };
  BOOST_TEST((code([](stranger& s) { s.managed.dl_tensor.device.device_type = kDLCUDA; }) == error_code::bad_argument));
  BOOST_TEST((code([](stranger& s) { s.managed.dl_tensor.dtype = {kDLBfloat, 16, 1}; }) == error_code::bad_argument));
  BOOST_TEST((code([](stranger& s) { s.managed.dl_tensor.dtype.lanes = 4; }) == error_code::bad_argument));
  BOOST_TEST((code([](stranger& s) { s.managed.dl_tensor.ndim = 65; }) == error_code::too_large));
  BOOST_TEST((code([](stranger& s) { s.shape[0] = -1; }) == error_code::negative_dimension));
  BOOST_TEST((code([](stranger& s) { s.shape[0] = s.shape[1] = std::int64_t{1} << 40; }) == error_code::too_large));
  BOOST_TEST(deleted == 6);
  try {
    to_dlpack(read_only(ndarray(arange<int>(3))));
    BOOST_ERROR("a read-only array was exported");
  } catch (error const& e) {
    BOOST_TEST((e.code() == error_code::bad_argument));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
