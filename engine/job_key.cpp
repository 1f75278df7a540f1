// Everything a plan assumes about the operands of typed programs, as bytes.
#include "engine/job_key.hpp"

#include <cstring>

namespace fnp::engine {
namespace {

class key_writer {
 public:
  explicit key_writer(job_key& k) : key_(k) {}

  void number(index n) { words_.push_back(n); }
  void list(extents const& v) {
    number(static_cast<index>(v.size()));
    for (index const e : v) number(e);
  }

  bool program(engine::program const& p, std::span<leaf const> leaves) {
    number(static_cast<index>(reinterpret_cast<std::intptr_t>(&p)));  // programs are constants: one address, one code
    for (leaf const& l : leaves)
      if (!value(l)) return false;
    return true;
  }

  void array(array_body const& a) {
    std::size_t same = 0;
    while (same < key_.arrays.size() && !is_same(*key_.arrays[same], a)) ++same;
    key_.arrays.push_back(&a);
    number(static_cast<index>(same));
    number(static_cast<index>(a.type));
    list(a.layout.extent);
    list(a.layout.stride);
    number(a.layout.offset);
    number(a.memory->bytes);
    number(static_cast<index>(reinterpret_cast<std::uintptr_t>(a.data) % 64));
  }

  void finish() { key_.bytes.assign(reinterpret_cast<char const*>(words_.data()), words_.size() * sizeof(index)); }

 private:
  static bool is_same(array_body const& a, array_body const& b) {
    return a.data == b.data && a.type == b.type && a.memory.get() == b.memory.get() && a.layout == b.layout;
  }

  bool value(leaf const& l) {
    if (l.kernel()) return false;
    if (l.array) {
      array(*l.array);
    } else if (axes_argument const* const a = l.axes()) {
      number(-1);
      list(a->axes);
      number(a->accurate * 4 + a->all * 2 + a->keepdims);
      number(a->ddof);
    } else if (movement const* const m = l.move()) {
      number(-2);
      list(m->start);
      list(m->step);
      list(m->shape);
    } else if (shared_expression const* const named = l.shared()) {
      number(-3);
      std::size_t known = 0;
      while (known < shared_.size() && shared_[known] != named) ++known;
      number(static_cast<index>(known));
      if (known < shared_.size()) return true;
      shared_.push_back(named);
      return program(*named->what, named->leaves);
    } else {
      number(-4);
      number(static_cast<index>(l.type) * 8 + static_cast<index>(l.kind));
      index bits[2];
      std::memcpy(bits, l.bits, sizeof bits);
      number(bits[0]);
      number(bits[1]);
    }
    return true;
  }

  job_key& key_;
  small_vector<index, 128> words_;
  small_vector<shared_expression const*, 8> shared_;
};

}  // namespace

bool make_key(std::span<job const> jobs, options const& o, job_key& k) {
  key_writer w(k);
  w.number(static_cast<index>(o.level) +
           16 * (o.strict + 2 * o.atomic + 4 * o.tier1 + 8 * o.rewrite + 16 * static_cast<index>(o.watch)));
  w.number(o.threads);
  for (job const& j : jobs) {
    if (j.where || !w.program(*j.what, j.leaves)) return false;
    w.number((j.into != nullptr) + 2 * j.only_if_fits);
    if (!j.into) continue;
    if (!j.into->writeable) return false;
    w.number(static_cast<index>(j.into->type));
    w.list(j.into->layout.extent);
    w.list(j.into->layout.stride);
    w.number(j.into->layout.offset);
  }
  // How each destination meets each operand and each other destination: the distance in bytes, where memory is shared.
  for (job const& j : jobs) {
    if (!j.into) continue;
    storage const& to = *j.into->memory;
    auto const meets = [&](storage const& m) { return m.data < to.data + to.bytes && to.data < m.data + m.bytes; };
    for (array_body const* a : k.arrays) {
      bool const meet = meets(*a->memory);
      w.number(meet);
      if (meet) w.number(a->data - j.into->data);
    }
    for (job const& other : jobs) {
      bool const meet = other.into && meets(*other.into->memory);
      w.number(meet);
      if (meet) w.number(other.into->data - j.into->data);
    }
  }
  w.finish();
  return true;
}

}  // namespace fnp::engine
