// The text of a graph, its hash, and reading it back.
#include <cmath>
#include <random>

#include "engine/ir/number_text.hpp"
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(graph_text)

namespace {

char const* const example =
    "fnp.graph/1\n"
    "%0 = input(strides [3224,8] offset 0 of 1099511627776) : float64[344,403]\n"
    "%1 = constant(0x1.8p+1) : float64[]\n"
    "%2 = multiply(%0, %1) : float64[344,403]\n"
    "%3 = add.reduce(%2) {axes=[0], keepdims=[0]} : float64[403]\n"
    "%4 = divmod(%3, %1) : float64,float64[403]\n"
    "%5 = cast(%3) {order=[0]} : float32[403]\n"
    "%6 = view(%5) {map=[402,-1]} : float32[403]\n"
    "return %4, %4.1, %6\n";

ir::graph built() {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {344, 403}), c = constant(g, 3.0);
  value const s = make_reduce(g, id<ops::add_reduce>, apply<ops::multiply>(g, {x, c}), over({0}));
  value const d = apply<ops::divmod>(g, {s, c});
  g.results = {d, d + 1, make_flip(g, make_cast(g, s, dtype::f4), over_all())};
  return g;
}

// A graph of random ops over random values, some of which fail.
ir::graph random_graph(unsigned seed) {
  std::mt19937 random(seed);
  auto const below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  ir::graph g;
  std::vector<value> all;
  dtype const types[] = {dtype::f8, dtype::f4, dtype::i4, dtype::b1, dtype::c16, dtype::f2, dtype::u8};
  for (int i = 0; i < 3; ++i) {
    extents const shape = i == 1 ? extents{3, 1} : extents{3, 4};
    dtype const type = types[below(7)];
    all.push_back(leaf(g, type, shape,
                       below(2) ? c_strides(shape, static_cast<fnp::index>(itemsize(type))) : extents{16, 48},
                       static_cast<fnp::index>(16 * below(4))));
  }
  for (int i = 0; i < 20; ++i) {
    value const x = all[below(all.size())], y = all[below(all.size())];
    try {
      switch (below(8)) {
        case 0:
          all.push_back(constant(g, std::ldexp(static_cast<double>(random()), -20)));
          break;
        case 1:
          all.push_back(make_cast(g, x, types[below(7)], static_cast<order>(below(3))));
          break;
        case 2:
          all.push_back(
              make_reduce(g, static_cast<ops::op_id>(id<ops::add_reduce> + below(11)), x, over({0}, below(2) != 0)));
          break;
        case 3:
          all.push_back(make_var(g, x, over({-1}), below(2) != 0));
          break;
        case 4:
          all.push_back(make_swapaxes(g, x, 0, -1));
          break;
        case 5:
          all.push_back(make_reshape(g, x, {-1, 2}));
          break;
        case 6:
          all.push_back(make_matmul(g, x, y));
          break;
        default: {
          value const operands[] = {x, y, x};
          auto const op = static_cast<ops::op_id>(below(id<ops::add_reduce>));
          all.push_back(make_elementwise(g, op, {operands, ops::op_table[op].arity}));
        }
      }
    } catch (error const&) {
    }
  }
  g.results = {all.back(), all[below(all.size())]};
  return g;
}

std::string refusal(std::string const& text) {
  return message_of([&] { parse(text); }, error_code::bad_argument);
}
std::string with(std::string text, std::string const& from, std::string const& to) {
  std::size_t const at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_node_is_one_line) { BOOST_TEST(to_text(built()) == example); }

