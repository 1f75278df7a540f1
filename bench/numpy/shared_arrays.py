# The program that runs fnp, loaded into this process, and arrays that both sides read and write.
#
# A million elements fill much of a shared cache, so where an array lies decides a cell as much as the loop does:
# whether its pages are huge, where it begins within one, which sets of the cache it meets, and what the other side has
# left there. Both sides therefore use the same bytes: operands and kept destinations are placed here once. Fresh
# results (running results, casts, products) come from each side's own allocator.
import ctypes
import itertools
import mmap

import numpy as np

HUGE_PAGE, PAGE, LINE = 2 << 20, 4096, 64
turns = itertools.count()


def place(array):
    """A copy in huge pages where it is that large. Beginnings differ within a page: a processor takes a load for the
    reader of an earlier store whose address ends in the same twelve bits."""
    a = np.asarray(array)
    room = mmap.mmap(-1, a.nbytes + HUGE_PAGE + PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if a.nbytes >= HUGE_PAGE:
        room.madvise(mmap.MADV_HUGEPAGE)
    begin = ctypes.addressof(ctypes.c_char.from_buffer(room))
    offset = -begin % HUGE_PAGE + 5 * LINE * (11 - next(turns) % 12)
    placed = np.frombuffer(room, a.dtype, a.size, offset).reshape(a.shape)
    placed[...] = a
    return placed


def token(array):
    """How a request names an array in C order."""
    return f"@{array.ctypes.data}:{array.dtype}:{'x'.join(map(str, array.shape))}"


class Program:
    def __init__(self, path, threads):
        self.library = ctypes.CDLL(path)
        self.library.fnp_ops_ask.argtypes = [ctypes.c_char_p]
        self.library.fnp_ops_ask.restype = ctypes.c_char_p
        self.ask(f"threads {threads}")

    def ask(self, request):
        answer = self.library.fnp_ops_ask(request.encode()).decode()
        if answer.startswith("error"):
            raise SystemExit(f"the request '{request}' was answered by '{answer}'")
        return answer
