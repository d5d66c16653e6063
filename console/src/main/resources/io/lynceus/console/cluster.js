/* Who works and who waits. */

/** What is wrong now, the gravest first: {kind, text, todo}. */
const findings = (status) => {
  const found = [];
  const add = (kind, text, todo) => found.push({ kind, text, todo });
  const { slaves, load, memory, estimate } = status;
  const ready = slaves.filter((slave) => slave.state === "ready");
  if (slaves.length === 0) {
    add("bad", "no slave is connected: nothing is being analysed", "start a slave");
  } else if (ready.length === 0) {
    add("bad", "no slave is ready: nothing is being analysed", "see the slaves below");
  }
  slaves.filter((slave) => slave.state === "suspect").forEach((slave) =>
    add("warn", shown(slave.name, 40) + " is silent, and its work goes to others", "look at its machine and log"));
  if (load.busyPerSecond > 0) {
    add("warn", number(load.busyPerSecond) + " images a second are refused as busy", "start more slaves");
  }
  slaves.filter((slave) => slave.pace.slowness >= 2).forEach((slave) =>
    add("warn", shown(slave.name, 40) + " is " + number(slave.pace.slowness) + " times slower than the others", "check that machine"));
  slaves.filter((slave) => slave.memory.boundBytes > 0 && slave.memory.residentBytes >= 0.9 * slave.memory.boundBytes)
    .forEach((slave) => add("warn", shown(slave.name, 40) + " is at 90 % of its memory", "raise limits.resident-bytes"));
  if (memory.heldBoundBytes > 0 && memory.heldBytes >= 0.8 * memory.heldBoundBytes) {
    add("warn", "the master is at 80 % of its room for images", "raise tasks.held-bytes, or start more slaves");
  }
  if (found.length === 0 && estimate && estimate.more > 0) {
    add("warn", "images wait longer than " + span(estimate.waitMs) + " at this load",
      "start " + some(estimate.more, "more slave", "more slaves"));
  }
  return found;
};

const gauge = (label, value, most, text) => {
  const bar = el("div", { class: "gauge" }, el("span", { class: "fill" }));
  const part = most > 0 ? Math.min(1, value / most) : 0;
  bar.firstChild.style.setProperty("width", 100 * part + "%");
  bar.classList.toggle("full", part >= 0.8);
  return el("div", { class: "measure" }, el("span", {}, label), el("b", {}, text), most > 0 ? bar : null);
};

