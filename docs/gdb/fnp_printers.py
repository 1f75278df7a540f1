# gdb pretty printers for fnp::array<T>, fnp::ndarray and the words they are made of.
#
# In gdb: source docs/gdb/fnp_printers.py. An array shows dtype, shape and its first elements, read from the memory of
# the program; no function of the program is called, so it works on core files too.
import struct

import gdb
import gdb.printing

NAMES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "complex64", "complex128"]
FORMATS = ["?", "b", "h", "i", "q", "B", "H", "I", "Q", "e", "f", "d", "ff", "dd"]
SHOWN = 200  # elements of one array, at most


def vector(value):
    data = value["data_"]
    return [data[i] for i in range(int(value["size_"]))]


def extents(value):
    return [int(v) for v in vector(value)]


def as_tuple(values):
    return "(" + ", ".join(str(v) for v in values) + (",)" if len(values) == 1 else ")")


class Body:
    def __init__(self, body):
        self.dtype = int(body["type"].cast(gdb.lookup_type("unsigned char")))
        self.shape = extents(body["layout"]["extent"])
        self.strides = extents(body["layout"]["stride"])
        self.start = int(body["data"])
        self.left = SHOWN

    def element(self, address):
        code = "<" + FORMATS[self.dtype]
        memory = gdb.selected_inferior().read_memory(address, struct.calcsize(code))
        parts = struct.unpack(code, bytes(memory))
        return repr(complex(*parts)) if len(parts) == 2 else repr(parts[0])

    def text(self, axis=0, address=None):
        address = self.start if address is None else address
        if axis == len(self.shape):
            self.left -= 1
            return self.element(address)
        parts = []
        for i in range(self.shape[axis]):
            if self.left <= 0:
                parts.append("...")
                break
            parts.append(self.text(axis + 1, address + i * self.strides[axis]))
        return "[" + ", ".join(parts) + "]"


class ArrayPrinter:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        pointer = self.value["handle_"]["pointer_"]
        if int(pointer) == 0:
            return "fnp array without a body (moved from)"
        body = Body(pointer.dereference())
        head = f"{NAMES[body.dtype]}{as_tuple(body.shape)}"
        try:
            return f"{head} {body.text()}"
        except gdb.MemoryError:
            return f"{head} <memory cannot be read>"


class ExtentsPrinter:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return "(" + ", ".join(str(v) for v in vector(self.value)) + ")"


def register():
    printers = gdb.printing.RegexpCollectionPrettyPrinter("fnp")
    printers.add_printer("array", r"^fnp::(array|view)<.*>$", ArrayPrinter)
    printers.add_printer("ndarray", r"^fnp::ndarray$", ArrayPrinter)
    printers.add_printer("small_vector", r"^fnp::small_vector<.*>$", ExtentsPrinter)
    gdb.printing.register_pretty_printer(gdb.current_objfile(), printers, replace=True)


register()
