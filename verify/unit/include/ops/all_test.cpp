// Promotion, casting and the choice of loops against NumPy's own tables (verify/oracle/numpy_tables.json).
#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fnp/ops/all.hpp"

namespace {

using namespace fnp;
using boost::property_tree::ptree;

ptree const& tables() {
  static ptree const t = [] {
    ptree r;
    read_json("verify/oracle/numpy_tables.json", r);  // tests run in the source folder
    return r;
  }();
  return t;
}

// Index in the tables -> dtype; -1 for long double types, which fnp has not.
std::vector<int> const& known() {
  static std::vector<int> const k = [] {
    std::vector<int> r;
    for (auto const& [key, child] : tables().get_child("dtypes")) {
      int d = -1;
      for (int i = 0; i < dtype_count; ++i)
        if (name(static_cast<dtype>(i)) == child.data()) d = i;
      r.push_back(d);
    }
    return r;
  }();
  return k;
}

std::vector<ptree> items(ptree const& t) {
  std::vector<ptree> r;
  for (auto const& [key, child] : t) r.push_back(child);
  return r;
}
dtype at(int table_index) { return static_cast<dtype>(known().at(static_cast<std::size_t>(table_index))); }

// Loops of a name, by the run-time table (the compile-time search is compared with it below).
std::string resolved(ops::op_info const& op, std::vector<dtype> const& in) {
  int const i = ops::find_loop(op, in.data(), in.size());
  if (i < 0) return "none";
  std::string r;
  for (std::size_t k = 0; k < in.size(); ++k) r += std::string(name(op.loops[i].in[k])) + " ";
  for (std::size_t k = 0; k < op.outputs; ++k) r += "> " + std::string(name(op.loops[i].out[k]));
  return r;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ops_all)

BOOST_AUTO_TEST_CASE(promotion_of_all_pairs_is_numpys) {
  auto const rows = items(tables().get_child("promote"));
  int checked = 0;
  for (std::size_t a = 0; a < rows.size(); ++a) {
    auto const row = items(rows[a]);
    for (std::size_t b = 0; b < row.size(); ++b) {
      if (known()[a] < 0 || known()[b] < 0) continue;
      BOOST_TEST(static_cast<int>(promote(at(int(a)), at(int(b)))) == known()[std::stoul(row[b].data())]);
      ++checked;
    }
  }
  BOOST_TEST(checked == 196);
}

BOOST_AUTO_TEST_CASE(casting_rules_of_all_pairs_are_numpys) {
  for (auto const& [rule, kind] :
       {std::pair{"equiv", casting::equiv}, {"safe", casting::safe}, {"same_kind", casting::same_kind}}) {
    auto const rows = items(tables().get_child("can_cast").get_child(rule));
    for (std::size_t a = 0; a < rows.size(); ++a)
      for (std::size_t b = 0; b < rows.size(); ++b)
        if (known()[a] >= 0 && known()[b] >= 0)
          BOOST_TEST(can_cast(at(int(a)), at(int(b)), kind) == (rows[a].data()[b] == '1'));
  }
}

BOOST_AUTO_TEST_CASE(weak_scalars_take_numpys_dtype) {
  for (auto const& [word, w] : {std::pair{"int", weak::integer}, {"float", weak::real}, {"complex", weak::imaginary}}) {
    auto const row = items(tables().get_child("weak").get_child(word));
    for (std::size_t a = 0; a < row.size(); ++a) {
      if (known()[a] < 0) continue;
      BOOST_TEST(static_cast<int>(promote_weak(w, at(int(a)))) == known()[std::stoul(row[a].data())]);
    }
  }
}

BOOST_AUTO_TEST_CASE(unary_loops_are_numpys_for_every_dtype) {
  int ops_checked = 0;
  for (auto const& [op_name, rows] : tables().get_child("unary_loops")) {
    ops::op_id const id = ops::find_op(op_name);
    if (op_name == "isnat") continue;  // a datetime op
    BOOST_TEST_CONTEXT(op_name) {
      BOOST_REQUIRE(id != ops::no_op);
      ++ops_checked;
      auto const row = items(rows);
      for (std::size_t a = 0; a < row.size(); ++a) {
        if (known()[a] < 0) continue;
        std::string want = "none";
        auto const parts = items(row[a]);
        if (!parts.empty()) {
          want = std::string(name(at(std::stoi(parts[0].data())))) + " ";
          for (std::size_t k = 1; k < parts.size(); ++k)
            want += "> " + std::string(name(at(std::stoi(parts[k].data()))));
        }
        BOOST_TEST(resolved(ops::op_table[id], {at(int(a))}) == want);
      }
    }
  }
  BOOST_TEST(ops_checked == 47);
}

BOOST_AUTO_TEST_CASE(binary_loops_are_numpys_for_every_pair_of_dtypes) {
  int ops_checked = 0;
  for (auto const& [op_name, rows] : tables().get_child("binary_loops")) {
    ops::op_id const id = ops::find_op(op_name);
    BOOST_TEST_CONTEXT(op_name) {
      BOOST_REQUIRE(id != ops::no_op);
      ++ops_checked;
      auto const row = items(rows);
      for (std::size_t a = 0; a < row.size(); ++a) {
        auto const column = items(row[a]);
        for (std::size_t b = 0; b < column.size(); ++b) {
          if (known()[a] < 0 || known()[b] < 0) continue;
          std::string want = "none";
          if (column[b].data() != "null") {
            int const code = std::stoi(column[b].data());
            want = std::string(name(at(code / 4096))) + " " + std::string(name(at(code / 64 % 64))) + " > " +
                   std::string(name(at(code % 64)));
          }
          std::string got = resolved(ops::op_table[id], {at(int(a)), at(int(b))});
          if (auto const second = got.find("> ", got.find("> ") + 1); second != std::string::npos) got.resize(second);
          BOOST_TEST(got == want);
        }
      }
    }
  }
  BOOST_TEST(ops_checked == 38);
}

namespace {
template <class Op, std::size_t N> void compare_searches() {
  auto const compare = [](auto const& in) {
    BOOST_TEST(ops::find_loop<Op>(in) == ops::find_loop(ops::op_table[ops::id_of<Op>], in.data(), in.size()));
  };
  for (int a = 0; a < dtype_count; ++a) {
    if constexpr (N == 1)
      compare(std::array{static_cast<dtype>(a)});
    else
      for (int b = 0; b < dtype_count; ++b) {
        if constexpr (N == 2)
          compare(std::array{static_cast<dtype>(a), static_cast<dtype>(b)});
        else
          for (int c = 0; c < dtype_count; ++c)
            compare(std::array{static_cast<dtype>(a), static_cast<dtype>(b), static_cast<dtype>(c)});
      }
  }
}
template <class... Ops> void compare_all(ops::op_list<Ops...>) {
  (compare_searches<Ops, static_cast<std::size_t>(Ops::arity)>(), ...);
}
}  // namespace

BOOST_AUTO_TEST_CASE(the_searches_at_compile_time_and_at_run_time_agree) { compare_all(ops::all_ops{}); }

BOOST_AUTO_TEST_CASE(names_are_unique_and_lead_back_to_their_op) {
  for (std::size_t i = 0; i < ops::op_table.size(); ++i) BOOST_TEST(ops::find_op(ops::op_table[i].name) == i);
  BOOST_TEST(ops::find_op("no such op") == ops::no_op);
}

BOOST_AUTO_TEST_SUITE_END()
