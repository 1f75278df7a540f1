// Kernels of the ops in ops/trigonometric.hpp.
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

}  // namespace

FNP_BIND(sin, sin_run)
FNP_BIND(cos, cos_run)
FNP_BIND(tan, tan_run)
FNP_BIND(arcsin, arcsin_run)
FNP_BIND(arccos, arccos_run)
FNP_BIND(arctan, arctan_run)
FNP_BIND(sinh, sinh_run)
FNP_BIND(cosh, cosh_run)
FNP_BIND(tanh, tanh_run)
FNP_BIND(arcsinh, arcsinh_run)
FNP_BIND(arccosh, arccosh_run)
FNP_BIND(arctanh, arctanh_run)
FNP_BIND(arctan2, arctan2_run)
FNP_BIND(hypot, hypot_run)

block_kernel find_trigonometric(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::sin, ops::cos, ops::tan, arcsin, arccos, arctan, arctan2, ops::sinh, ops::cosh, ops::tanh,
                         arcsinh, arccosh, arctanh, ops::hypot, degrees, radians, rad2deg, deg2rad>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