BOOST_AUTO_TEST_CASE(text_and_hash_survive_reading) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    ir::graph const g = random_graph(seed);
    std::string const text = to_text(g);
    ir::graph const back = parse(text);
    BOOST_REQUIRE_MESSAGE(to_text(back) == text, text);
    BOOST_REQUIRE(hash(back) == hash(g));
    BOOST_REQUIRE(back.nodes.size() == g.nodes.size());
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
      BOOST_REQUIRE(back.nodes[i].loop == g.nodes[i].loop);
      BOOST_REQUIRE(back.nodes[i].stride == g.nodes[i].stride);
      BOOST_REQUIRE(back.nodes[i].start == g.nodes[i].start);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_hash_is_of_meaning_not_of_place) {
  ir::graph a = built(), b = built();  // other memory
  b.location = 5;
  b.inputs[0].name = "elevation";
  BOOST_TEST((hash(a) == hash(b)));
  a.results.pop_back();
  BOOST_TEST((hash(a) != hash(b)));
  BOOST_TEST((hash(parse(with(example, "[3224,8]", "[8,3224]"))) != hash(b)));
}

BOOST_AUTO_TEST_CASE(a_users_kernel_is_written_but_not_read) {
  ir::graph g;
  engine::user_kernel const kernel{"twice",   1,       {dtype::f8, dtype::f8, dtype::f8, dtype::f8},
                                   dtype::f8, nullptr, nullptr};
  value const x = leaf(g, dtype::f8, {3});
  g.results = {make_map(g, kernel, {&x, 1})};
  BOOST_TEST(to_text(g).find("%1 = map(%0) {kernel=\"twice\"} : float64[3]") != std::string::npos);
  BOOST_TEST(refusal(to_text(g)).find("line 3, column 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(malformed_text_is_refused_with_its_place) {
  BOOST_TEST(refusal(with(example, "add.reduce", "ad.reduce")) ==
             "ValueError: graph text, line 5, column 6: unknown op 'ad.reduce'");
  BOOST_TEST(refusal(with(example, "(%0, %1)", "(%0, %9)")) ==
             "ValueError: graph text, line 4, column 19: node 9 is not defined above");
  for (auto const& [from, to] : std::initializer_list<std::pair<char const*, char const*>>{
           {"fnp.graph/1", "fnp.graph/2"},
           {"%1 = con", "%2 = con"},
           {"0x1.8p+1", "0x1.8p+9999"},
           {"0x1.8p+1", ""},
           {"float64[344", "float32[344"},
           {"[344,403]\n%3", "[344,402]\n%3"},
           {"axes=[0]", "axes=[2]"},
           {"axes=[0]", "axes=[0,0]"},
           {"axes=[0]", "axis=[0]"},
           {"keepdims=[0]", "keepdims=[2]"},
           {"{axes=[0], keepdims=[0]}", "{keepdims=[0], axes=[0]}"},
           {", keepdims=[0]", ""},
           {"order=[0]", "order=[7]"},
           {"order=[0]", "order=[0], buffered"},
           {"map=[402,-1]", "map=[402,1]"},
           {"map=[402,-1]", "map=[402]"},
           {"%4.1", "%3.1"},
           {"%4.1", "%4.2"},
           {"[3224,8]", "[3224]"},
           {"[3224,8]", "[03224,8]"},
           {"[3224,8]", "[9223372036854775807,8]"},
           {"multiply(%0, %1)", "multiply(%0)"},
           {"multiply", "left_shift"},
           {"return", "retrun"},
           {"%6\n", "%6"},
           {"%6\n", "%6\n\n"},
           {"divmod(%3, %1) : float64,float64", "divmod(%3, %1) : float64"},
           {"float64[]", "float64[1]"},
           {"view(%5)", "view()"},
           {"cast(%3)", "cast(%3, %3)"}})
    refusal(with(example, from, to));
}

BOOST_AUTO_TEST_CASE(no_text_crashes_the_reader) {
  std::mt19937 random(5);
  std::string const text = example;
  for (int i = 0; i < 20000; ++i) {
    std::string t = text;
    for (int k = 0; k < 1 + i % 3; ++k) t[random() % t.size()] = text[random() % text.size()];
    if (i % 7 == 0) t.resize(random() % t.size());
    try {
      BOOST_REQUIRE_EQUAL(to_text(parse(t)), t);  // what is read is written again as it was
    } catch (error const& e) {
      BOOST_REQUIRE(e.code() == error_code::bad_argument);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
