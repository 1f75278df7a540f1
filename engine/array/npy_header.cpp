// Writes and parses npy headers. The parser knows the one dictionary of the format and no other Python.
#include "engine/array/npy_header.hpp"

#include <charconv>
#include <optional>

namespace fnp::io {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_header = 10000;  // NumPy's own limit: longer ones may be made to exhaust the reader

class dictionary {
 public:
  dictionary(std::string_view text, byte_source& from) : text_(text), from_(from) {}

  npy_header parse() {
    npy_header h;
    bool type = false, order = false, shape = false;
    expect('{');
    while (!take('}')) {
      std::string const key = string();
      expect(':');
      if (key == "descr" && !type)
        descr(h), type = true;
      else if (key == "fortran_order" && !order)
        h.fortran = boolean(), order = true;
      else if (key == "shape" && !shape)
        h.shape = tuple(), shape = true;
      else
        from_.damaged("bad header: unexpected key '" + key + "'");
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip();
    if (!text_.empty()) from_.damaged("bad header: text after the dictionary");
    if (!(type && order && shape)) from_.damaged("bad header: 'descr', 'fortran_order' and 'shape' are required");
    return h;
  }

 private:
  void skip() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\n' || text_[0] == '\t' || text_[0] == '\r'))
      text_.remove_prefix(1);
  }
  bool take(char c) {
    skip();
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c))
      from_.damaged(std::string("bad header: expected '") + c + "' before \"" + std::string(text_.substr(0, 20)) +
                    "\"");
  }
  std::string string() {
    skip();
    char const quote = text_.empty() ? '\0' : text_[0];
    auto const close = quote == '\'' || quote == '"' ? text_.find(quote, 1) : std::string_view::npos;
    if (close == std::string_view::npos)
      from_.damaged("bad header: expected a string before \"" + std::string(text_.substr(0, 20)) + "\"");
    std::string r(text_.substr(1, close - 1));
    text_.remove_prefix(close + 1);
    return r;
  }
  bool boolean() {
    skip();
    for (auto const& [word, value] : {std::pair<std::string_view, bool>{"True", true}, {"False", false}})
      if (text_.starts_with(word)) {
        text_.remove_prefix(word.size());
        return value;
      }
    from_.damaged("bad header: 'fortran_order' is neither True nor False");
  }
  extents tuple() {
    extents r;
    expect('(');
    while (!take(')')) {
      skip();
      index n = 0;
      auto const [stop, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), n);
      if (problem != std::errc() || n < 0) from_.damaged("bad header: 'shape' is no tuple of non-negative integers");
      text_.remove_prefix(static_cast<std::size_t>(stop - text_.data()));
      take('L');  // Python 2 wrote long integers so
      if (r.size() == max_rank) from_.damaged("bad header: 'shape' has more than 64 axes");
      r.push_back(n);
      if (!take(',')) {
        if (r.size() == 1) from_.damaged("bad header: 'shape' is no tuple");
        expect(')');
        break;
      }
    }
    return r;
  }
  void descr(npy_header& h) {
    skip();
    if (!text_.empty() && text_[0] == '[') from_.damaged("structured dtypes are not supported");
    std::string const d = string();
    std::string_view code = d;
    char order = '=';
    if (!code.empty() && std::string_view("<>|=").find(code[0]) != std::string_view::npos) {
      order = code[0];
      code.remove_prefix(1);
    }
    if (code.starts_with('O')) from_.damaged("holds Python objects (dtype object), which would have to be unpickled");
    for (int i = 0; i < dtype_count; ++i)
      if (info(static_cast<dtype>(i)).descr.substr(1) == code) {
        h.type = static_cast<dtype>(i);
        h.swapped = order == '>' && itemsize(h.type) > 1;
        return;
      }
    from_.damaged("dtype '" + d + "' is not supported");
  }

  std::string_view text_;
  byte_source& from_;
};

template <std::size_t N> std::uint32_t little_endian(byte_source& from) {
  std::byte raw[N];
  from.read(raw);
  std::uint32_t r = 0;
  for (std::size_t i = 0; i < N; ++i) r |= std::to_integer<std::uint32_t>(raw[i]) << (8 * i);
  return r;
}

}  // namespace

std::string write_header(npy_header const& h, int version) {
  if (version < 1 || version > 3)
    fail(error_code::bad_argument, "npy format versions are 1, 2 and 3, got " + std::to_string(version));
  std::string text = "{'descr': '" + std::string(info(h.type).descr) +
                     "', 'fortran_order': " + (h.fortran ? "True" : "False") + ", 'shape': " + to_string(h.shape) +
                     ", }";
  if (!h.shape.empty()) {
    // Room for the axis along which a file may grow: 21 digits.
    std::string const digits = std::to_string(h.fortran ? h.shape.back() : h.shape[0]);
    text.append(21 - digits.size(), ' ');
  }
  std::size_t const length_bytes = version == 1 ? 2 : 4;
  std::size_t const used = magic.size() + 2 + length_bytes + text.size() + 1;
  text.append(64 - used % 64, ' ');
  text += '\n';
  std::string r(magic);
  r += static_cast<char>(version);
  r += '\0';
  for (std::size_t i = 0; i < length_bytes; ++i) r += static_cast<char>(text.size() >> (8 * i) & 0xff);
  return r + text;
}

npy_header read_header(byte_source& from) {
  std::byte head[8];
  if (from.remaining() < sizeof head)
    from.damaged("is no npy file: it has only " + std::to_string(from.remaining()) + " bytes");
  from.read(head);
  if (std::string_view(reinterpret_cast<char const*>(head), magic.size()) != magic)
    from.damaged("is no npy file: wrong magic bytes");
  auto const major = std::to_integer<int>(head[6]), minor = std::to_integer<int>(head[7]);
  if (major < 1 || major > 3 || minor != 0)
    from.damaged("npy format version " + std::to_string(major) + "." + std::to_string(minor) +
                 " is not known (1.0, 2.0, 3.0 are)");
  std::size_t const length = major == 1 ? little_endian<2>(from) : little_endian<4>(from);
  if (length > longest_header) from.damaged("bad header: it claims " + std::to_string(length) + " bytes");
  std::string text(length, '\0');
  from.read(std::as_writable_bytes(std::span(text)));
  return dictionary(text, from).parse();
}

}  // namespace fnp::io
