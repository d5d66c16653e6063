/* What happened in front of the cameras, for review: the latest first, a group for each day. */
const EVENT_WORDS = {
  arrived: "came", loitering: "stayed long", count: "many at once",
  present: "there out of hours", unattended: "nobody near",
  lost: "sends nothing", covered: "is covered", moved: "shows another view", frozen: "is frozen", blurred: "is blurred",
  "watch.missing": "is missing", "watch.present": "should not be there", "watch.changed": "looks otherwise",
};
const EVENT_TIMES = { "": "any time", "1h": "last hour", "1d": "last day", "7d": "last week" };
const EVENT_SEEN = { "": "all", false: "to review", true: "seen" };
const EVENT_PAGE = 50;
const MOST_ROWS = 1000; // a page that stays open

/** Chips for what an event is, where, and for how long. */
const eventLength = (event, now) => {
  const ms = Math.max(0, (event.ended ? new Date(event.last) : now) - new Date(event.started));
  return event.ended ? (ms < 1000 ? "a moment" : span(ms)) : "for " + span(ms);
};

const eventsPage = {
  id: "events",
  title: "Events",
  right: "look",
  mount(main) {
    const filter = new URLSearchParams(location.hash.split("?")[1] ?? "");
    const rows = new Map();
    const list = el("div", { class: "events" });
    const count = el("p", { class: "sub", role: "status" });
    const more = button("Show earlier events", () => load(true), { class: "more" });
    const cameras = el("datalist", { id: "event-cameras" });
    let next = null;
    let stopped = false;
    let stream = null;
    let again = 0;
    more.hidden = true;

    /* The filter stands in the address; an empty value is none. */
    const query = () => new URLSearchParams([...filter].filter(([, value]) => value !== ""));
    const set = (key, value) => {
      filter.set(key, value);
      const text = query().toString();
      history.replaceState(null, "", "#events" + (text ? "?" + text : ""));
      app.wanted = location.hash;
      load(false);
    };
    const choice = (key, label, words) => el("label", {}, el("span", {}, label),
      el("select", { onchange: (event) => set(key, event.target.value) },
        Object.entries(words).map(([value, word]) =>
          el("option", { value, selected: (filter.get(key) ?? "") === value }, word))));
    const text = (key, label, options) => el("label", {}, el("span", {}, label),
      el("input", { type: "search", size: 12, maxlength: 64, value: filter.get(key) ?? "", list: options,
        onchange: (event) => set(key, event.target.value.trim()) }));

    const markAll = async () => {
      const what = query();
      if (!await ask("Mark all as seen", ["All events that fit the filter, and began before now, will be marked as seen."],
        "Mark all")) {
        return;
      }
      if (!what.has("to")) {
        what.set("to", new Date().toISOString());
      }
      try {
        const done = await request("/v1/events/seen?" + what, { method: "POST" });
        toast(some(done.events, "event is", "events are") + " marked as seen.");
        load(false);
      } catch (failure) {
        toast(failure instanceof Refused ? failure.message : "The master is not reached: nothing is marked.");
      }
    };

    const mark = async (event) => {
      try {
        const changed = await request("/v1/events/" + encodeURIComponent(event.id) + "/seen",
          { method: event.seen ? "DELETE" : "POST" });
        put(changed);
        rows.get(changed.id)?.row.querySelector("button").focus();
      } catch (failure) {
        toast(failure instanceof Refused ? failure.message : "The master is not reached: it is not marked.");
      }
    };

    main.append(
      el("div", { class: "title-row" }, el("h1", {}, "Events"), count),
      el("div", { class: "row filter" },
        text("camera", "Camera", "event-cameras"), cameras,
        text("label", "Label"),
        text("zone", "Zone"),
        choice("kind", "What", { "": "anything", ...EVENT_WORDS }),
        choice("from", "When", EVENT_TIMES),
        choice("seen", "State", EVENT_SEEN),
        button("Mark all as seen", markAll)),
      el("p", { class: "fine keys" }, "Keys: ", el("kbd", {}, "j"), " next, ", el("kbd", {}, "k"), " previous, ",
        el("kbd", {}, "s"), " seen or not"),
      list, more);

    const draw = (event) => {
      const { best } = event;
      const what = event.label + (event.kind === "count" ? " × " + event.count : "");
      const where = event.camera + (event.zone ? ", " + event.zone : "");
      const picture = best.thumbnail ? el("img", { src: best.thumbnail, alt: "", loading: "lazy" }) : null;
      const view = stage(best, [{ label: event.label, score: best.score, box: best.box }], picture, what + " at " + where);
      const start = new Date(event.started);
      return el("li", { class: "event card" + (event.seen ? " seen" : "") },
        el("a", { href: pictureLink(best.id), "aria-label": "Picture of " + what + " at " + where }, view),
        el("div", { class: "what" },
          el("h3", {}, own(what, 60), " ", el("span", { class: "sub" }, EVENT_WORDS[event.kind] ?? shown(event.kind, 20))),
          el("p", {}, own(where, 90)),
          el("p", { class: "sub" }, el("time", { datetime: event.started }, clock(start)), ", ", eventLength(event, new Date()))),
        el("div", { class: "mark" },
          event.ended ? state("soft", "over") : state("good", "there"),
          event.quiet ? el("span", { class: "fine" }, "quiet hours") : null,
          button(event.seen ? "Seen" : "Mark as seen", () => mark(event), {
            "aria-pressed": event.seen ? "true" : "false",
            "aria-label": (event.seen ? "Seen: " : "Mark as seen: ") + what + " at " + where + ", " + clock(start),
          })));
    };

    /* Adds an event, or draws it anew in its place. */
    const put = (event) => {
      const entry = rows.get(event.id) ?? {};
      const row = draw(event);
      entry.row?.replaceWith(row);
      Object.assign(entry, { event, row });
      rows.set(event.id, entry);
    };

    const day = (date) => {
      const today = new Date();
      const yesterday = new Date(today - 86400e3);
      const words = date.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
      return date.toDateString() === today.toDateString() ? "Today, " + words
        : date.toDateString() === yesterday.toDateString() ? "Yesterday, " + words : words;
    };

    const focused = () => [...rows].find(([, entry]) => entry.row.contains(document.activeElement))?.[0];

    const place = () => {
      const order = [...rows.values()].sort((a, b) => a.event.started < b.event.started ? 1 : -1);
      order.splice(MOST_ROWS).forEach((entry) => rows.delete(entry.event.id));
      const groups = new Map();
      for (const entry of order) {
        const name = day(new Date(entry.event.started));
        groups.set(name, [...(groups.get(name) ?? []), entry.row]);
      }
      list.replaceChildren(...[...groups].map(([name, some]) =>
        el("section", {}, el("h2", {}, name), el("ul", { class: "plain" }, some))));
      count.textContent = rows.size === 0 ? "" : (next ? "the latest " : "") + some(rows.size, "event", "events");
    };

    const empty = async () => {
      const filtered = query().toString() !== "";
      let named = [];
      try {
        named = (await request("/v1/cameras")).cameras;
      } catch (failure) {
        // What is said without it is true, too.
      }
      list.replaceChildren(el("section", { class: "empty" },
        el("h2", {}, filtered ? "No event fits" : "No events yet"),
        filtered
          ? el("p", {}, el("a", { href: "#events" }, "Show all events"))
          : named.every((camera) => camera.stills === 0)
            ? el("div", {}, el("p", {}, "No still has named its camera, and events need that:"),
              code(curl("--data-binary @cam1.jpg '{host}/v1/images?camera=gate'")))
            : el("p", {}, "An event begins when two stills in a row of a camera show something that a rule names. "
              + "Without rules these are persons, vehicles, cats and dogs.")));
    };

    const lacking = (failure) => list.replaceChildren(el("section", { class: "empty" },
      el("h2", {}, failure.status === 404 ? "Events are not kept" : "Events cannot be read now"),
      el("p", {}, failure.message),
      failure.status === 404 ? code("lynceus master --set store.enabled=true") : null));

    let asked = 0;
    const load = async (further) => {
      const turn = ++asked;
      const wanted = query();
      wanted.set("limit", EVENT_PAGE);
      if (further && next) {
        wanted.set("cursor", next);
      }
      try {
        const page = await request("/v1/events?" + wanted);
        if (turn !== asked || stopped) {
          return;
        }
        if (!further) {
          rows.clear();
        }
        page.events.forEach(put);
        next = page.next;
        more.hidden = !next;
        place();
        if (rows.size === 0) {
          await empty();
        }
      } catch (failure) {
        if (turn !== asked || stopped) {
          return;
        }
        if (failure instanceof Refused) {
          rows.clear();
          more.hidden = true;
          count.textContent = "";
          lacking(failure);
        } else {
          app.lost(null);
        }
      }
    };

    /* Whether the filter holds for an event that is told live; what cannot be said here asks anew. */
    const fits = (event) => ["camera", "label", "zone", "kind", "rule"].every((key) =>
      !filter.get(key) || filter.get(key) === event[key]) && filter.get("seen") !== "true";

    const connect = () => {
      stream = new EventSource(LIVE);
      stream.addEventListener("hello", () => app.connected());
      stream.addEventListener("event", async (message) => {
        const { event } = JSON.parse(message.data);
        if (!rows.has(event.id) && !fits(event)) {
          return;
        }
        let stored = null;
        try {
          stored = await request("/v1/events/" + encodeURIComponent(event.id));
        } catch (failure) {
          return; // The store fails, and the event waits for it.
        }
        if (!stopped) {
          const held = focused();
          put(stored);
          place();
          rows.get(held)?.row.querySelector("button").focus({ preventScroll: true });
        }
      });
      stream.onerror = () => {
        stream.close();
        if (!stopped) {
          again = setTimeout(connect, 5000);
        }
      };
    };

    const keys = (event) => {
      if (!keysWork || byId("ask").open || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
        return;
      }
      const buttons = [...list.querySelectorAll("li button")];
      const at = buttons.findIndex((one) => one.closest("li").contains(document.activeElement));
      if (event.key === "j" || event.key === "k") {
        const to = at < 0 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
        buttons[to]?.focus();
        buttons[to]?.scrollIntoView({ block: "nearest" });
      } else if (event.key === "s" && at >= 0) {
        buttons[at].click();
      }
    };
    document.addEventListener("keydown", keys);
    request("/v1/cameras").then((told) => cameras.replaceChildren(
      ...told.cameras.map((camera) => el("option", { value: camera.name }))), () => {});
    load(false);
    connect();
    return () => {
      stopped = true;
      stream.close();
      clearTimeout(again);
      document.removeEventListener("keydown", keys);
    };
  },
};
