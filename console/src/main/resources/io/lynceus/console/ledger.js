/* Who came in and went out of areas: a bar for each hour or day, with a whisker from the lowest to the highest number
   that the truth may be. What is not known is hatched, and never a bar of no height. */
const LEDGER_TIMES = { "1d": ["last 24 hours", "hour"], "3d": ["last 3 days", "hour"], "30d": ["last 30 days", "day"], "90d": ["last 90 days", "day"] };
const LEDGER_HIGH = 190;

/** 12 (9 to 16); 12 (9 or more); not known. */
const bounds = (one) => one === null ? "not known"
  : number(one.count) + " (" + number(one.low) + (one.high === null ? " or more)" : " to " + number(one.high) + ")");

const ledgerPage = {
  id: "ledger",
  title: "Ledger",
  right: "look",
  mount(main) {
    let period = new URLSearchParams(location.hash.split("?")[1] ?? "").get("from") ?? "1d";
    period = LEDGER_TIMES[period] ? period : "1d";
    const choice = el("select", { id: "ledger-time", onchange: (event) => {
      period = event.target.value;
      history.replaceState(null, "", "#ledger?from=" + period);
      app.wanted = location.hash;
      load();
    } }, Object.entries(LEDGER_TIMES).map(([value, [word]]) => el("option", { value, selected: value === period }, word)));
    const under = el("div", {}, el("p", { class: "sub" }, "Asking …"));
    main.append(
      el("div", { class: "title-row" }, el("h1", {}, "Who came in"),
        el("div", { class: "row filter" }, el("label", {}, el("span", {}, "When"), choice))),
      under);

    const when = (row, by) => {
      const from = new Date(row.from);
      return by === "day" ? new Date(from.getTime() + 12 * 3600e3).toLocaleDateString("en-GB", { day: "numeric", month: "short" }) // of the master
        : from.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    };

    const bar = (one, x, wide, y, kind) => {
      if (one === null) {
        return [];
      }
      const middle = x + wide / 2;
      const top = one.high === null ? 6 : y(one.high);
      const cap = (at) => "M" + (middle - 4) + " " + at + "h8";
      return [
        svg("rect", { class: "bar " + kind, x, y: y(one.count), width: wide, height: Math.max(0, y(0) - y(one.count)) }),
        svg("path", { class: "whisker", d: "M" + middle + " " + y(one.low) + "V" + top + cap(y(one.low))
          + (one.high === null ? "M" + (middle - 4) + " 11l4 -5l4 5" : cap(top)) }),
      ];
    };

    const chart = (area, rows, by, width) => {
      const each = Math.max(26, (width - 40) / rows.length);
      const all = rows.flatMap((row) => [row.in, row.out]).filter((one) => one !== null);
      const most = Math.max(4, ...all.map((one) => Math.max(one.count, one.high ?? one.count)));
      const y = (value) => LEDGER_HIGH - 24 - value / most * (LEDGER_HIGH - 44);
      const wide = 40 + each * rows.length;
      const step = Math.ceil(46 / each);
      const half = Math.round(most / 2);
      return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Bars of " + area.title },
        svg("svg", { class: "ledger-bars", width: wide, height: LEDGER_HIGH, viewBox: "0 0 " + wide + " " + LEDGER_HIGH,
          role: "img", "aria-label": "In and out of " + area.title + "; the table below has the numbers" },
          svg("defs", {}, svg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
            svg("rect", { class: "hatch", width: 2, height: 6 }))),
          [0, half, most].map((value) => [
            svg("path", { class: "grid", d: "M34 " + y(value) + "H" + wide }),
            svg("text", { x: 30, y: y(value) + 4, "text-anchor": "end" }, number(value))]).flat(),
          rows.map((row, i) => {
            const x = 38 + i * each;
            const part = Math.min(28, (each - 8) / 2);
            const begin = x + (each - 4) / 2 - part - 1;
            return svg("g", {}, svg("title", {}, when(row, by) + ": in " + bounds(row.in) + ", out " + bounds(row.out) + ", seen "
              + Math.round(100 * row.covered) + " %"),
            svg("rect", { class: "ground", x, y: 20, width: each - 4, height: y(0) - 20,
              fill: row.in === null ? "url(#hatch)" : "transparent" }),
            bar(row.in, begin, part, y, "in"), bar(row.out, begin + part + 2, part, y, "out"),
            svg("rect", { class: "seen", x, y: y(0) + 2, width: (each - 4) * row.covered, height: 3 }),
            i % step === 0 ? svg("text", { x: x + (each - 4) / 2, y: LEDGER_HIGH - 4, "text-anchor": "middle" }, when(row, by)) : null);
          })));
    };

    const draw = (area, rows, by, width) => {
      const last = rows[rows.length - 1];
      const there = last?.occupancy ?? null;
      const full = area.capacity !== null && there !== null && there.count >= area.capacity;
      const cells = (row) => el("tr", {},
        [new Date(row.from).toLocaleString("en-GB"), bounds(row.in), bounds(row.out), Math.round(100 * row.covered) + " %",
          number(row.doubtful), bounds(row.occupancy)].map((text) => el("td", {}, text)));
      return el("section", { class: "card pad ledger-area", "data-area": area.name },
        el("div", { class: "title-row" }, el("h2", {}, own(area.title, 60)),
          el("p", { class: "there" }, there === null ? state("unsure", "who is there is not known")
            : state(full ? "warn" : "good", bounds(there) + (area.capacity === null ? " there" : " of " + number(area.capacity) + " there")))),
        rows.length === 0 ? null : chart(area, rows, by, width),
        el("p", { class: "fine ledger-key" }, el("i", { class: "in" }), " in ", el("i", { class: "out" }), " out ",
          el("i", { class: "line" }), " between these the truth is in 19 of 20 cases ", el("i", { class: "seen" }), " seen ",
          el("i", { class: "none" }), " not known"),
        el("details", {}, el("summary", {}, "Numbers"),
          el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Numbers of " + area.title },
            el("table", { class: "lines" }, el("thead", {}, el("tr", {}, ["from", "in", "out", "seen", "doubtful", "there"]
              .map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows.slice().reverse().map(cells)))),
          el("p", {}, el("a", { href: "/v1/ledger?area=" + area.name + "&from=" + period + "&by=" + by + "&format=csv", download: area.name + ".csv" }, "Save as CSV"))));
    };

    let told = null;
    const opened = new Set();
    const places = new Map(); // where charts that are wider than the page are scrolled to; at first the latest is seen
    const show = () => {
      if (told === null) {
        return;
      }
      under.querySelectorAll("section.ledger-area").forEach((one) => {
        const name = one.dataset.area;
        opened[one.querySelector("details").open ? "add" : "delete"](name);
        places.set(name, one.querySelector(".scroll").scrollLeft);
      });
      under.replaceChildren(...(told.areas.length === 0
        ? [el("section", { class: "empty" }, el("h2", {}, "There is no area"),
          el("p", {}, "Say in cameras.conf over which lines one goes into an area; the master takes it within 2 s:"),
          code("lines.door { camera = front-door, from = [0.3, 0.8], to = [0.7, 0.8], in = left }\nareas.hall { in = [door], zero-at = \"04:00\" }"))]
        : told.areas.map((area) => draw(area, told.rows.filter((row) => row.area === area.name), told.by, under.clientWidth - 34))));
      under.querySelectorAll("section.ledger-area").forEach((one) => {
        const bars = one.querySelector(".scroll");
        bars.scrollLeft = places.get(one.dataset.area) ?? bars.scrollWidth;
        one.querySelector("details").open = opened.has(one.dataset.area);
      });
    };
    const load = async () => {
      const asked = period;
      try {
        const answer = await request("/v1/ledger?from=" + asked + "&by=" + LEDGER_TIMES[asked][1]);
        if (asked !== period) {
          return; // another time was chosen meanwhile
        }
        told = answer;
        app.connected();
        main.classList.remove("old");
        show();
      } catch (failure) {
        if (asked !== period) {
          return;
        }
        if (failure instanceof Refused) {
          told = null;
          under.replaceChildren(el("p", { class: "problem" }, "Not known: " + failure.message));
        } else {
          app.lost(null);
          main.classList.add("old");
        }
      }
    };
    let wide = 0;
    const sized = new ResizeObserver(() => {
      if (Math.abs(under.clientWidth - wide) > 8) {
        wide = under.clientWidth;
        show();
      }
    });
    sized.observe(under);
    const stop = often(load, 10e3);
    return () => {
      stop();
      sized.disconnect();
    };
  },
};
