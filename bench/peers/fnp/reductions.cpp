// W6: sums in NumPy's order, over all and over one axis, with a map before them; max, mean and variance, softmax.
//
// The rows that end in A ask for fnp::accurate: one wide tree, an order of the library's own; mean and variance in one
// pass.
#include "workloads.hpp"

using namespace H;
using fnp::accurate;
using fnp::axis;
using fnp::keepdims;

namespace peer {
namespace {

template <class T> void to_one_value(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W6a", "W6d", "W6e", "W6f", "W6aA", "W6dA", "W6fA")) return;
  auto const n = static_cast<fnp::index>(z.n);
  auto a = filled<T>({n}, 1), b = filled<T>({n}, 2);
  double r = 0;
  auto const run = [&](char const* id, auto&& expression) {
    bench(id, z.name, z.n, dt, [&] { r = fnp::eval(expression()).item(); }, [&] { return r; });
  };
  run("W6a", [&] { return fnp::sum(a); });
  run("W6d", [&] { return fnp::sum(fnp::square(a - b)); });
  run("W6e", [&] { return fnp::max(a); });
  run("W6f", [&] { return fnp::mean(a) + fnp::var(a); });
  run("W6aA", [&] { return fnp::sum(a, accurate); });
  run("W6dA", [&] { return fnp::sum(fnp::square(a - b), accurate); });
  run("W6fA", [&] { return fnp::mean(a, accurate) + fnp::var(a, accurate); });
}

template <class T> void by_rows_and_columns(Sz const& z) {
  char const* dt = Name<T>::v;
  if (!wanted(z, dt, "W6b", "W6c", "W6g", "W6bA", "W6cA")) return;
  auto const rows = static_cast<fnp::index>(z.rows), columns = static_cast<fnp::index>(z.cols);
  auto a = filled<T>({rows, columns}, 1), y = fnp::zeros<T>({rows, columns});
  auto by_column = fnp::zeros<T>({columns}), by_row = fnp::zeros<T>({rows});
  bench("W6b", z.name, z.n, dt, [&] { by_column = fnp::sum(a, axis(0)); }, [&] { return sum_of(by_column); });
  bench("W6c", z.name, z.n, dt, [&] { by_row = fnp::sum(a, axis(1)); }, [&] { return sum_of(by_row); });
  bench(
      "W6bA", z.name, z.n, dt, [&] { by_column = fnp::sum(a, axis(0), accurate); }, [&] { return sum_of(by_column); });
  bench("W6cA", z.name, z.n, dt, [&] { by_row = fnp::sum(a, axis(1), accurate); }, [&] { return sum_of(by_row); });
  bench(
      "W6g", z.name, z.n, dt,
      [&] {
        auto const e = fnp::let(fnp::exp(a - fnp::max(a, axis(1), keepdims)));
        y = e / fnp::sum(e, axis(1), keepdims);
      },
      [&] { return sum_of(y); });
}

}  // namespace

void run_reductions() {
  for (auto const& z : sizes) {
    to_one_value<double>(z);
    to_one_value<float>(z);
    by_rows_and_columns<double>(z);
    by_rows_and_columns<float>(z);
  }
}

}  // namespace peer
