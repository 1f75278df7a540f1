"""The reason code of an exception, and the code of a warning: NumPy's wording read once, here.

Rules stand in order, the narrow before the wide, and the first whose words occur in the message decides.
"""
import re

PUBLIC = {
    "AxisError", "LinAlgError", "DTypePromotionError", "ValueError", "TypeError", "IndexError", "OverflowError",
    "ZeroDivisionError", "FloatingPointError", "MemoryError", "NotImplementedError", "KeyError", "RuntimeError", "EOFError",
    "OSError", "UnicodeError",
}

RULES = [(code, re.compile("|".join(words))) for code, words in [
    ("axis_out_of_range", ["axis .* out of bounds", "out of bounds for array of dim", "out of bounds for dimension", "tuple index out of range", "Axes=.* out of range"]),
    ("duplicate_axis", ["duplicate value in", "repeated axis", "[Aa]xes must be different", "source and destination .*same number"]),
    ("matmul_mismatch", ["matmul: ", "core dimension", "shapes .* not aligned", "shape-mismatch for sum", "not have enough dimensions"]),
    ("out_shape_mismatch", ["non-broadcastable output operand", "out is the wrong size", "output (array|operand|parameter) .*(shape|size|dimension)"]),
    ("mask_shape_mismatch", ["boolean index did not match", "boolean array indexing assignment"]),
    ("index_shape_mismatch", ["shape mismatch: indexing arrays"]),
    ("assign_shape_mismatch", ["could not broadcast input array", "shape mismatch: value array"]),
    ("shape_mismatch", ["could not be broadcast", "shape mismatch", "not match", "same (shape|length|size|number)", "must match", "more dimensions than allowed", r"has size \d+ but", "not compatible"]),
    ("index_out_of_range", ["index .* out of (bounds|range)", "invalid entry in", "non-empty take", r"out of bounds \(\d"]),
    ("too_many_indices", ["too many indices"]),
    ("bad_index_type", ["only integers, slices", "arrays used as indices", "single ellipsis"]),
    ("zero_step", ["slice step cannot be zero"]),
    ("bad_reshape", ["cannot reshape", "one unknown dimension"]),
    ("bad_squeeze", ["select an axis to squeeze"]),
    ("no_identity_where", ["does not have an identity, so to use a where"]),
    ("empty_reduction", ["zero-size array to reduction", "attempt to get arg", "All-NaN", "cannot be empty"]),
    ("not_reorderable", ["not reorderable"]),
    ("read_only", ["read-only", "not writeable"]),
    ("bad_npy", ["magic string", "header", "format version", "Cannot load file", "EOF", "No data left", "pickle", "zip file", "dtype descriptor"]),
    ("no_loop", ["not contain a loop", "No loop matching", "not supported", "boolean (subtract|negative)", "only defined for", "unsupported in linalg", "binary operator", "ufunc '.*' (cannot|not)"]),
    ("cast", ["[Cc]annot (safely )?cast", "could not be cast"]),
    ("no_promotion", ["could not be promoted", "no common DType", "[Cc]annot promote", "get common type"]),
    ("python_int_overflow", ["Python integer .* out of bounds", "Python int too large", "too big to be converted"]),
    ("negative_integer_power", ["negative integer powers"]),
    ("singular", ["Singular matrix"]),
    ("not_positive_definite", ["not positive definite"]),
    ("not_square", ["must be square"]),
    ("no_convergence", ["did not converge"]),
    ("non_finite", ["contain infs or NaNs"]),
    ("fp_divide", ["divide by zero encountered"]),
    ("fp_overflow", ["overflow encountered"]),
    ("fp_underflow", ["underflow encountered"]),
    ("fp_invalid", ["invalid value encountered"]),
    ("zero_division", ["division by zero", "sum to zero"]),
    ("negative_dimension", ["negative dimensions", "non-negative", "negative values", "no negative elements", "cannot be negative", "may not contain negative"]),
    ("too_large", ["array is too big", "Maximum allowed", "maximum supported dimension"]),
    ("zero_argument", ["need at least one array", "at least one array or dtype"]),
    ("bad_ndim", ["zero-dimensional", "0-dimensional array", "1-dimensional array", "at least two[- ]dimensional", "at least two dimensions", "more than 2 dimensions", "1- or 2-d", "must be 1-?d", "too deep", "requires an array of at least"]),
]]

WARNINGS = [(code, re.compile(words)) for code, words in [
    ("divide_by_zero", "divide by zero"),
    ("overflow", "overflow"),
    ("underflow", "underflow"),
    ("invalid", "invalid value"),
    ("empty_slice", "Mean of empty|All-NaN|Degrees of freedom"),
    ("complex_discarded", "discards the imaginary"),
]]


def first_match(rules, text, otherwise):
    return next((code for code, words in rules if words.search(text)), otherwise)


def class_of(error):
    """The nearest public class that it is an instance of."""
    return next((c.__name__ for c in type(error).__mro__ if c.__name__ in PUBLIC), "Exception")


def reason_of(error):
    text = str(error)
    # A value that is refused is no missing loop, though both say "not supported".
    if class_of(error) == "ValueError" and "not supported" in text:
        return "bad_argument"
    return first_match(RULES, text, "bad_argument")


def warning_code(message):
    return first_match(WARNINGS, str(message), None)
