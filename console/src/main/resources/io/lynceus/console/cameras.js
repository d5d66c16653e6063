/* Which cameras there are, how their sources are, and the settings of each. */

/** The latest stills, as long as they are wanted: heard is called with each. Returns what ends it. */
const latestStills = (heard) => {
  let stream = null;
  let timer = 0;
  const connect = () => {
    stream = new EventSource(LIVE);
    stream.addEventListener("still", (event) => heard(JSON.parse(event.data)));
    stream.onerror = () => {
      stream.close();
      timer = setTimeout(connect, 5000);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
};

/** How a camera is: [kind, words]; the reason is in the words. */
const cameraState = (camera) => {
  const { source, last } = camera;
  const usual = camera.expectEveryMs ? ", expected every " + span(camera.expectEveryMs) : "";
  const left = Math.max(0, Date.parse(source.nextTry ?? "") - Date.now());
  const wait = Number.isNaN(left) || left < 1000 ? "tries again" : "waiting " + span(left);
  const why = source.message ? " after: " + shown(source.message, 160) : "";
  switch (source.state) {
    case "failing": return ["bad", wait + why];
    case "unauthorised": return ["bad", "the camera refuses the password: " + wait + why];
    case "stopped": return ["bad", "its source has stopped" + (source.message ? ": " + shown(source.message, 160) : "")];
    case "waiting": return ["warn", "the master has no room for its stills"];
    case "connecting": return ["soft", "connecting"];
    default:
  }
  if (!last) {
    return ["unsure", "never seen" + usual];
  }
  const age = "last still " + ago(last.ageMs);
  return camera.state === "late" ? ["warn", "late: " + age + usual]
    : camera.state === "ok" ? ["good", age + usual] : ["soft", age];
};

const HEALTHS = { ok: "good", dark: "warn", bright: "warn", unknown: "unsure" };

/** Whether a camera sees what it should: a state with its reason. */
const healthLine = ({ state: word, reason }) =>
  state(HEALTHS[word] ?? "bad", word === "ok" ? "sees what it should" : word + ": " + shown(reason, 200));

/** What is in a watched region: a state in words, with its reason. */
const watchLine = ({ name, kind, state: word, problem, reason }) => {
  const words = problem === true ? { present: "is missing", absent: "has something in it", changed: "looks otherwise" }[kind]
    : problem === false ? { present: "is there", absent: "is free", changed: "looks as it did" }[kind]
      : word === "occluded" ? "is hidden" : "not known";
  return state(problem === true ? "bad" : problem === false ? "good" : word === "occluded" ? "warn" : "unsure",
    [own(name, 40), " " + words + (problem === false ? "" : ": " + shown(reason, 200))]);
};

const SOURCES = { push: "is sent to the master", snapshot: "snapshot, fetched by the master", mjpeg: "MJPEG, read by the master", rtsp: "RTSP, read by ffmpeg" };

/** Why a file with cameras does not count. */
const refusedFile = (settings) => settings.refused === null ? []
  : [el("section", { class: "verdict warn" },
    verdictLine("warn", "A file with cameras does not count"),
    el("p", {}, own(settings.refused, 400)),
    el("p", {}, "What was right before goes on. Mend it, and it counts within 2 s: ", el("code", {}, shown(settings.file ?? "", 300))))];

const camerasPage = {
  id: "cameras",
  title: "Cameras",
  right: "look",
  mount(main) {
    const name = location.hash.slice(1).split("/")[1] ?? "";
    return name === "" ? mountCameras(main) : NAME.test(name) ? mountCamera(main, name) : lackPage(null).mount(main);
  },
};

const mountCameras = (main) => {
  const cards = new Map();
  const stills = new Map();
  const count = el("p", { class: "sub", role: "status" });
  const notice = el("div");
  const wall = el("div", { class: "wall" });
  const search = el("input", { type: "search", id: "camera-filter", placeholder: "Name or title", oninput: () => place() });
  const ill = el("input", { type: "checkbox", id: "camera-ill", onchange: () => place() });
  const tools = el("div", { class: "row tools" }, el("label", { for: "camera-filter", class: "unseen" }, "Show cameras whose name has"), search,
    el("label", { class: "row" }, ill, "only those in trouble"));
  const name = el("input", { type: "text", id: "camera-new", required: true, pattern: "[a-z0-9_\\-]{1,40}", maxlength: "40",
    placeholder: "front-door", title: "1 to 40 of a-z, 0-9, _ and -", spellcheck: "false" });
  const create = el("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    location.hash = "#cameras/" + name.value;
  } }, el("label", { for: "camera-new" }, "Describe another camera:"), name, el("button", {}, "Open"));
  tools.hidden = true;
  main.append(el("div", { class: "title-row" }, el("h1", {}, "Cameras"), count), notice, tools, wall, create);

  let watches = [];
  const watchesOf = (name) => watches.filter((watch) => watch.camera === name);

  const isIll = (camera) => watchesOf(camera.name).some((watch) => watch.problem === true) || ["bad", "warn"].includes(cameraState(camera)[0]) || !["good", "unsure"].includes(HEALTHS[camera.health.state]);

  const picture = (entry) => {
    const heard = stills.get(entry.camera.name);
    const size = heard?.still.image ?? { width: 16, height: 9 };
    const img = heard?.thumbnail ? el("img", { src: heard.thumbnail, alt: "" }) : null;
    const drawing = stage(size, heard?.still.boxes ?? [], img, "The last still of " + entry.camera.name);
    if (!heard) {
      drawing.querySelector(".kept").textContent = "no still yet";
    }
    const { zones, masks } = entry.camera;
    const regions = svg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true", class: "zone-lines" },
      [[zones, "zone"], [masks, "mask"]].flatMap(([some, kind]) => some.map((one) =>
        svg("polygon", { points: one.polygon.map((point) => point.join(",")).join(" "), class: kind }))),
      watchesOf(entry.camera.name).map(({ region: [x, y, width, height], problem }) =>
        svg("polygon", { points: [[x, y], [x + width, y], [x + width, y + height], [x, y + height]].map((point) => point.join(",")).join(" "),
          class: "watch " + (problem === true ? "bad" : problem === false ? "good" : "unsure") })));
    drawing.firstChild.append(regions);
    return drawing;
  };

  const body = ({ camera }) => [
    el("div", { class: "title" }, el("h2", {}, el("a", { href: "#cameras/" + camera.name }, own(camera.title, 60)))),
    camera.title === camera.name ? null : el("p", { class: "fine" }, own(camera.name, 40)),
    camera.last ? chips(camera.last.counts) : null,
    el("p", { class: "fine" }, some(camera.stills, "still", "stills") + " since the start · "
      + (camera.described ? some(camera.zones.length, "zone", "zones") + ", " + some(camera.masks.length, "mask", "masks") : "not described")),
  ];

  /* A card is drawn anew only where it differs, so that 256 of them cost little. */
  const show = (camera) => {
    const entry = cards.get(camera.name) ?? { how: el("p", { class: "camera-state" }) };
    cards.set(camera.name, entry);
    entry.camera = camera;
    const { ageMs, ...last } = camera.last ?? {};
    const drawn = JSON.stringify([{ ...camera, last, source: null }, stills.get(camera.name)?.still.id,
      watchesOf(camera.name).map(({ stills: decided, ...watch }) => watch)]);
    if (drawn !== entry.drawn) {
      entry.drawn = drawn;
      const card = el("article", { class: "card camera", "aria-label": camera.name }, picture(entry),
        el("div", { class: "body" }, entry.how, el("p", { class: "camera-state" }, healthLine(camera.health)),
          watchesOf(camera.name).map((watch) => el("p", { class: "camera-state" }, watchLine(watch))), body(entry)));
      entry.card?.replaceWith(card);
      entry.card = card;
    }
    const [kind, words] = cameraState(camera);
    if (entry.how.textContent !== words) {
      entry.how.replaceChildren(state(kind, words));
    }
  };

  const place = () => {
    const wanted = search.value.trim().toLowerCase();
    let seen = 0;
    for (const { camera, card } of cards.values()) {
      card.hidden = !(camera.name + " " + camera.title.toLowerCase()).includes(wanted) || (ill.checked && !isIll(camera));
      seen += card.hidden ? 0 : 1;
    }
    const troubled = [...cards.values()].filter(({ camera }) => isIll(camera)).length;
    const words = cards.size === 0 ? "" : some(cards.size, "camera", "cameras")
      + (troubled > 0 ? ", " + troubled + " in trouble" : "") + (seen < cards.size ? ", " + seen + " shown" : "");
    if (count.textContent !== words) {
      count.textContent = words;
    }
  };

  const empty = () => el("section", { class: "empty" },
    el("h2", {}, "No cameras yet"),
    el("p", {}, "A camera is here as soon as it has sent a still under its name:"),
    code(curl("--data-binary @cam1.jpg '{host}/v1/images?camera=gate'")),
    el("p", {}, "Or describe one, in ", el("code", {}, "cameras.conf"), " or below."));

  const update = ({ settings, cameras }) => {
    notice.replaceChildren(...refusedFile(settings));
    const names = new Set(cameras.map((camera) => camera.name));
    for (const [gone, entry] of cards) {
      if (!names.has(gone)) {
        entry.card.remove();
        cards.delete(gone);
      }
    }
    cameras.forEach(show);
    tools.hidden = cameras.length < 5;
    if (cameras.length === 0) {
      wall.replaceChildren(empty());
      place();
      return;
    }
    wall.querySelector(":scope > .empty")?.remove();
    cameras.forEach((camera, i) => {
      const { card } = cards.get(camera.name);
      if (wall.children[i] !== card) {
        wall.insertBefore(card, wall.children[i] ?? null);
      }
    });
    place();
  };

  const drawAgain = (name) => {
    const entry = cards.get(name);
    if (entry) {
      entry.drawn = null;
      show(entry.camera);
      place();
    }
  };

  /* Thumbnails of the live view are made while somebody watches; the store may have those from before. */
  const lacking = [];
  let hasStore = true;
  let asked = false;
  const askStore = async () => {
    asked = true;
    while (lacking.length > 0 && hasStore && !ended) {
      const event = lacking.shift();
      if (stills.get(event.still.camera) === event) {
        try {
          const result = await request("/v1/results/" + event.still.id.split("/").map(encodeURIComponent).join("/"));
          event.thumbnail = result.thumbnail ?? result.picture;
          drawAgain(event.still.camera);
        } catch (failure) {
          hasStore = failure instanceof Refused && failure.status === 404 && !failure.message.includes("no store");
        }
      }
    }
    asked = false;
  };
  let ended = false;
  const stop = latestStills((event) => {
    const { still } = event;
    if (still.camera && still.image) {
      stills.set(still.camera, event);
      if (!event.thumbnail && hasStore) {
        lacking.push(event);
        if (!asked) {
          askStore();
        }
      }
      drawAgain(still.camera);
    }
  });
  const asking = often(async () => {
    try {
      const [known, watched] = await Promise.all([request("/v1/cameras"), request("/v1/watches")]);
      watches = watched.watches;
      update(known);
      app.connected();
    } catch (failure) {
      if (!(failure instanceof Refused)) {
        app.lost(null);
      }
    }
  }, 2000);
  return () => {
    ended = true;
    stop();
    asking();
  };
};

