// W8: what one evaluation of a + b*c costs beside the arithmetic: result kept or fresh, terminals owned or borrowed.
#include "workloads.hpp"

using namespace H;

namespace peer {

void run_small() {
  for (fnp::index const n : {1, 16, 256, 4096}) {
    std::string const name = "n" + std::to_string(n);
    auto const size = static_cast<std::size_t>(n);
    auto a = filled<double>({n}, 1), b = filled<double>({n}, 2), c = filled<double>({n}, 3),
         y = fnp::zeros<double>({n});
    auto const check = [&] { return sum_of(y); };
    bench("W8", name.c_str(), size, "f64", [&] { y = a + b * c; }, check);
    bench("W8borrow", name.c_str(), size, "f64", [&] { y = fnp::borrow(a) + fnp::borrow(b) * fnp::borrow(c); }, check);
    double last = 0;
    bench(
        "W8alloc", name.c_str(), size, "f64",
        [&] {
          array<double> const fresh = a + b * c;
          last = fresh.data()[n - 1];
        },
        [&] { return last - y.data()[n - 1] + sum_of(y); });
  }
}

}  // namespace peer
