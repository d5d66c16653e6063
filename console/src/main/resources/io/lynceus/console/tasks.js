/* What is under way now, what waits, and what went wrong lately. */
const tasksPage = {
  id: "tasks",
  title: "Tasks",
  right: "look",
  mount(main) {
    const verdict = el("div");
    const figures = el("dl", { class: "tiles" });
    const under = el("div");
    const wrong = el("div");
    main.append(el("h1", {}, "Tasks"), verdict, figures,
      el("h2", {}, "Under way and waiting"), under,
      el("h2", {}, "Without a whole result lately"), wrong);
    let hasStore = true;

    const tile = (term, value, small) =>
      el("div", { class: "tile" }, el("dt", {}, term), el("dd", {}, value, el("small", {}, small ?? "")));
    const cell = (...children) => el("td", {}, children);
    const table = (label, heads, rows) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
      el("table", { class: "lines" }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows)));

    const row = (task) => el("tr", {},
      cell(task.state === "running" ? state("good", "running") : state("soft", "waiting")),
      cell(own(task.name ?? task.id, 60), task.name ? el("span", { class: "fine block" }, own(task.id, 40)) : null),
      cell(task.camera ? el("a", { href: "#cameras/" + task.camera }, task.camera) : el("span", { class: "soft" }, "none")),
      cell(span(task.ageMs)),
      cell(task.leftMs < 2000 ? state("warn", span(task.leftMs)) : span(task.leftMs)),
      cell(el("progress", { value: task.unitsDone, max: Math.max(1, task.units), "aria-label": "units done" }),
        " " + task.unitsDone + " of " + task.units),
      cell(own(task.missing.join(", "), 80)),
      cell(task.slaves.length > 0 ? own(task.slaves.join(", "), 80) : el("span", { class: "soft" }, "none yet")));

    const showTasks = ({ tasks, more }, status) => {
      const ready = status.slaves.filter((slave) => slave.state === "ready").length;
      const { line, load } = status;
      const full = load.busyPerSecond > 0;
      verdict.replaceChildren(ready === 0 && tasks.length > 0
        ? el("section", { class: "verdict bad" }, verdictLine("bad", "Nothing is being analysed: no slave is ready"),
          el("p", {}, el("a", { href: "#cluster" }, "The page Cluster says why.")))
        : full
          ? el("section", { class: "verdict warn" }, verdictLine("warn", "The waiting line is full: " + number(load.busyPerSecond) + " images a second are refused as BUSY"),
            el("p", {}, "What to do: start more slaves, or send fewer images. Refused clients are told when to come again."))
          : "");
      figures.replaceChildren(
        tile("waiting", number(status.tasks.waiting), line.mostImages ? "of " + number(line.mostImages) : ""),
        tile("running", number(status.tasks.running)),
        tile("the oldest waits", line.oldestMs > 0 ? span(line.oldestMs) : "none", "in the line"),
        tile("images a second", number(load.imagesPerSecond), "of the last minute"),
        tile("partial", number(status.tasks.partial), "since the start"),
        tile("rejected", number(status.tasks.rejected), "since the start"));
      under.replaceChildren(tasks.length === 0
        ? el("p", { class: "sub" }, "Nothing waits, and nothing is under way.")
        : table("Tasks", ["state", "image", "camera", "age", "time left", "units", "missing", "slaves"], tasks.map(row)),
      more > 0 ? el("p", { class: "sub" }, "and " + number(more) + " more, which came later") : "");
    };

    const lately = (results) => table("Results", ["when", "image", "camera", "not known", "why"], results.map(({ at, id, reply }) => {
      const unknown = unknownOf(reply);
      return el("tr", {},
        cell(el("time", { datetime: at }, new Date(at).toLocaleString("en-GB"))),
        cell(own(reply.name ?? id, 60)),
        cell(reply.camera ? el("a", { href: "#cameras/" + reply.camera }, reply.camera) : el("span", { class: "soft" }, "none")),
        cell(state("unsure", unknown.map(({ analysis, outcome }) => shown(analysis, 30) + ": " + (OUTCOMES[outcome] ?? shown(outcome, 20))).join(", ") || shown(reply.status, 20))),
        cell(own(unknown[0]?.why ?? reply.message ?? "", 160)));
    }));

    /* Where there is no store, what is quarantined is all that is remembered. */
    const showWrong = async () => {
      if (hasStore) {
        try {
          const { results } = await request("/v1/results?status=partial&limit=20");
          wrong.replaceChildren(results.length === 0 ? el("p", { class: "sub" }, "None: each image in the store has its whole result.") : lately(results));
          return;
        } catch (failure) {
          hasStore = !(failure instanceof Refused && failure.status === 404);
          if (hasStore) {
            wrong.replaceChildren(el("p", { class: "problem" }, "Not known: " + (failure instanceof Refused ? failure.message : "the master is not reached.")));
            return;
          }
        }
      }
      const { quarantined } = await request("/v1/quarantine");
      wrong.replaceChildren(
        el("p", { class: "sub" }, "This master has no store: it counts images without a whole result, and remembers only those in quarantine."),
        quarantined.length === 0 ? el("p", { class: "sub" }, "Nothing is in quarantine.")
          : table("Quarantine", ["since", "image", "analysis", "why"], quarantined.slice(0, 50).map((one) => el("tr", {},
            cell(new Date(one.since).toLocaleString("en-GB")), cell(el("code", {}, one.sha256.slice(0, 12))), cell(own(one.analysis, 30)), cell(own(one.reason, 160))))));
    };

    const asking = [often(async () => {
      try {
        const [tasks, status] = await Promise.all([request("/v1/tasks"), request("/v1/status")]);
        showTasks(tasks, status);
        app.connected();
        main.classList.remove("old");
      } catch (failure) {
        if (!(failure instanceof Refused)) {
          app.lost(null);
          main.classList.add("old");
        }
      }
    }, 1000), often(() => showWrong().catch(() => {}), 10e3)];
    return () => asking.forEach((stop) => stop());
  },
};
