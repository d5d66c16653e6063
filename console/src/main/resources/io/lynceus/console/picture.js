/* One stored picture: what was found in it, who computed what, and what can be done with it. */
const PICTURE_KINDS = { person: "persons", face: "faces", vehicle: "vehicles", animal: "animals", bag: "bags", other: "other things" };
const PICTURE_TIMES = { option: "said the client", exif: "says the file (EXIF)", arrival: "when it arrived: nobody says when it was taken" };
const PICTURE_REMEDIES = {
  failed: "What to do: see that slave's log, then analyse it again.",
  timeout: "What to do: add slaves, or analyse it again when less waits.",
  poison: "What to do: it is in quarantine, because it has ended slaves. An administrator may clear it: lynceus quarantine clear ",
  no_slave: "What to do: start a slave, then analyse it again.",
};

/** The zones and masks of a camera as shapes, and their names as tags. */
const areasOf = (camera, { width, height }) => {
  const all = [...(camera?.zones ?? []).map((zone) => ["zone", zone.title || zone.name, zone.polygon]),
    ...(camera?.masks ?? []).map((mask) => ["mask", "mask " + mask.name, mask.polygon])];
  return all.map(([kind, name, polygon]) => {
    const tag = el("span", { class: "tag area" }, shown(name, 30));
    const top = polygon.reduce((best, point) => point[1] < best[1] ? point : best);
    tag.style.setProperty("--x", 100 * Math.min(...polygon.map(([x]) => x)) + "%");
    tag.style.setProperty("--y", "calc(" + 100 * top[1] + "% + 1.5em)");
    return { tag, shape: svg("polygon", { class: "area " + kind,
      points: polygon.map(([x, y]) => x * width + "," + y * height).join(" ") }) };
  });
};

/**
 * The pictures before and after one, within what is looked for: {newer, older}, ids or null. From
 * the last search where it is in there, from the store otherwise.
 */
const neighboursOf = async (result, filters) => {
  const at = searched.key === String(filters) ? searched.results.findIndex((one) => one.id === result.id) : -1;
  if (at >= 0) {
    if (at === searched.results.length - 1 && searched.next) {
      await searchOlder();
    }
    const now = searched.results.findIndex((one) => one.id === result.id);
    if (now >= 0) {
      return { newer: searched.results[now - 1]?.id ?? null, older: searched.results[now + 1]?.id ?? null };
    }
  }
  const time = new Date(result.at).getTime();
  const iso = (ms) => new Date(ms).toISOString();
  const ask = async (pairs) => {
    const query = new URLSearchParams(filters);
    pairs.forEach(([key, value]) => query.set(key, value));
    return request("/v1/results?" + query);
  };
  const bounds = { from: timeOf(filters.get("from"))?.getTime() ?? -Infinity, to: timeOf(filters.get("to"))?.getTime() ?? Infinity };
  const page = time < bounds.from ? { results: [] } : await ask([["to", iso(Math.min(time + 1, bounds.to))], ["limit", "20"]]);
  const older = page.results[page.results.findIndex((one) => one.id === result.id) + 1]?.id ?? null;

  // Pages begin with the latest: the one right after is the last of a stretch that fits on a page.
  const start = Math.max(time, bounds.from);
  const after = async (stretch) => {
    const end = Math.max(start, Math.min(start + stretch, bounds.to));
    const { results, next } = await ask([["from", iso(start)], ["to", iso(end)], ["limit", "100"]]);
    const mine = results.findIndex((one) => one.id === result.id);
    const newer = mine < 0 ? results : results.slice(0, mine);
    return { last: newer[newer.length - 1]?.id ?? null, whole: next === null || mine >= 0 };
  };
  let none = 0;
  let many = null;
  for (const stretch of [2e3, 60e3, HOUR_MS, DAY_MS, Math.max(DAY_MS, Date.now() + DAY_MS - start)]) {
    const { last, whole } = await after(stretch);
    if (whole && last !== null) {
      return { newer: last, older };
    }
    if (!whole) {
      many = stretch;
      break;
    }
    none = stretch;
  }
  while (many !== null && many - none > 1) {
    const stretch = Math.floor((none + many) / 2);
    const { last, whole } = await after(stretch);
    if (whole && last !== null) {
      return { newer: last, older };
    }
    [none, many] = whole ? [stretch, many] : [none, stretch];
  }
  return { newer: null, older };
};

