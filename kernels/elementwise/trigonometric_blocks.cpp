// Kernels of the ops in ops/trigonometric.hpp.
#include "kernels/complex_inverses.hpp"
#include "kernels/complex_parts.hpp"
#include "kernels/math/arctangent.hpp"
#include "kernels/math/arctangent_float.hpp"
#include "kernels/math/hyperbolic_float.hpp"
#include "kernels/math/hypot.hpp"
#include "kernels/math/inverse_hyperbolic.hpp"
#include "kernels/math/inverse_trigonometric_float.hpp"
#include "kernels/math/sine_cosine_tangent.hpp"
#include "kernels/math/trigonometric_float.hpp"
#include "kernels/math_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

FNP_RUN_WITH_COMPLEX(sin, csin)
FNP_RUN_WITH_COMPLEX(cos, ccos)
FNP_RUN_WITH_COMPLEX(tan, ctan)
FNP_RUN_WITH_COMPLEX(arcsin, casin)
FNP_RUN_WITH_COMPLEX(arccos, cacos)
FNP_RUN_WITH_COMPLEX(arctan, catan)
FNP_RUN_WITH_COMPLEX(sinh, csinh)
FNP_RUN_WITH_COMPLEX(cosh, ccosh)
FNP_RUN_WITH_COMPLEX(tanh, ctanh)
FNP_RUN_WITH_COMPLEX(arcsinh, casinh)
FNP_RUN_WITH_COMPLEX(arccosh, cacosh)
FNP_RUN_WITH_COMPLEX(arctanh, catanh)
FNP_RUN_BINARY(arctan2)
FNP_RUN_BINARY(hypot)

struct sin_of : sin_run, hyperbolic_run<true, true> {};
struct cos_of : cos_run, hyperbolic_run<false, true> {};
struct tan_of : tan_run, tangent_run<true> {};
struct sinh_of : sinh_run, hyperbolic_run<true, false> {};
struct cosh_of : cosh_run, hyperbolic_run<false, false> {};
struct tanh_of : tanh_run, tangent_run<false> {};
struct arctan_of : arctan_run, inverse_tangent_run<true> {};
struct arcsin_of : arcsin_run, arcsin_in_parts {};
struct arccos_of : arccos_run, arccos_in_parts {};
struct arcsinh_of : arcsinh_run, arcsinh_in_parts {};
struct arccosh_of : arccosh_run, arccosh_in_parts {};
struct arctanh_of : arctanh_run, inverse_tangent_run<false> {};

}  // namespace

FNP_BIND(sin, sin_of)
FNP_BIND(cos, cos_of)
FNP_BIND(tan, tan_of)
FNP_BIND(arcsin, arcsin_of)
FNP_BIND(arccos, arccos_of)
FNP_BIND(arctan, arctan_of)
FNP_BIND(sinh, sinh_of)
FNP_BIND(cosh, cosh_of)
FNP_BIND(tanh, tanh_of)
FNP_BIND(arcsinh, arcsinh_of)
FNP_BIND(arccosh, arccosh_of)
FNP_BIND(arctanh, arctanh_of)
FNP_BIND(arctan2, arctan2_run)
FNP_BIND(hypot, hypot_run)

block_kernel find_trigonometric(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::sin, ops::cos, ops::tan, arcsin, arccos, arctan, arctan2, ops::sinh, ops::cosh, ops::tanh,
                         arcsinh, arccosh, arctanh, ops::hypot, degrees, radians, rad2deg, deg2rad>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