const clusterPage = {
  id: "cluster",
  title: "Cluster",
  right: "look",
  mount(main) {
    const verdict = el("div");
    const figures = el("div", { class: "figures" });
    const slaves = el("div", { class: "slaves" });
    const hint = el("p", { class: "sub" });
    main.append(el("h1", {}, "Cluster"), verdict, figures,
      el("div", { class: "title-row" }, el("h2", {}, "Slaves"), hint), slaves);
    let last = null;
    let drawn = "";

    const order = async (slave, draining) => {
      try {
        const status = await request("/v1/slaves/" + encodeURIComponent(slave) + "/drain",
          { method: draining ? "POST" : "DELETE" });
        show(status);
        toast(shown(slave, 40) + (draining ? " is draining." : " works again."),
          button("Undo", () => order(slave, !draining)));
      } catch (failure) {
        toast(failure.message);
      }
    };

    const drain = async (slave) => {
      const left = last.slaves.filter((other) => other.state === "ready" && other.name !== slave.name);
      const threads = left.reduce((sum, other) => sum + other.slots, 0);
      const sure = await ask("Drain " + shown(slave.name, 40) + "?", [
        "It finishes what it has and gets no further images, until you take it back.",
        left.length === 0
          ? "No other slave is ready: nothing is analysed then, and images are answered no_slave."
          : some(left.length, "slave stays", "slaves stay") + " with " + some(threads, "thread", "threads") + ".",
      ], "Drain " + shown(slave.name, 40));
      if (sure) {
        await order(slave.name, true);
      }
    };

    const STATES = { ready: ["good", "ready"], draining: ["soft", "draining"], suspect: ["bad", "silent"] };

    const row = (slave) => {
      const [kind, word] = STATES[slave.state] ?? ["unsure", shown(slave.state, 20)];
      const running = Math.min(slave.busy, slave.slots);
      const cells = el("span", { class: "cells", role: "img",
        "aria-label": running + " of " + some(slave.slots, "thread", "threads") + " busy" },
        Array.from({ length: Math.min(64, slave.slots) }, (none, i) => el("i", { class: i < running ? "on" : null })));
      const { memory, history, pace } = slave;
      const worries = [
        history.lost > 0 ? history.lost + " × lost" : null,
        history.silent > 0 ? history.silent + " × silent" : null,
        history.failed + history.tookTooLong > 0 ? (history.failed + history.tookTooLong) + " units failed" : null,
        pace.slowness > 1 ? number(pace.slowness) + " × slower" : null,
      ].filter(Boolean);
      return el("article", { class: "slave " + slave.state, "aria-label": "slave " + shown(slave.name, 60) },
        el("div", { class: "slave-name" }, el("h3", {}, own(slave.name, 60)),
          el("span", { class: "fine" }, own(slave.address, 60), " · ", own(slave.version, 20))),
        el("div", {}, state(kind, word),
          slave.heardMs === undefined ? null : el("span", { class: "fine heard" }, "heard " + ago(slave.heardMs))),
        el("div", { class: "slave-work" }, cells,
          el("span", { class: "fine" }, running + " of " + slave.slots + " busy"
            + (slave.busy > slave.slots ? ", " + (slave.busy - slave.slots) + " queued" : ""))),
        gauge("memory", memory.residentBytes, memory.boundBytes,
          memory.residentBytes > 0 ? bytes(memory.residentBytes) : "not known"),
        el("div", { class: "measure" }, el("span", {}, "units done"), el("b", {}, number(slave.unitsDone))),
        el("div", { class: "measure" }, el("span", {}, "trouble since the start"),
          el("b", { class: worries.length > 0 ? "warn" : null }, worries.join(", ") || "none")),
        may("drain")
          ? slave.state === "draining"
            ? button("Take back", () => order(slave.name, false), { "aria-label": "Take back " + shown(slave.name, 60) })
            : button("Drain…", () => drain(slave), { "aria-label": "Drain " + shown(slave.name, 60) })
          : null);
    };

    const tile = (term, value, small) =>
      el("div", { class: "tile" }, el("dt", {}, term), el("dd", {}, value, el("small", {}, small ?? "")));

    const show = (status) => {
      last = status;
      const { tasks, line, load, estimate, memory } = status;
      const found = findings(status);
      const worst = found[0];
      const busy = status.slaves.reduce((sum, slave) => sum + Math.min(slave.busy, slave.slots), 0);
      const slots = status.slaves.reduce((sum, slave) => sum + slave.slots, 0);
      verdict.replaceChildren(el("section", { class: "verdict " + (worst ? worst.kind : "good") },
        verdictLine(worst ? worst.kind : "good",
          worst ? "Attention: " + worst.text
            : "All is well: " + some(status.slaves.length, "slave", "slaves") + ", "
              + (tasks.waiting === 0 ? "nothing waits" : some(tasks.waiting, "image waits", "images wait"))),
        worst ? el("p", {}, "What to do: " + worst.todo + ".") : null,
        found.length > 1 ? el("ul", {}, found.slice(1).map((one) => el("li", {}, one.text + ": " + one.todo))) : null));
      figures.replaceChildren(
        el("dl", { class: "tiles" },
          tile("images a second", number(load.imagesPerSecond), "of the last minute"),
          tile("threads busy", busy + " of " + slots, some(tasks.running, "image runs", "images run")),
          tile("slaves needed", estimate ? (estimate.atLeast ? "≥ " : "") + estimate.slaves : "not known",
            estimate ? "so that 95 % wait less than " + span(estimate.waitMs) : "nothing was measured yet"),
          tile("complete", number(tasks.complete), "since the start, " + span(status.uptimeMs) + " ago"),
          tile("partial", number(tasks.partial), tasks.partial > 0 ? "some analysis has no result" : ""),
          tile("refused", number(tasks.rejected), load.busyPerSecond > 0 ? number(load.busyPerSecond) + "/s as busy" : "")),
        el("section", { class: "card pad" }, el("h2", {}, "Waiting line"),
          gauge("images", tasks.waiting, line.mostImages ?? 0,
            number(tasks.waiting) + (line.mostImages ? " of " + number(line.mostImages) : "")),
          gauge("bytes of images", line.bytes, line.mostBytes ?? 0,
            bytes(line.bytes) + (line.mostBytes ? " of " + bytes(line.mostBytes) : "")),
          gauge("the oldest waits", 0, 0, line.oldestMs > 0 ? span(line.oldestMs) : "nothing waits"),
          gauge("room for images in the master", memory.heldBytes, memory.heldBoundBytes,
            bytes(memory.heldBytes) + " of " + bytes(memory.heldBoundBytes))));
      hint.replaceChildren(...(status.slaves.length > 0 && !may("drain")
        ? [session.signedIn ? "Draining needs the role operator." : el("a", { href: "#signin" }, "Sign in as an operator to drain slaves.")]
        : []));
      const now = JSON.stringify([status.slaves.map((slave) => ({ ...slave, heardMs: Math.floor(slave.heardMs / 1000) })), session.may]);
      if (now !== drawn) { // what has the focus stays, while nothing changes
        const focused = document.activeElement?.getAttribute("aria-label");
        drawn = now;
        slaves.replaceChildren(...(status.slaves.length === 0 ? [noSlave(status)] : status.slaves.map(row)));
        if (focused && document.activeElement === document.body) {
          [...slaves.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === focused)?.focus();
        }
      }
    };

    return often(async () => {
      try {
        show(await request("/v1/status"));
        app.connected();
        main.classList.remove("old");
      } catch (failure) {
        if (!(failure instanceof Refused)) {
          app.lost(null);
          main.classList.add("old");
        }
      }
    }, 2000);
  },
};
