// Reads line by line, judges, and appends to a file that takes the report's name when it is complete.
#include "verify/oracle/report.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>

#include "engine/ir/sha256.hpp"
#include "engine/settings.hpp"
#include "fnp/version.hpp"
#include "verify/oracle/byte_text.hpp"

namespace fnp::oracle {
namespace json = boost::json;
namespace {

// A file's bytes without a copy: the system pages them in and out.
class mapped_text {
 public:
  explicit mapped_text(std::string const& name) {
    int const file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat about {};
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
      readable_ = true;
      size_ = static_cast<std::size_t>(about.st_size);
      if (size_) {
        void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
        readable_ = at != MAP_FAILED;
        if (readable_) data_ = static_cast<char const*>(at);
      }
    }
    ::close(file);
  }
  ~mapped_text() {
    if (data_) ::munmap(const_cast<char*>(data_), size_);
  }
  mapped_text(mapped_text const&) = delete;
  mapped_text& operator=(mapped_text const&) = delete;
  bool readable() const noexcept { return readable_; }
  std::string_view text() const noexcept { return {data_, data_ ? size_ : 0}; }

 private:
  char const* data_ = nullptr;
  std::size_t size_ = 0;
  bool readable_ = false;
};

struct counts {
  std::int64_t total = 0, pass = 0, fail = 0, unsupported = 0, blind = 0;
  void add(std::string_view status) {
    ++total;
    ++(status == "pass" ? pass : status == "fail" ? fail : status == "unsupported" ? unsupported : blind);
  }
  double percent() const { return total ? 100.0 * static_cast<double>(pass) / static_cast<double>(total) : 0; }
};

// Two decimals, one at least, as 33.33 or 25.0: the same text on every machine.
std::string two_decimals(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", x);
  std::string s = text;
  if (s.back() == '0') s.pop_back();
  return s;
}
std::string text_of(counts const& c, std::string const& more = {}) {
  return "{\"total\":" + std::to_string(c.total) + ",\"pass\":" + std::to_string(c.pass) +
         ",\"fail\":" + std::to_string(c.fail) + ",\"unsupported\":" + std::to_string(c.unsupported) +
         ",\"blind\":" + std::to_string(c.blind) + ",\"percent\":" + two_decimals(c.percent()) + more + "}";
}

std::string_view next_line(std::string_view& rest) {
  std::size_t const end = rest.find('\n');
  std::string_view const line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

struct header {
  std::string name, numpy, complaint;
};
header read_header(std::string_view line) {
  header h;
  boost::system::error_code failed;
  json::value const v = json::parse(line, failed);
  json::object const* const o = failed ? nullptr : v.if_object();
  json::value const* const schema = o ? o->if_contains("schema") : nullptr;
  if (!schema || !schema->is_string()) h.complaint = "its first line is no header with a member 'schema'";
  else if (schema->get_string() != "fnp.cases/1")
    h.complaint = "its header's schema is '" + std::string(schema->get_string()) + "', expected 'fnp.cases/1'";
  else {
    auto const text = [&](char const* name) {
      json::value const* const s = o->if_contains(name);
      return s && s->is_string() ? std::string(s->get_string()) : std::string();
    };
    h.name = text("name");
    h.numpy = text("numpy");
  }
  return h;
}

char const* name_of(mode m) { return m == mode::eager ? "eager" : m == mode::fused ? "fused" : "both"; }

// What strict tells of the whole run: how often memory had to be put between steps that no proof allowed to meet.
json::object evidence(engine::statistics const& before, engine::statistics const& after) {
  return {{"evaluations", after.evaluations - before.evaluations},
          {"temporaries", after.temporaries - before.temporaries},
          {"temporaries_avoided", after.temporaries_avoided - before.temporaries_avoided}};
}

}  // namespace

run_answer run_cases(run_request const& q) {
  auto const begin = std::chrono::steady_clock::now();
  mapped_text const file(q.cases);
  if (!file.readable()) return {2, "cannot read cases '" + q.cases + "': no such regular file, or no permission", {}};
  std::string_view rest = file.text();
  header const h = read_header(next_line(rest));
  if (!h.complaint.empty()) return {2, "cannot read cases '" + q.cases + "': " + h.complaint, {}};

  std::string const unfinished = q.report + ".unfinished";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  if (!out) return {3, "cannot write report '" + q.report + "'", {}};
  // The thread count changes no result, so it stands under timing, which alone may differ between two runs.
  engine::options o = engine::settle(engine::defaults());
  o.strict = q.rules == policy::strict;
  o.atomic = o.atomic || q.rules == policy::hardened;
  engine::set_defaults(o);
  engine::statistics const before = engine::counters();
  out << "{\"schema\":\"fnp.report/1\",\n\"results\":[";

  counts all;
  std::map<std::string, counts> families;
  std::int64_t not_fused = 0;
  for (std::size_t number = 2; !rest.empty(); ++number) {
    std::string_view const line = next_line(rest);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    std::string family = "none";
    json::object const r = judge(line, "line " + std::to_string(number), q.how, q.threads, family);
    std::string_view const status = r.at("status").as_string();
    all.add(status);
    families[family].add(status);
    if (json::value const* const i = r.if_contains("isomorphic")) not_fused += i->as_string() == "not_fused";
    out << (all.total == 1 ? "\n" : ",\n") << json::serialize(r);
  }

  json::object engine{{"name", "fnp"},
                      {"version", FNP_VERSION},
                      {"mode", name_of(q.how)},
                      {"policy", o.strict ? "strict" : "hardened"},
                      {"simd", isa_names[static_cast<int>(o.level)]}};
  if (o.strict) engine["evidence"] = evidence(before, engine::counters());
  double mean = 0;
  for (auto const& [name, c] : families) mean += c.percent() / static_cast<double>(families.size());
  json::object corpus;
  if (!h.name.empty()) corpus["name"] = h.name;
  auto const digest = ir::sha256(file.text());
  corpus["sha256"] = to_hex({reinterpret_cast<char const*>(digest.data()), digest.size()});
  corpus["count"] = all.total;
  if (!h.numpy.empty()) corpus["numpy"] = h.numpy;
  out << "],\n\"engine\":" << json::serialize(engine) << ",\n\"corpus\":" << json::serialize(corpus)
      << ",\n\"summary\":" << text_of(all, ",\"family_mean\":" + two_decimals(mean)) << ",\n\"families\":{";
  bool first = true;
  for (auto const& [name, c] : families) {
    out << (first ? "\n" : ",\n") << json::serialize(json::value(name)) << ":" << text_of(c);
    first = false;
  }
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  out << "},\n\"timing\":{\"seconds\":" << seconds << ",\"threads\":" << q.threads << "}}\n";
  out.close();
  if (!out || std::rename(unfinished.c_str(), q.report.c_str()) != 0) {
    std::remove(unfinished.c_str());
    return {3, "cannot write report '" + q.report + "'", {}};
  }
  std::string const summary = std::to_string(all.total) + " cases: " + std::to_string(all.pass) + " pass, " +
                              std::to_string(all.fail) + " fail, " + std::to_string(all.unsupported) +
                              " unsupported, " + std::to_string(all.blind) + " blind (" + two_decimals(all.percent()) +
                              " %); " + std::to_string(not_fused) + " not fused";
  return {all.fail ? 1 : 0, {}, summary};
}

}  // namespace fnp::oracle
