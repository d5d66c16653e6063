/* Everything that the store knows: filters, the strip of counts, thumbnails. */
const SEARCH_KEYS = ["q", "camera", "label", "zone", "from", "to", "min-score", "status"];
const SEARCH_PAGE = 60;
const SEARCH_MOST = 960;
const SEARCH_AGO = { "": "any time", "1h": "the last hour", "24h": "the last 24 hours", "7d": "the last 7 days", "30d": "the last 30 days" };
const SEARCH_WORDS = { q: "words", camera: "camera", label: "found", zone: "zone", from: "time", "min-score": "score", status: "status" };

/** What was found last, so that a picture knows its neighbours, and "back" is at once. */
const searched = { key: null, results: [], next: null, at: null, summary: null, scroll: 0 };

/** The filters of the address. */
const searchFilters = () => {
  const start = location.hash.indexOf("?");
  const given = new URLSearchParams(start < 0 ? "" : location.hash.slice(start + 1));
  return new URLSearchParams(SEARCH_KEYS.filter((key) => given.get(key)).map((key) => [key, given.get(key)]));
};
const withFilters = (path, filters) => path + (filters.size > 0 ? "?" + filters : "");
const pictureLink = (id, filters) => withFilters("#pictures/" + encodeURIComponent(id), filters ?? new URLSearchParams());

/** The next page of what is looked for; the oldest that are shown go when there are too many. */
const searchOlder = async () => {
  const query = new URLSearchParams(searched.key);
  query.set("limit", SEARCH_PAGE);
  query.set("cursor", searched.next);
  const key = searched.key;
  const page = await request("/v1/results?" + query);
  if (searched.key === key) {
    const anew = searched.results.length >= SEARCH_MOST;
    searched.results = anew ? page.results : [...searched.results, ...page.results];
    searched.next = page.next;
    return anew;
  }
  return false;
};

const noStore = () => el("section", { class: "empty" },
  el("h2", {}, "Nothing is remembered: the store is off"),
  el("p", {}, "Switch it on, and start the master again:"),
  code("lynceus master --set store.enabled=true"),
  el("p", { class: "measure-text" }, "or ", el("code", {}, "store.enabled = true"), " in master.conf. It keeps what was found, and the pictures in which something was found: ",
    el("code", {}, "store.pictures"), " says which, ", el("code", {}, "store.keep"), " how long."));

