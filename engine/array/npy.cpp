// npy files: header and data, sizes compared before memory is taken.
#include "engine/array/npy.hpp"

#include <algorithm>
#include <cstring>

#include "engine/array/npy_header.hpp"
#include "fnp/io.hpp"

namespace fnp {
namespace io {
namespace {

// Complex numbers are swapped part by part.
void swap_bytes(std::byte* p, index count, dtype type) {
  std::size_t const size = kind(type) == 'c' ? itemsize(type) / 2 : itemsize(type);
  index const parts = kind(type) == 'c' ? 2 * count : count;
  for (index i = 0; i < parts; ++i, p += size) std::reverse(p, p + size);
}

}  // namespace

ndarray read_npy(byte_source& from) {
  npy_header const h = read_header(from);
  checked const count = element_count(h.shape);
  checked const bytes = count * static_cast<index>(itemsize(h.type));
  if (!bytes.ok) from.damaged("bad header: shape " + to_string(h.shape) + " is larger than any memory");
  if (static_cast<std::uint64_t>(bytes.value) != from.remaining())
    from.damaged("size mismatch: shape " + to_string(h.shape) + " of " + std::string(name(h.type)) + " needs " +
                 std::to_string(bytes.value) + " bytes of data, there are " + std::to_string(from.remaining()));
  array_handle a = make_array(h.type, h.shape);
  from.read({a->data, static_cast<std::size_t>(bytes.value)});
  from.finish();
  if (h.swapped) swap_bytes(a->data, a->count, h.type);
  if (h.type == dtype::b1)
    for (index i = 0; i < a->count; ++i) a->data[i] = a->data[i] == std::byte{0} ? std::byte{0} : std::byte{1};
  if (!h.fortran || h.shape.size() < 2) return ndarray(std::move(a));
  strided v{h.shape, extents(h.shape.size()), 0};
  index step = static_cast<index>(itemsize(h.type));
  for (std::size_t i = 0; i < h.shape.size(); ++i) {
    v.stride[i] = step;
    if (h.shape[i] > 0) step *= h.shape[i];
  }
  return ndarray(make_view(a->memory, h.type, v, true));
}

}  // namespace io

ndarray load(std::string const& path) {
  io::file const f(path);
  io::file_source from(f, 0, f.size(), path);
  return io::read_npy(from);
}

ndarray from_npy(sequence<std::byte const> bytes, std::string const& name) {
  io::memory_source from(bytes, name);
  return io::read_npy(from);
}

std::string npy_bytes(ndarray const& a, int version) {
  array_body const& b = a.body();
  bool const fortran = !b.c_contiguous && is_f_contiguous(b.layout, static_cast<index>(itemsize(b.type)));
  std::string r = io::write_header({b.type, false, fortran, b.layout.extent}, version);
  array_handle const dense = fortran ? views::copy(*views::transpose(b)) : b.c_contiguous ? a.handle() : views::copy(b);
  r.append(reinterpret_cast<char const*>(dense->data), static_cast<std::size_t>(b.count) * itemsize(b.type));
  return r;
}

void save(std::string const& path, ndarray const& a) { write_file(path, npy_bytes(a)); }

}  // namespace fnp
