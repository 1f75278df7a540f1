// Measured times as a text of lines, `name value`, times in femtoseconds (integers: no decimal point to misread).
//
//   fnp.machine/1
//   processor AMD EPYC
//   worth_a_thread 38000000000
//   ...
//   op add 9 31000
//
// What is not understood refuses the whole: half a machine would be a machine nobody measured.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "engine/plan/machine.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

constexpr std::string_view heading = "fnp.machine/1";

struct field {
  std::string_view name;
  double machine::* at;
};
constexpr field fields[] = {{"worth_a_thread", &machine::worth_a_thread},
                            {"near_byte", &machine::near_byte},
                            {"shared_byte", &machine::shared_byte},
                            {"far_byte", &machine::far_byte},
                            {"far_byte_shared_out", &machine::far_byte_shared_out},
                            {"staged_element", &machine::staged_element}};

struct size_field {
  std::string_view name;
  index machine::* at;
  index least;
};
constexpr size_field sizes[] = {{"stream_from", &machine::stream_from, 0},
                                {"interpreted_block", &machine::interpreted_block, 64},
                                {"staged_block", &machine::staged_block, 64},
                                {"wide_tile", &machine::wide_tile, 16}};

// A byte in cache takes a few picoseconds: femtoseconds leave three digits for it.
constexpr double unit = 1e-6;  // nanoseconds
long long to_units(double ns) { return std::llround(ns / unit); }
double of_units(long long n) { return static_cast<double>(n) * unit; }

// Times that no machine has are mistakes of whoever wrote the file.
bool plausible(long long n) { return n >= 0 && of_units(n) <= 1e9; }

std::string read_line(std::string const& line, machine& m) {
  std::istringstream in(line);
  std::string word;
  long long n = 0;
  in >> word;
  if (word == "op") {
    std::string name;
    long long loop = 0;
    if (!(in >> name >> loop >> n) || loop < 0 || !plausible(n)) return "has the line '" + line + "'";
    ops::op_id const op = ops::find_op(name);
    if (op == ops::no_op || loop >= ops::op_table[op].loop_count) return "names op '" + name + "', which is not here";
    m.operations[op][static_cast<std::size_t>(loop)] = of_units(n);
    return {};
  }
  if (!(in >> n) || n < 0) return "has the line '" + line + "'";
  for (size_field const& f : sizes)
    if (f.name == word) {
      if (n < f.least) return "has the line '" + line + "'";
      m.*f.at = n;
      return {};
    }
  auto const known = std::find_if(std::begin(fields), std::end(fields), [&](field const& f) { return f.name == word; });
  if (known == std::end(fields)) return "says '" + word + "', which is not known";
  if (!plausible(n)) return "has the line '" + line + "'";
  m.*known->at = of_units(n);
  return {};
}

}  // namespace

std::string to_text(machine const& m) {
  std::ostringstream out;
  out << heading << "\nprocessor " << processor_name() << "\n";
  for (field const& f : fields) out << f.name << ' ' << to_units(m.*f.at) << "\n";
  for (size_field const& f : sizes) out << f.name << ' ' << m.*f.at << "\n";
  for (std::size_t op = 0; op < m.operations.size(); ++op)
    for (std::size_t l = 0; l < m.operations[op].size(); ++l)
      out << "op " << ops::op_table[op].name << ' ' << l << ' ' << to_units(m.operations[op][l]) << "\n";
  return out.str();
}

std::string read_machine(std::string const& text, machine& into) {
  std::istringstream in(text);
  std::string line;
  if (!std::getline(in, line) || line != heading) return "does not begin with " + std::string(heading);
  if (!std::getline(in, line) || line != "processor " + processor_name()) return "was measured on another processor";
  machine m = into;
  m.operations.assign(ops::op_table.size(), {});
  for (std::size_t op = 0; op < ops::op_table.size(); ++op)
    for (int l = 0; l < ops::op_table[op].loop_count; ++l)
      m.operations[op].push_back(operation_time(machine{}, static_cast<ops::op_id>(op), l));
  while (std::getline(in, line))
    if (!line.empty())
      if (std::string wrong = read_line(line, m); !wrong.empty()) return wrong;
  into = std::move(m);
  return {};
}

}  // namespace fnp::plan
