"""Which header declares a name; for a name that does not exist yet, the header of its family."""
import re

FAMILIES = [
    (r"ufunc\.(arithmetic|bitwise|comparison|floating|logical|rounding|transcendental)", "include/fnp/ops"),
    (r"ufunc\.methods|ufunc\.object", "include/fnp/ufunc_methods.hpp"),
    (r"ufunc\.semantics", "include/fnp/ufunc.hpp"),
    (r"ufunc\.linalg|linalg\.products", "include/fnp/products.hpp"),
    (r"indexing", "include/fnp/indexing.hpp"),
    (r"manipulation|lib|iteration", "include/fnp/manipulation.hpp"),
    (r"dtype.*|scalar\.types|constants|core\.types", "include/fnp/dtypes.hpp"),
    (r"creation|window", "include/fnp/numpy.hpp"),
    (r"reduction", "include/fnp/scans.hpp"),
    (r"elementwise", "include/fnp/expr/calls.hpp"),
    (r"ndarray", "include/fnp/ndarray.hpp"),
    (r"errstate|errors", "include/fnp/errstate.hpp"),
    (r"io", "include/fnp/io.hpp"),
    (r"printing", "include/fnp/format.hpp"),
    (r"interop", "include/fnp/interop.hpp"),
]


def declaration(name):
    """A line that declares `name`: a type, an object, or a function's head."""
    return re.compile(
        r"^(?!\s*(//|return|using|case)\b)"
        rf".*(\b(struct|class|enum class) {name}\b|[\w>&*)] +(\w+\{{\}}, )*{name}\s*(\(|\{{|=))",
        re.MULTILINE,
    )


def family_owner(family):
    for pattern, owner in FAMILIES:
        if re.fullmatch(pattern, family):
            return owner
    return "include/fnp/" + family.partition(".")[0] + ".hpp"


class Owners:
    """owner(row, spelling, {interface: exists}) of a tree."""

    def __init__(self, root):
        def floor(path):  # of several declarations the one that a user sees
            folder = path.parent.name
            return (["fnp", "expr", "interop", "base", "ops"].index(folder), path.as_posix())

        files = sorted((root / "include/fnp").rglob("*.hpp"), key=floor)
        self.texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}
        self.known = {}

    def __call__(self, row, spelling, present):
        for interface, codes in spelling.alternatives.items():
            if not present.get(interface):
                continue
            for code in codes:
                owner = self.of_code(code)
                if owner:
                    return owner
        return family_owner(row["family"])

    def of_code(self, code):
        if re.match(r"\w+\(", code) and not code.startswith("static_cast"):
            return self.declared("view_of")
        code = re.sub(
            r"\bfnp::(dtype|error_code|abstract_type)::\w+", r"fnp::\1", re.sub(r"^static_cast<[^>]*>", "", code)
        )
        called = re.search(r"\bfnp::(?:\w+::)*(\w+)", code) or re.search(r"[A-Za-z)]\.([A-Za-z_]\w*)", code)
        if called:
            return self.declared(called.group(1))
        return "include/fnp/expr/assign.hpp" if re.search(r"[^<>!=]=", code) else "include/fnp/expr/operators.hpp"

    def first_with(self, pattern):
        return next((file for file, text in self.texts.items() if pattern.search(text)), None)

    def declared(self, name):
        if name not in self.known:
            forms = (
                rf"^struct {name} : (inlined|elementwise|reduction|opaque)\b",
                rf"^inline constexpr .*\b{name}\{{",
                rf"^(class|struct|enum class) (FNP_EXPORT )?{name}\b",
            )
            found = [self.first_with(re.compile(form, re.MULTILINE)) for form in forms]
            self.known[name] = next(filter(None, found), None) or self.first_with(declaration(name))
        return self.known[name]
