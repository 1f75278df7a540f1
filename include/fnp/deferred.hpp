// fnp::deferred: an expression over arrays whose dtypes are known at run time only (ndarray).
//
// The dynamic twin of fnp::expr, with the same meaning: building computes nothing but shape and dtype, and throws
// NumPy's error where there is none; operands are held by value; elements are read when the expression is evaluated,
// each time anew. The whole tree becomes one graph and one plan, so it fuses as typed expressions do, bit for bit.
//
//     fnp::ndarray r = (x - fnp::mean(x, fnp::axis(0))) / fnp::std(x, fnp::axis(0));
#pragma once
#include "fnp/errstate.hpp"
#include "fnp/expr/eval.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

namespace engine {

// A node, counted; only the engine looks inside.
struct deferred_node;
class deferred_handle {
 public:
  deferred_handle() noexcept = default;
  explicit deferred_handle(deferred_node* owned) noexcept : node_(owned) {}
  deferred_handle(deferred_handle const& x) noexcept : node_(x.node_) { retain(node_); }
  deferred_handle(deferred_handle&& x) noexcept : node_(std::exchange(x.node_, nullptr)) {}
  deferred_handle& operator=(deferred_handle x) noexcept {
    std::swap(node_, x.node_);
    return *this;
  }
  ~deferred_handle() { drop(node_); }
  deferred_node const* get() const noexcept { return node_; }
  deferred_node const* operator->() const noexcept { return node_; }
  deferred_node const& operator*() const noexcept { return *node_; }
  explicit operator bool() const noexcept { return node_ != nullptr; }

 private:
  FNP_EXPORT static void retain(deferred_node*) noexcept;
  FNP_EXPORT static void drop(deferred_node*) noexcept;
  deferred_node* node_ = nullptr;
};

// What an op takes: another node (kind: strong), or a C++ number that takes part by its kind alone.
struct dynamic_operand {
  deferred_handle node;
  weak kind = weak::strong;
  dtype type = dtype::f8;
  alignas(16) std::byte bits[16]{};
};

// A typed expression inside a dynamic one.
struct typed_source : counted {
  virtual ~typed_source() = default;
  virtual void with_job(void (*use)(void* context, job const&), void* context) const = 0;
};

inline void destroy(typed_source* s) noexcept { delete s; }

// Reductions that are formulas over others; `op` itself otherwise.
enum class fold : std::uint8_t { op, mean, var, std, count_nonzero, ptp };

FNP_EXPORT deferred_handle defer(array_handle);
FNP_EXPORT deferred_handle defer(handle<typed_source>);
FNP_EXPORT deferred_handle defer(ops::op_id, sequence<dynamic_operand const>, std::uint32_t output = 0);
FNP_EXPORT deferred_handle defer_cast(deferred_handle, dtype);
FNP_EXPORT deferred_handle defer_move(deferred_handle, movement const&);
FNP_EXPORT deferred_handle defer_reshape(deferred_handle, extents const& shape);
FNP_EXPORT deferred_handle defer_fold(fold, ops::op_id, deferred_handle, axes_argument const&);
FNP_EXPORT deferred_handle defer_product(ops::op_id, sequence<deferred_handle const>);

FNP_EXPORT dtype type_of(deferred_node const&) noexcept;
FNP_EXPORT extents const& shape_of(deferred_node const&) noexcept;
// All in one plan. Into: null, or destinations that are broadcast to and cast to within their kind (NumPy's same_kind).
FNP_EXPORT void evaluate(sequence<deferred_handle const>, array_handle* results, array_body* const* into = nullptr);
FNP_EXPORT std::string explain(deferred_handle const&, format);

}  // namespace engine

class deferred {
 public:
  explicit deferred(engine::deferred_handle node) noexcept : node_(std::move(node)) {}
  template <array_class A> deferred(A const& a) : node_(engine::defer(ndarray(a).handle())) {}
  template <class A>
    requires gathers<A>
  deferred(A const& chosen) : deferred(concrete(chosen)) {}
  template <lazy E>
    requires(!array_class<E> && !gathers<E>)
  deferred(E const& e)
      : node_(engine::defer(handle<engine::typed_source>::adopt(new source<wrapped_t<E const&>>(wrap(e))))) {}

  fnp::dtype dtype() const noexcept { return engine::type_of(*node_); }
  extents const& shape() const noexcept { return engine::shape_of(*node_); }
  std::size_t rank() const noexcept { return shape().size(); }
  index size() const noexcept { return element_count(shape()).value; }

  ndarray eval() const {
    array_handle h;
    errstate::begin();
    engine::evaluate({&node_, 1}, &h);
    errstate::finish();
    return ndarray(std::move(h));
  }
  operator ndarray() const { return eval(); }
  // As an array of a known element type; TypeError if it is another.
  template <class T> operator array<T>() const { return eval(); }
  // The value of a single element.
  scalar item() const { return eval().item(); }
  deferred astype(fnp::dtype to) const { return deferred(engine::defer_cast(node_, to)); }
  std::string explain(engine::format as = engine::format::text) const { return engine::explain(node_, as); }

  engine::deferred_handle const& node() const noexcept { return node_; }

 private:
  template <class X> struct source final : engine::typed_source {
    X what;
    explicit source(X const& x) : what(x) {}
    void with_job(void (*use)(void*, engine::job const&), void* context) const override {
      typed::leaves_of<X> const leaves(what);
      engine::job const j = leaves.job();
      use(context, j);
    }
  };

  engine::deferred_handle node_;
};

// Several dynamic expressions at once, in one plan that shares work: auto [q, r] = fnp::eval(d1, d2).
template <class... D>
  requires(sizeof...(D) > 0 && (dynamic<D> && ...))
auto eval(D const&... d) {
  engine::deferred_handle const nodes[] = {deferred(d).node()...};
  array_handle fresh[sizeof...(D)];
  errstate::begin();
  engine::evaluate(nodes, fresh);
  errstate::finish();
  if constexpr (sizeof...(D) == 1)
    return ndarray(std::move(fresh[0]));
  else
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<ndarray, sizeof...(D)>{ndarray(std::move(fresh[I]))...};
    }(std::index_sequence_for<D...>());
}
inline ndarray concrete(deferred const& d) { return d.eval(); }

}  // namespace fnp
