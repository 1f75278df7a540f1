// fnp explain: what a program's plan will do, and why it may.
#include <map>
#include <memory>

#include "engine/explain/explain.hpp"
#include "engine/settings.hpp"
#include "verify/command/subcommands.hpp"

namespace fnp::command {

void add_explain(CLI::App& app, int&) {
  struct wishes {
    std::string program, out;
    engine::format how = engine::format::text;
    bool run = false;
  };
  CLI::App* const explain =
      app.add_subcommand("explain", "Show the plan of a program: graph, loop nests, storage, legality");
  auto const w = std::make_shared<wishes>();
  static std::map<std::string, engine::format> const formats{{"text", engine::format::text},
                                                             {"json", engine::format::json},
                                                             {"dot", engine::format::dot},
                                                             {"html", engine::format::html}};
  explain->add_option("program", w->program, "A case (one JSON object); its inputs need no data")->required();
  explain->add_option("--format", w->how, "text (default), json, dot or html")
      ->transform(CLI::CheckedTransformer(formats));
  explain->add_option("--out", w->out, "Where to write (default: standard output)");
  explain->add_flag("--run", w->run,
                    "Run it a few times and show time and bytes, predicted and measured (see fnp tune)");
  explain->footer(
      "Exit status: 0 fine, 2 wrong usage or unreadable program, 3 cannot write.\nExample:\n  fnp explain program.json "
      "--format html --out plan.html");
  explain->callback([w] {
    oracle::program_graph p = read_program(w->program);
    engine::options const o = engine::settle(engine::defaults());
    p.what.rewrite(o);
    plan::plan const made = plan::make_plan(p.what.graph, p.what.destinations, o);
    engine::measures measured;
    if (w->run) {
      std::vector<std::byte*> const inputs = engine::input_memory(p.what.graph);
      measured = engine::measure(p.what.graph, made, {inputs, p.what.destinations}, o);
    }
    write_text(w->out, engine::explain(p.what.graph, made, w->how, w->run ? &measured : nullptr));
  });
}

}  // namespace fnp::command