/** Pictures that a slave makes for eyes. */
const MORE_VISIBLE = [
  { press: "Edges over it", title: "Edges over the picture", words: "With its edges", analysis: "edges", file: "edges.png",
    query: { analyses: "edges", edges: "overlay" }, note: "The lines are where brightness changes most." },
  { press: "Make it clearer", title: "Enhanced", words: "Enhanced", analysis: "clarify", file: "enhanced.png",
    query: { analyses: "clarify" },
    note: "Brightness is equalised part by part and noise is smoothed. It is for eyes: what looks like something in it may be noise, and no analysis looks at it." },
];

const picturePage = {
  id: "pictures",
  title: "Picture",
  right: "look",
  within: "search",
  mount(main) {
    const filters = searchFilters();
    const coded = location.hash.split("?")[0].slice("#pictures/".length);
    let id = coded;
    try {
      id = decodeURIComponent(coded);
    } catch (failure) {
      // It stays as it is: the store has no such result.
    }
    const path = "/v1/results/" + encodeURIComponent(id).replaceAll("'", "%27");
    const back = withFilters("#search", filters);
    const heading = el("h1", {}, "Picture");
    const newer = el("a", { class: "step", role: "link", "aria-disabled": "true" }, "‹ Newer");
    const older = el("a", { class: "step", role: "link", "aria-disabled": "true" }, "Older ›");
    const place = el("div", {}, el("p", { class: "sub" }, "Asking the store …"));
    const keys = {
      j: ["older picture", () => older.hasAttribute("href") && older.click()],
      k: ["newer picture", () => newer.hasAttribute("href") && newer.click()],
      z: ["zones and masks on or off", () => byId("p-areas")?.click()],
      Escape: ["back to the search", () => { location.hash = back; }],
    };
    main.append(el("div", { class: "title-row" }, heading, el("nav", { class: "steps", "aria-label": "Pictures" },
      newer, older, el("a", { href: back }, "Back to the search")), keyHelpButton(keys)), place);
    let gone = false;
    let timer = 0;

    const find = async (tries) => {
      try {
        const [result, cameras] = await Promise.all([request(path), request("/v1/cameras").catch(() => null)]);
        if (!gone) {
          app.connected();
          show(result, cameras?.cameras.find((one) => one.name === result.reply.camera));
          const near = await neighboursOf(result, filters);
          if (!gone) {
            step(newer, near.newer);
            step(older, near.older);
          }
        }
      } catch (failure) {
        if (gone) {
          return;
        }
        if (failure.status === 404 && /no store/.test(failure.message)) {
          place.replaceChildren(noStore());
        } else if (failure.status === 404 && tries > 0) {
          timer = setTimeout(() => find(tries - 1), 700); // a reply is there a second before its row
        } else if (place.dataset.shown !== "yes") {
          if (!(failure instanceof Refused)) {
            app.lost(null);
          }
          place.replaceChildren(el("section", { class: "verdict " + (failure.status === 404 ? "unsure" : "bad") },
            verdictLine(failure.status === 404 ? "unsure" : "bad", failure.status === 404 ? "The store does not have this picture" : "The store does not answer"),
            el("p", {}, failure instanceof Refused ? own(failure.message, 400) : "The master is not reached."),
            el("p", {}, button("Try again", () => find(0)), " ", el("a", { href: back }, "Back to the search"))));
        }
      }
    };
    const step = (link, to) => {
      if (to !== null) {
        link.setAttribute("href", pictureLink(to, filters));
        link.removeAttribute("aria-disabled");
      }
    };

    const show = (result, camera) => {
      place.dataset.shown = "yes";
      const { reply } = result;
      const size = reply.image ?? { width: 4, height: 3 };
      const at = new Date(result.at);
      heading.replaceChildren(reply.camera ? own(reply.camera, 60) : "Without a camera", ", ",
        el("time", { datetime: result.at }, when(at)));
      document.title = shown(reply.camera ?? "Picture", 60) + " " + when(at) + " · Lynceus";
      const side = el("div", { class: "side-by" });
      const again = el("div");
      place.replaceChildren();
      make(place, null, [
        el("div", { class: "try" }, layers(result, camera, side), side),
        again,
        el("div", { class: "pair" }, facts(result), computed(result)),
        el("h2", {}, "The same with curl"),
        code(curl("'{host}" + path + "'")),
        result.picture ? code(curl("-o still." + (reply.image?.format ?? "jpeg") + " '{host}" + result.picture + "'")) : null,
        el("details", { class: "card operation" }, el("summary", {}, "The result as JSON"),
          el("div", { class: "body" }, code(JSON.stringify(result, null, 2))))]);
      side.prepend(chips(reply.counts ?? {}), ...unknownOf(reply).map((one) => el("div", {},
        reasons([one]), el("p", { class: "fine" }, PICTURE_REMEDIES[one.outcome] ?? "",
          one.outcome === "poison" ? el("code", {}, (reply.image?.sha256 ?? "HASH").slice(0, 8)) : null))));
      make(side, null, [el("div", { class: "row acts" },
        may("send") && result.picture ? [
          button("Analyse again", (event) => analyse(event.target, result, camera, again)),
          ...MORE_VISIBLE.map((way) => button(way.press, (event) => reveal(event.target, result, way, again)))] : null,
        result.picture ? el("a", { href: result.picture, download: "" }, "Download") : null,
        may("administer") ? button("Delete…", () => erase(result), { class: "danger" }) : null),
        may("send") && !result.picture
          ? el("p", { class: "fine" }, "It cannot be analysed again: its file is not kept.") : null]);
    };

    /** The picture with its boxes, and what chooses among them. */
    const layers = (result, camera, side) => {
      const { reply } = result;
      const size = reply.image ?? { width: 4, height: 3 };
      const boxes = boxesOf(reply);
      const areas = areasOf(camera, size);
      const holder = el("div", { class: "layers" });
      const list = el("ol", { class: "found" });
      const least = el("output", { for: "p-score" });
      const img = result.picture || result.thumbnail ? el("img", { src: result.thumbnail ?? result.picture, alt: "" }) : null;
      let lack = img ? null : "picture not kept";
      if (img) {
        img.onerror = () => { lack = "the picture cannot be read"; draw(); };
        if (result.picture && result.thumbnail) { // the small one is there at once
          const large = el("img", { alt: "", src: result.picture });
          large.decode().then(() => { img.src = large.src; }, () => {});
        }
      }
      const slider = el("input", { type: "range", id: "p-score", min: "0", max: "1", step: "0.01", value: "0", oninput: () => draw() });
      const check = (words, kind, on, name) => {
        const box = el("input", { type: "checkbox", checked: on, id: name, onchange: () => draw() });
        return { box, label: el("label", { class: "check" + (kind ? " k-" + kind : "") }, box, kind ? el("i") : null, " ", words) };
      };
      const kinds = Object.keys(PICTURE_KINDS).map((kind) => {
        const count = boxes.filter((one) => kindOf(one.label) === kind).length;
        return count > 0 ? { kind, ...check(PICTURE_KINDS[kind] + " " + count, kind, true) } : null;
      }).filter(Boolean);
      const dropped = boxes.filter((one) => one.out).length;
      const marked = dropped > 0 ? check("masked or filtered " + dropped, null, true) : null;
      const drawn = areas.length > 0 ? check("zones and masks, as they are set now", null, true, "p-areas") : null;
      const draw = () => {
        const score = Number(slider.value);
        const hidden = new Set(kinds.filter(({ box }) => !box.checked).map(({ kind }) => kind));
        const kept = boxes.filter((one) => one.score >= score && !hidden.has(kindOf(one.label)) && (!one.out || !marked || marked.box.checked));
        least.textContent = score.toFixed(2) + " · " + kept.length + " of " + boxes.length;
        const shapes = drawn?.box.checked ? areas : [];
        const view = stage(size, kept, lack ? null : img, countWords(reply.counts ?? {}) || "nothing found",
          { lack, under: shapes.map(({ shape }) => shape) });
        view.firstChild.lastChild.prepend(...shapes.map(({ tag }) => tag));
        const outlines = view.querySelectorAll("g");
        holder.replaceChildren(view);
        list.replaceChildren(...kept.map((one, i) => el("li", { class: "k-" + kindOf(one.label),
          onmouseenter: () => outlines[i].classList.add("here"), onmouseleave: () => outlines[i].classList.remove("here") },
          el("i"), el("span", {}, own(one.label, 40), one.person ? [" ", own(one.person, 40)] : null,
            one.zones.length > 0 ? el("span", { class: "fine" }, " in " + one.zones.map((zone) => shown(zone, 40)).join(", ")) : null,
            one.out ? el("span", { class: "fine" }, " does not count, " + shown(one.out, 60)) : null),
          el("data", { value: one.score }, one.score.toFixed(2)))));
      };
      draw();
      make(side, null, [el("h2", {}, "Found"),
        boxes.length > 0 ? el("div", { class: "row checks", role: "group", "aria-label": "What is drawn" }, kinds.map(({ label }) => label), marked?.label) : null,
        drawn ? el("div", { class: "row checks" }, drawn.label) : null,
        boxes.length > 0 ? el("p", { class: "row" }, el("label", { for: "p-score" }, "Least score"), slider, least) : null,
        boxes.length === 0 ? el("p", { class: "sub" }, unknownOf(reply).length > 0 ? "Not all is known: see above." : "No box was found.") : list]);
      return holder;
    };

    const facts = (result) => {
      const { reply } = result;
      const image = reply.image ?? {};
      const line = (term, ...words) => el("div", {}, el("dt", {}, term), el("dd", {}, ...words));
      const notes = [image.damaged ? "damaged" + (image.decodedPart === undefined ? "" : ", " + Math.round(100 * image.decodedPart) + " % of it is there") : null,
        image.flat ? "nothing can be seen in it: one colour, a dark room or a covered lens" : null,
        image.stretched ? "its levels " + image.stretched.join(" to ") + " were taken for black to white" : null].filter(Boolean);
      const zones = Object.entries(reply.zones ?? {});
      return el("section", {}, el("h2", {}, "The still"), el("dl", { class: "facts card pad" },
        line("Taken", when(new Date(result.at)), el("span", { class: "fine" }, " ", PICTURE_TIMES[reply.timeFrom] ?? "not known who says so")),
        line("Stored", when(new Date(result.stored))),
        line("Camera", reply.camera ? el("a", { href: "#search?" + new URLSearchParams({ camera: reply.camera }) }, own(reply.camera, 60)) : "none was named"),
        reply.name ? line("Name", own(reply.name, 1024)) : null,
        line("Id", el("code", {}, own(result.id, 200))),
        line("Picture", reply.image ? image.width + " × " + image.height + ", " + bytes(image.bytes) + ", " + image.format : "not known",
          notes.map((note) => el("p", { class: "problem" }, note))),
        reply.image ? line("SHA-256", el("code", {}, image.sha256)) : null,
        line("Answered", reply.timing ? "in " + span(reply.timing.totalMs) + ", of which " + span(reply.timing.queueMs) + " waiting" : "not known in what time"),
        line("Status", shown(reply.status, 20)),
        zones.length > 0 ? line("In zones", el("ul", { class: "plain" }, zones.map(([zone, counts]) =>
          el("li", {}, own(zone, 40), ": ", counts === null ? state("unsure", "not known") : countWords(counts) || "nothing")))) : null));
    };

    const computed = (result) => el("section", {}, el("h2", {}, "Who computed what"),
      el("div", { class: "scroll card pad", tabindex: "0", role: "group", "aria-label": "Who computed what" }, el("table", {},
        el("thead", {}, el("tr", {}, ["analysis", "outcome", "slave", "time", "network"].map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, result.computed.map((one) => el("tr", {},
          el("th", { scope: "row" }, own(one.analysis, 40)),
          el("td", {}, one.status === "ok" ? state("good", "ok") : state("unsure", OUTCOMES[one.status] ?? shown(one.status, 20))),
          el("td", {}, one.slave === null ? "none" : own(one.slave, 60)),
          el("td", {}, one.ms === null ? "not known" : number(one.ms) + " ms"),
          el("td", {}, own(result.reply.analyses?.[one.analysis]?.model ?? "none", 80))))))));

    /** A picture that a slave makes of this one for eyes, beside the one that the camera took. */
    const reveal = async (press, result, way, again) => {
      press.disabled = true;
      again.replaceChildren(el("p", { class: "sub", role: "status" }, "It is made …"));
      try {
        const now = await sendAgain(result, way.query);
        const made = now.analyses?.[way.analysis];
        if (!made?.png) {
          throw new Refused({ detail: made?.message ?? "The slave has not made it: it may be an older one." }, 400);
        }
        const half = (words, src) => el("figure", { class: "half" }, el("figcaption", {}, words), el("img", { class: "made", src, alt: words }));
        again.replaceChildren(el("section", { class: "again", tabindex: "-1", "aria-label": way.title }, el("h2", {}, way.title),
          el("div", { class: "pair" }, half("As the camera took it", result.picture), half(way.words, "data:image/png;base64," + made.png)),
          el("p", { class: "fine" }, way.note, " ", el("a", { href: "data:image/png;base64," + made.png, download: way.file }, "Download it"))));
        again.firstChild.focus();
      } catch (failure) {
        again.replaceChildren(el("section", { class: "verdict bad" }, verdictLine("bad", "It was not made"),
          el("p", {}, failure instanceof Refused ? own(failure.message, 400) : "The master is not reached.")));
      }
      press.disabled = false;
    };

    /** Sends the stored file once more, without its camera. */
    const sendAgain = async (result, query) => {
      const file = await fetch(result.picture);
      if (!file.ok) {
        throw new Refused(await file.json().catch(() => ({})), file.status);
      }
      const name = (result.reply.name ?? "stored picture").slice(0, 200);
      const now = await request("/v1/images?" + new URLSearchParams({ name, ...query }), { method: "POST", body: await file.blob() });
      if (now.status === "rejected") {
        throw new Refused({ detail: now.code + ": " + now.message }, 400);
      }
      return now;
    };

    /** The same bytes once more, and both replies beside each other. */
    const analyse = async (press, result, camera, again) => {
      press.disabled = true;
      again.replaceChildren(el("p", { class: "sub", role: "status" }, "Analysing again …"));
      const { reply } = result;
      const analyses = Object.keys(reply.analyses ?? {});
      try {
        compare(reply, await sendAgain(result, analyses.length > 0 ? { analyses: analyses.join(",") } : {}), again);
      } catch (failure) {
        again.replaceChildren(el("section", { class: "verdict bad" }, verdictLine("bad", "It was not analysed again"),
          el("p", {}, failure instanceof Refused ? own(failure.message, 400) : "The master is not reached.")));
      }
      press.disabled = false;
    };

    const compare = (then, now, again) => {
      const countOf = (reply) => {
        const found = {};
        boxesOf(reply).forEach((one) => { found[one.label] = (found[one.label] ?? 0) + 1; });
        unknownOf(reply).forEach(({ analysis }) => { found["\u0000" + analysis] = null; });
        return found;
      };
      const [before, after] = [countOf(then), countOf(now)];
      const unknown = (label, counts) => counts["\u0000" + (label === "face" ? "faces" : "objects")] === null;
      const cell = (label, counts) => unknown(label, counts) ? state("unsure", "not known") : String(counts[label] ?? 0);
      const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((label) => !label.startsWith("\u0000")).sort();
      const half = (words, reply) => el("figure", { class: "half" }, el("figcaption", {}, words),
        stage(reply.image ?? { width: 4, height: 3 }, boxesOf(reply), el("img", { src: byId("content").querySelector(".layers img")?.src, alt: "" }),
          words + ": " + (countWords(reply.counts ?? {}) || "nothing found")), reasons(unknownOf(reply)),
        el("p", { class: "fine" }, "answered in " + span(reply.timing?.totalMs ?? 0) + "; "
          + (Object.values(reply.analyses ?? {}).map((one) => one.model).filter(Boolean).map((model) => shown(model, 60)).join(", ") || "no network")));
      const differ = labels.filter((label) => cell(label, before).textContent !== cell(label, after).textContent || before[label] !== after[label]);
      again.replaceChildren(el("section", { class: "again", tabindex: "-1", "aria-label": "Analysed again" },
        el("h2", {}, "Analysed again"),
        verdictLine(differ.length === 0 ? "good" : "warn", differ.length === 0 ? "The same was found" : "Not the same was found"),
        el("div", { class: "pair" }, half("Then", then), half("Now", now)),
        labels.length > 0 ? el("table", { class: "compare" },
          el("thead", {}, el("tr", {}, ["found", "then", "now"].map((name) => el("th", { scope: "col" }, name)))),
          el("tbody", {}, labels.map((label) => el("tr", { class: differ.includes(label) ? "differs" : null },
            el("th", { scope: "row" }, own(label, 40)), el("td", {}, cell(label, before)), el("td", {}, cell(label, after)))))) : null,
        el("p", { class: "fine" }, "Boxes are counted here whether they are masked or not. It was sent without its camera, so that it is not taken for a new still of it. ",
          el("a", { href: pictureLink(now.id) }, "The new reply has a place of its own in the store."))));
      again.firstChild.focus();
    };

    const erase = async (result) => {
      const sure = await ask("Delete this picture?", [
        "What was found in it goes out of the store, and is found by no search. It does not come back.",
        result.picture || result.thumbnail ? "Its file goes too, unless another result has the same picture." : "Its file is not kept already.",
        "Copies of the store and exports still have it. The audit table tells who has deleted it.",
      ], "Delete");
      if (!sure) {
        return;
      }
      try {
        await request(path, { method: "DELETE" });
      } catch (failure) {
        toast(failure instanceof Refused ? failure.message : "The master is not reached: it is still there.");
        return;
      }
      searched.results = searched.results.filter((one) => one.id !== id);
      toast("Deleted.");
      location.hash = older.hasAttribute("href") ? older.getAttribute("href") : back;
    };

    const stopKeys = listenForKeys(keys);
    find(3);
    return () => {
      gone = true;
      clearTimeout(timer);
      stopKeys();
    };
  },
};