const searchPage = {
  id: "search",
  title: "Search",
  right: "look",
  mount(main) {
    const filters = searchFilters();
    const count = el("p", { class: "sub", role: "status" });
    const exports = el("span", { class: "exports" });
    const storeNotice = el("div");
    const notice = el("div");
    const stripPlace = el("div");
    const wall = el("div", { class: "wall small" });
    const more = el("div", { class: "row older" });
    let known = { cameras: {}, labels: {}, zones: [] };
    let recently = null;
    let blind = null;
    let turns = 0;
    let gone = false;

    const keys = {
      "/": ["to the words", () => fields.q.focus()],
      j: ["next picture", () => step(1)],
      k: ["picture before", () => step(-1)],
      Enter: ["open the picture"],
      o: ["older pictures", () => more.querySelector("button")?.click()],
      r: ["look again", () => load()],
      Escape: ["take the filters away", () => clear()],
    };
    const step = (by) => {
      const links = [...wall.querySelectorAll("article a")];
      const at = links.indexOf(document.activeElement);
      (links[at < 0 ? 0 : at + by] ?? document.activeElement).focus();
    };

    const fields = {
      q: el("input", { type: "search", id: "f-q", name: "q", maxlength: "1000", placeholder: "name, camera, label, zone", spellcheck: "false" }),
      camera: el("select", { id: "f-camera" }),
      label: el("select", { id: "f-label" }),
      zone: el("select", { id: "f-zone" }),
      time: el("select", { id: "f-time" }),
      "min-score": el("input", { type: "number", id: "f-min-score", min: "0", max: "1", step: "0.05", placeholder: "any" }),
      status: el("select", { id: "f-status" }),
      from: el("input", { type: "datetime-local", id: "f-from", step: "1" }),
      to: el("input", { type: "datetime-local", id: "f-to", step: "1" }),
    };
    const field = (id, words) => el("div", { class: "field" }, el("label", { for: "f-" + id }, words), fields[id]);
    const ownTimes = el("div", { class: "span" }, field("from", "From"), field("to", "Until"));
    const others = el("div", { class: "others", id: "others" }, field("camera", "Camera"), field("label", "Found"), field("zone", "Zone"),
      field("time", "Time"), field("min-score", "Least score"), field("status", "Analyses"), ownTimes);
    const fold = button("Filters", () => {
      fold.setAttribute("aria-expanded", String(others.classList.toggle("open")));
    }, { class: "fold", "aria-expanded": "false", "aria-controls": "others" });
    const clearing = button("Clear", () => clear());
    const form = el("form", { class: "filters", role: "search", "aria-label": "Stored pictures",
      onsubmit: (event) => { event.preventDefault(); commit(); },
      onchange: (event) => {
        if (event.target === fields.time && fields.time.value === "own") {
          ownTimes.hidden = false;
          fields.from.focus();
        } else {
          commit();
        }
      } },
      el("div", { class: "first" }, field("q", "Words"), el("button", { class: "main" }, "Search"), fold, clearing), others);
    main.append(el("div", { class: "title-row" }, el("h1", {}, "Search"), count, exports, keyHelpButton(keys)), form, storeNotice, notice, stripPlace, wall, more);

    const options = (select, value, groups) => {
      const plain = (one) => el("option", { value: one[0], selected: one[0] === value }, one[1]);
      const all = groups.flatMap((group) => group.of);
      if (value && !all.some(([one]) => one === value)) {
        groups = [...groups, { of: [[value, shown(value, 60)]] }];
      }
      select.replaceChildren(...groups.filter((group) => group.of.length > 0).flatMap((group) => group.name
        ? [el("optgroup", { label: group.name }, group.of.map(plain))] : group.of.map(plain)));
      select.value = value ?? "";
    };

    /** The fields as the address has them, with what is known to choose from. */
    const fill = () => {
      const get = (key) => filters.get(key) ?? "";
      fields.q.value = get("q");
      fields["min-score"].value = get("min-score");
      options(fields.camera, get("camera"), [{ of: [["", "any"]] },
        { of: Object.entries(known.cameras).sort(([a], [b]) => a.localeCompare(b))
          .map(([name, stills]) => [name, stills > 0 ? name + " (" + number(stills) + ")" : name]) }]);
      const found = Object.entries(known.labels).filter(([, stills]) => stills > 0).sort((a, b) => b[1] - a[1]);
      options(fields.label, get("label"), [{ of: [["", "anything, or nothing"]] },
        { name: "Found lately", of: found.map(([name, stills]) => [name, shown(name, 60) + " (" + number(stills) + ")"]) },
        { name: "Not found lately", of: Object.entries(known.labels).filter(([, stills]) => stills === 0)
          .map(([name]) => [name, shown(name, 60)]).sort(([a], [b]) => a.localeCompare(b)) }]);
      const zones = known.zones.filter((zone) => !get("camera") || zone.camera === get("camera"));
      options(fields.zone, get("zone"), [{ of: [["", "any"]] },
        { of: [...new Map(zones.map((zone) => [zone.name, shown(zone.title || zone.name, 60)]))] }]);
      options(fields.status, get("status"), [{ of: [["", "any"], ["complete", "all have a result"], ["partial", "some have none"]] }]);
      const own = get("to") !== "" || (get("from") !== "" && !SEARCH_AGO[get("from")]);
      options(fields.time, own ? "own" : get("from"), [{ of: [...Object.entries(SEARCH_AGO), ["own", "from … until …"]] }]);
      const local = (text) => timeOf(text) ? isoOf(timeOf(text)).slice(0, 19) : "";
      ownTimes.hidden = !own;
      fields.from.value = own ? local(get("from")) : "";
      fields.to.value = local(get("to"));
      const set = [...filters.keys()].filter((key) => key !== "q" && key !== "to").length;
      fold.textContent = set > 0 ? "Filters: " + set : "Filters";
      clearing.hidden = filters.size === 0;
      const link = (format, words) => el("a", { href: "/v1/results?" + new URLSearchParams([...filters, ["format", format]]), download: "" }, words);
      exports.replaceChildren("All as ", link("csv", "CSV"), " · ", link("ndjson", "NDJSON"));
    };

    /** Other filters: a new address, so that "back" goes to the ones before. */
    const change = (pairs) => {
      SEARCH_KEYS.forEach((key) => filters.delete(key));
      pairs.filter(([, value]) => value).forEach(([key, value]) => filters.set(key, value));
      if (location.hash !== withFilters("#search", filters)) {
        history.pushState(null, "", withFilters("#search", filters));
        app.wanted = location.hash;
      }
      fill();
      load();
    };
    const commit = () => {
      const time = (input) => input.value && !Number.isNaN(new Date(input.value).getTime()) ? isoOf(new Date(input.value)) : "";
      const own = fields.time.value === "own";
      const values = { from: own ? time(fields.from) : fields.time.value, to: own ? time(fields.to) : "" };
      change(SEARCH_KEYS.map((key) => [key, values[key] ?? fields[key].value.trim()]));
    };
    const clear = () => filters.size > 0 && change([]);
    const without = (key) => [...filters].filter(([one]) => one !== key && !(key === "from" && one === "to"));

    const drawStrip = () => {
      const { summary } = searched;
      if (blind !== null) {
        stripPlace.replaceChildren(el("p", { class: "problem" }, "How many stills there were is not known now: ", own(blind, 300)));
        return;
      }
      const deaf = ["q", "zone", "min-score", "status"].filter((key) => filters.get(key)).map((key) => SEARCH_WORDS[key]);
      const note = deaf.length > 0
        ? "Counted by camera, label and time alone, whatever the filter for " + deaf.join(", ") + "." : null;
      stripPlace.replaceChildren(...(summary && summary.steps.some((one) => one.images > 0) && summary.steps.length > 0
        ? [strip(summary, filters.get("label"), note, (from, to) =>
          change([...without("from"), ["from", isoOf(from)], ["to", isoOf(to)]]))] : []));
    };

    const card = (result) => {
      const reply = result.reply;
      const name = reply.camera ?? "Without a camera";
      const boxes = boxesOf(reply).filter((one) => !one.out).slice(0, 30);
      const at = new Date(result.at);
      const broken = unknownOf(reply);
      const view = el("div");
      const draw = (picture, lack) => view.replaceChildren(
        stage(reply.image ?? { width: 4, height: 3 }, boxes, picture, countWords(reply.counts ?? {}) || "nothing found", { lack }));
      draw(result.thumbnail ? el("img", { src: result.thumbnail, alt: "", loading: "lazy", decoding: "async",
        onerror: () => draw(null, "picture not there any more") }) : null,
        result.picture ? "no thumbnail" : "picture not kept");
      const one = el("article", { class: "card" }, view,
        el("div", { class: "body" },
          el("div", { class: "title" },
            el("h3", {}, el("a", { href: pictureLink(result.id, filters) }, own(name, 60))),
            el("time", { class: "age", datetime: result.at }, clock(at))),
          chips(reply.counts ?? {}, 3),
          broken.map((one) => el("p", { class: "problem" },
            shown(one.analysis, 40) + ": not known, " + (OUTCOMES[one.outcome] ?? shown(one.outcome, 20)))),
          reply.name ? el("p", { class: "fine name" }, own(reply.name, 60)) : null));
      one.classList.toggle("partial", broken.length > 0);
      return one;
    };

    const dayOf = (result) => new Date(result.at).toLocaleDateString("en-GB",
      { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const draw = (from) => {
      const { results, next } = searched;
      if (from === 0) {
        wall.replaceChildren();
      }
      for (let i = from; i < results.length; i++) {
        if (i === 0 || dayOf(results[i]) !== dayOf(results[i - 1])) {
          wall.append(el("h2", { class: "day" }, dayOf(results[i])));
        }
        wall.append(card(results[i]));
      }
      count.textContent = results.length === 0 ? "" : number(results.length) + (next ? " shown, there are older ones" : results.length === 1 ? " picture" : " pictures")
        + ", as of " + clock(searched.at);
      more.replaceChildren(...(next ? [button("Older", older, { class: "main" })]
        : results.length > 0 ? [el("p", { class: "sub" }, "There are no older ones.")] : []));
      if (results.length === 0) {
        nothing(turns);
      }
    };

    const older = async () => {
      const before = searched.results.length;
      more.firstChild.disabled = true;
      try {
        const anew = await searchOlder();
        if (!gone) {
          draw(anew ? 0 : before);
          wall.querySelectorAll("article a")[anew ? 0 : before]?.focus();
          if (anew) {
            scrollTo(0, 0);
          }
        }
      } catch (failure) {
        if (!gone) {
          more.firstChild.disabled = false;
          toast(failure instanceof Refused ? shown(failure.message, 300) : "The master is not reached.", button("Try again", older));
        }
      }
    };

    /** Nothing fits: says which of the filters alone stands in the way. */
    const nothing = async (turn) => {
      if (filters.size === 0) {
        wall.replaceChildren(el("section", { class: "empty" },
          el("h2", {}, "No pictures yet"),
          el("p", {}, "Send one, and it is found here a second later:"),
          code(curl("--data-binary @cam1.jpg '{host}/v1/images?camera=gate'")),
          may("send") ? el("p", {}, el("a", { href: "#try" }, "Or drop a picture on the page Try.")) : null));
        return;
      }
      const unseen = searched.summary?.steps.length > 0 && searched.summary.steps.every((one) => !(one.covered > 0));
      const widen = el("div", { class: "row" });
      const hint = el("p", {}, "Looking which filter is in the way …");
      wall.replaceChildren(el("section", { class: "empty" },
        el("h2", {}, "No picture fits all of this"),
        unseen ? el("p", { class: "problem" }, "In this time no still ", filters.get("camera") ? "of this camera " : "",
          "was analysed: whether something was there is not known.") : null,
        hint, widen));
      const helps = async (key) => {
        const query = new URLSearchParams([...without(key), ["limit", "1"]]);
        const page = await request("/v1/results?" + query);
        return page.results.length > 0 ? key : null;
      };
      const set = [...filters.keys()].filter((key) => key !== "to" || !filters.get("from")).map((key) => key === "to" ? "from" : key);
      const found = await Promise.all(set.map((key) => helps(key).catch(() => null)));
      if (turn === turns) {
        const ways = found.filter(Boolean);
        hint.textContent = ways.length > 0 ? "There are pictures with one filter less:" : "No filter alone is in the way: take several of them away.";
        widen.replaceChildren();
        make(widen, null, [ways.map((key) => button(
          (key === "from" ? "any time" : "without " + SEARCH_WORDS[key] + " " + shown(filters.get(key), 40)), () => change(without(key)))),
          button("Clear all filters", clear)]);
      }
    };

    const failed = (failure) => {
      wall.classList.remove("busy");
      count.textContent = "";
      if (!(failure instanceof Refused)) {
        app.lost(searched.at);
      }
      if (failure.status === 404) {
        form.hidden = exports.hidden = true;
        notice.replaceChildren();
        wall.replaceChildren(noStore());
        return;
      }
      notice.replaceChildren(el("section", { class: "verdict " + (failure.status === 400 ? "warn" : "bad") },
        verdictLine(failure.status === 400 ? "warn" : "bad", failure.status === 400 ? "This cannot be looked for" : "The store does not answer"),
        el("p", {}, failure instanceof Refused ? own(failure.message, 400) : "The master is not reached."),
        el("p", {}, failure.status === 400 ? button("Clear all filters", clear) : button("Try again", () => load()))));
      more.replaceChildren();
    };

    const load = async () => {
      const turn = ++turns;
      const key = String(filters);
      wall.classList.add("busy");
      count.textContent = "Searching …";
      const summing = askSummary(filters).catch((failure) => {
        if (turn === turns) {
          blind = failure instanceof Refused ? failure.message : "the master is not reached";
        }
        return null;
      });
      blind = null;
      if (filters.size === 0) {
        recently = summing;
      }
      try {
        const page = await request("/v1/results?" + new URLSearchParams([...filters, ["limit", SEARCH_PAGE]]));
        if (turn !== turns || gone) {
          return;
        }
        Object.assign(searched, { key, results: page.results, next: page.next, at: new Date(), summary: null, scroll: 0 });
        app.connected();
        wall.classList.remove("busy");
        notice.replaceChildren();
        if (page.results.length > 0) {
          draw(0);
        }
        const summary = await summing;
        if (turn !== turns || gone) {
          return;
        }
        searched.summary = summary;
        drawStrip();
        if (page.results.length === 0) {
          draw(0);
        }
      } catch (failure) {
        if (turn === turns && !gone) {
          failed(failure);
        }
      }
    };

    /** What there is to choose from, and how the store is. */
    const learn = async () => {
      const [recent, cameras, labels, status] = await Promise.all([
        recently ?? askSummary(new URLSearchParams()), request("/v1/cameras"), request("/v1/labels"), request("/v1/status")]
        .map((answer) => answer.catch(() => null)));
      if (gone) {
        return;
      }
      known = { cameras: {}, labels: {}, zones: [] };
      for (const camera of cameras?.cameras ?? []) {
        known.cameras[camera.name] = 0;
        known.zones.push(...camera.zones.map((zone) => ({ ...zone, camera: camera.name })));
      }
      Object.assign(known.cameras, recent?.cameras ?? {});
      Object.values(labels?.analyses ?? {}).forEach((one) => one.labels.forEach((label) => { known.labels[label] = 0; }));
      (recent?.steps ?? []).forEach((one) => Object.entries(one.labels).forEach(([label, { images }]) => {
        known.labels[label] = (known.labels[label] ?? 0) + images;
      }));
      if (!form.contains(document.activeElement) || document.activeElement === fields.q) {
        fill();
      }
      const store = status?.store;
      if (store && store.state !== "ok") {
        storeNotice.replaceChildren(el("p", { class: "problem" }, "The store has failed: ", own(store.problem ?? "see the master's log", 300), " What comes meanwhile is not found here."));
      } else if (store?.dropped > 0) {
        storeNotice.replaceChildren(el("p", { class: "problem" }, some(store.dropped, "reply is", "replies are"),
          " not in the store, since the master's start: what they held is not known here. The master's log says why."));
      }
    };

    const stopKeys = listenForKeys(keys);
    fill();
    if (searched.key === String(filters) && searched.results.length > 0) {
      const { scroll } = searched;
      drawStrip();
      draw(0);
      setTimeout(() => scrollTo(0, scroll));
    } else {
      load();
    }
    learn();
    return () => {
      gone = true;
      searched.scroll = scrollY;
      stopKeys();
    };
  },
};