/* What somebody has changed and not saved, by camera: it is there again when they come back. */
const drafts = new Map();

const draftOf = (camera) => ({
  title: camera.title === camera.name ? "" : camera.title,
  every: camera.expectEveryMs ?? 0,
  zones: camera.zones.map((zone) => ({ overlap: 0.3, ...zone, title: zone.title === zone.name ? "" : zone.title })),
  masks: camera.masks.map((mask) => ({ ...mask })),
  filters: Object.entries(camera.filters).map(([label, bounds]) => ({ label, ...bounds })),
});

const mountCamera = (main, name) => {
  let ended = false;
  const ends = [];
  main.append(el("p", {}, el("a", { href: "#cameras" }, "All cameras")), el("h1", {}, own(name, 40)), el("p", { class: "sub" }, "Loading …"));
  (async () => {
    try {
      const { settings, cameras } = await request("/v1/cameras");
      let etag = null;
      const file = may("administer")
        ? await request("/v1/cameras/" + name, {}, (headers) => { etag = headers.get("ETag"); }) : null;
      if (!ended) {
        main.replaceChildren();
        showCamera(main, ends, name, settings, cameras, file, etag);
      }
    } catch (failure) {
      if (!ended && !(failure instanceof Refused && failure.status === 401)) {
        main.append(el("p", { class: "problem", role: "alert" },
          failure instanceof Refused ? failure.message : "The master is not reached."));
      }
    }
  })();
  return () => {
    ended = true;
    ends.forEach((end) => end());
  };
};

