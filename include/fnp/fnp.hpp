// All of fnp that a program usually needs: arrays, views, expressions, NumPy's names.
//
// The order is that of the floors, and not the alphabet's: compilers print the chain of includes above an error, and a
// header included from here has the shortest.
#pragma once
// clang-format off
#include "fnp/expr/mismatch.hpp"
#include "fnp/expr/lower.hpp"
#include "fnp/expr/operators.hpp"
#include "fnp/expr/call.hpp"
#include "fnp/expr/calls.hpp"
#include "fnp/view.hpp"
#include "fnp/array.hpp"
#include "fnp/errstate.hpp"
#include "fnp/expr/eval.hpp"
#include "fnp/expr/let.hpp"
#include "fnp/expr/map.hpp"
#include "fnp/expr/reduce.hpp"
#include "fnp/expr/statistics.hpp"
#include "fnp/expr/move.hpp"
#include "fnp/numpy.hpp"
#include "fnp/constants.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/flags.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/products.hpp"
#include "fnp/formulas.hpp"
#include "fnp/expr/closeness.hpp"
#include "fnp/expr/special_values.hpp"
#include "fnp/expr/decimals.hpp"
#include "fnp/expr/angles.hpp"
#include "fnp/format.hpp"
#include "fnp/io.hpp"
#include "fnp/interop.hpp"
#include "fnp/version.hpp"
// clang-format on