const EMPTY_CAMERA = { described: false, state: "never", health: { state: "unknown", since: null, reason: "no still was seen" }, expectEveryMs: null, stills: 0, last: null, source: { kind: "push" }, zones: [], masks: [], filters: {} };

const showCamera = (main, ends, name, settings, cameras, file, firstTag) => {
  const left = drafts.get(name);
  let etag = left ? left.etag : firstTag; // what somebody else has saved meanwhile is not overwritten unseen
  let camera = cameras.find((one) => one.name === name) ?? { ...EMPTY_CAMERA, name, title: name };
  const others = cameras.filter((one) => one.described).map((one) => one.name).concat(name);
  const before = JSON.stringify(draftOf(camera));
  let saved = before;
  const draft = left?.draft ?? JSON.parse(before);
  const { title, "expect-every": every, zones, masks, filters, ...kept } = file?.settings ?? {};
  const editable = file?.editable === true;

  const how = el("p", { class: "camera-state" });
  const health = el("p", { class: "camera-state" });
  const facts = el("dl", { class: "about" });
  const counted = el("div");
  const found = el("ul", { class: "plain found-marks" });
  const problem = el("p", { class: "problem", role: "alert" });
  const snippet = el("div");
  const save = button("Save", () => write(false), { class: "main" });
  const discard = button("Discard the changes", () => {
    drafts.delete(name);
    app.route();
  });
  const overwrite = button("Write mine over it", () => write(true));
  overwrite.hidden = true;

  const dirty = () => JSON.stringify(draft) !== saved;
  const changed = () => {
    if (dirty()) {
      drafts.set(name, { draft, etag });
    } else {
      drafts.delete(name);
    }
    check();
    judge();
  };
  const check = () => {
    const wrong = wrongRules(draft, others);
    problem.textContent = wrong ?? "";
    problem.hidden = !wrong;
    save.disabled = !!wrong || !dirty();
    discard.hidden = !dirty();
    const text = settingsText(draft, kept);
    snippet.replaceChildren(wrong ? el("p", { class: "sub" }, "It is here when nothing is wrong with it.")
      : code("cameras." + keyOf(name) + " {\n" + text.replace(/^(?=.)/gm, "  ") + "\n}", "Copy the settings"));
  };

  const editor = zoneEditor(draft, changed);

  /* Whether an analysis of the last still has no result. */
  const unsure = () => heard.unknown.length > 0 || Object.values(heard.counts).includes(null);

  /* What would count in the last still, by what is drawn now. */
  const judge = () => {
    const boxes = editor.judged();
    counted.replaceChildren(draft.zones.length === 0 ? el("p", { class: "sub" }, "No zone is drawn.")
      : el("ul", { class: "plain" }, draft.zones.map((zone) => {
        const counts = {};
        boxes.filter(({ marks }) => marks.zones?.includes(zone.name)).forEach(({ label }) => { counts[label] = (counts[label] ?? 0) + 1; });
        return el("li", { class: "row" }, el("b", {}, own(zone.name, 40)), heard && !unsure() ? chips(counts)
          : el("span", { class: "state unsure" }, icon("unsure"), heard ? "not known" : "not known: no still yet"));
      })));
    found.replaceChildren(...boxes.slice(0, 60).map(({ label, score, marks }) => el("li", { class: "k-" + kindOf(label) }, el("i"), own(label, 40), " " + score.toFixed(2) + ": ",
      marks.masked ? el("span", { class: "soft" }, "does not count, in the mask ", own(marks.masked, 40))
        : marks.filtered ? el("span", { class: "soft" }, "does not count, beyond " + marks.filtered)
          : marks.zones.length > 0 ? ["counts in ", own(marks.zones.join(", "), 200)] : "counts, in no zone")));
    if (heard && boxes.length === 0) {
      found.append(el("li", { class: "sub" },
        unsure() ? "What the last still shows is not known." : "Nothing was found in the last still."));
    }
  };

  let heard = null;
  let next = null;
  let drawing = false;
  let hasStore = true;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));

  /* The store has the whole picture, a moment after the reply; the live view has a small one. */
  const pictureOf = async ({ still, thumbnail }) => {
    for (let tries = 0; hasStore && tries < 3; tries++) {
      try {
        const result = await request("/v1/results/" + still.id.split("/").map(encodeURIComponent).join("/"));
        return result.picture ?? thumbnail;
      } catch (failure) {
        hasStore = failure instanceof Refused && failure.status === 404 && !failure.message.includes("no store");
        await pause();
      }
    }
    return thumbnail;
  };
  const hear = async (event) => {
    if (event.still.camera !== name || !event.still.image) {
      return;
    }
    next = event;
    while (next && !drawing) {
      drawing = true;
      const now = next;
      next = null;
      if (!heard) { // something to begin with
        heard = now.still;
        editor.show(heard, null);
        judge();
      }
      const source = await pictureOf(now);
      const picture = source ? el("img", { src: source, alt: "" }) : null;
      const seen = picture ? await picture.decode().then(() => true, () => false) : false;
      heard = now.still;
      editor.show(heard, seen ? picture : null);
      judge();
      await pause();
      drawing = false;
    }
  };

  const write = async (mine) => {
    overwrite.hidden = true;
    save.disabled = true;
    try {
      await request("/v1/cameras/" + name, {
        method: "PUT",
        body: settingsText(draft, kept),
        headers: mine ? { "If-Match": "*" } : etag ? { "If-Match": etag } : { "If-None-Match": "*" },
      }, (headers) => { etag = headers.get("ETag"); });
      saved = JSON.stringify(draft);
      drafts.delete(name);
      toast("Saved. It counts from the next still on.");
      check();
    } catch (failure) {
      problem.textContent = failure instanceof Refused ? failure.message : "The master is not reached: nothing is saved.";
      problem.hidden = false;
      overwrite.hidden = failure.status !== 412;
      save.disabled = false;
    }
  };

  const remove = async () => {
    if (await ask("Forget " + name + "?", ["Its zones, masks and filters are gone, and its source ends. Its stills in the store stay.",
      "Stills that are sent under this name are analysed as before, without rules."], "Forget it")) {
      try {
        await request("/v1/cameras/" + name, { method: "DELETE", headers: { "If-Match": etag } });
        drafts.delete(name);
        location.hash = "#cameras";
      } catch (failure) {
        toast(failure instanceof Refused ? failure.message : "The master is not reached.");
      }
    }
  };

  const accept = button("This view is right", async () => {
    try {
      await request("/v1/cameras/" + name + "/accept", { method: "POST" });
      toast("The view of " + name + " is learnt anew.");
    } catch (failure) {
      toast(failure instanceof Refused ? failure.message : "The master is not reached.");
    }
  });

  const tell = () => {
    const [kind, words] = cameraState(camera);
    if (how.textContent !== words) {
      how.replaceChildren(state(kind, words));
    }
    health.replaceChildren(healthLine(camera.health));
    accept.hidden = !["moved", "covered", "blurred"].includes(camera.health.state) || !may("administer");
    const lines = [
      ["Source", SOURCES[camera.source.kind] ?? camera.source.kind],
      ["Expected every", camera.expectEveryMs ? span(camera.expectEveryMs) : "not set"],
      ["Stills since the start", number(camera.stills)],
      ["Last counts", camera.last ? countWords(camera.last.counts) || "nothing found" : "not known: never seen"],
      ["Described in", file?.file ?? (camera.described ? settings.file ?? "the settings" : "no file")],
    ];
    facts.replaceChildren(...lines.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, own(value, 300))]));
  };

  const titleField = el("input", { type: "text", maxlength: "100", value: draft.title, placeholder: name,
    oninput: (event) => { draft.title = event.target.value; changed(); } });
  const everyField = el("input", { type: "number", min: "0.1", step: "any", value: draft.every ? draft.every / 1000 : "", placeholder: "not set",
    oninput: (event) => { draft.every = Math.round(1000 * (event.target.valueAsNumber || 0)); changed(); } });

  main.append(
    el("p", { class: "fine" }, el("a", { href: "#cameras" }, "All cameras")),
    el("div", { class: "title-row" }, el("h1", {}, own(camera.title, 100)), how),
    el("div", { class: "row" }, health, accept),
    ...refusedFile(settings),
    ...(drafts.has(name) ? [el("p", { class: "sub" }, "What you have changed before is still here, and not saved.")] : []),
    el("div", { class: "zone-editor" },
      el("div", {}, el("div", { class: "still" }, editor.view),
        el("h2", {}, "What counts in the last still"), counted, found),
      editor.panel),
    el("h2", {}, "Filters"), editor.filters,
    el("h2", {}, "Settings"),
    el("div", { class: "row" }, el("label", { class: "field" }, el("span", {}, "Title"), titleField),
      el("label", { class: "field" }, el("span", {}, "A still is expected every (seconds)"), everyField)),
    problem,
    el("div", { class: "row save-row" }, editable ? [save, overwrite] : null, discard,
      editable && file.file ? button("Forget this camera…", remove) : null),
    el("p", { class: "measure-text sub" }, editable ? "Saving writes the file cameras.d/" + name + ".conf beside cameras.conf."
      : file?.file === "cameras.conf" ? "This camera stands in cameras.conf, which is its owner's: put the lines below in the place of its lines there. They count within 2 s."
        : "Put these lines into cameras.conf" + (camera.described ? ", in the place of those of this camera" : "") + ". They count within 2 s. "
          + (file ? "With console.edit = true, the master writes them itself." : "")),
    ...(!file && camera.source.kind !== "push" ? [el("p", { class: "sub" }, "Keep its source { … }, which is not shown to you.")] : []),
    snippet, el("h2", {}, "State"), facts);
  tell();
  check();
  judge();

  const keys = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.closest?.("input")) {
      event.preventDefault();
      editor.undo();
    }
  };
  const leaving = (event) => dirty() && event.preventDefault();
  document.addEventListener("keydown", keys);
  addEventListener("beforeunload", leaving);
  ends.push(
    latestStills(hear),
    often(async () => {
      try {
        const now = (await request("/v1/cameras")).cameras.find((one) => one.name === name);
        camera = now ?? camera;
        tell();
        app.connected();
      } catch (failure) {
        if (!(failure instanceof Refused)) {
          app.lost(null);
        }
      }
    }, 2000),
    () => {
      document.removeEventListener("keydown", keys);
      removeEventListener("beforeunload", leaving);
    });
};
