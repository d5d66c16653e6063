/* The zone editor: zones and masks over a still, by mouse, touch and keyboard. */
const STEP = 0.005;
const MOST_UNDOS = 50;

const rounded = (value) => Math.round(1e4 * Math.max(0, Math.min(1, value))) / 1e4;
const percent = (part) => number(100 * part) + " %";

/**
 * An editor.
 *
 * draft: {zones, masks, filters}, changed in place; changed: called after each change.
 * Returns {view, panel, show(still, picture), redraw(), undo()}.
 */
const zoneEditor = (draft, changed) => {
  const overlay = el("div", { class: "zone-handles" });
  const shapes = svg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
  const boxes = svg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
  const tags = el("div", { "aria-hidden": "true" });
  const place = el("span", { class: "kept" }, "no still yet: draw on the empty picture");
  const view = el("div", { class: "stage zone-stage empty" }, place, boxes, shapes, tags, overlay);
  const panel = el("div", { class: "zone-panel" });
  const hint = el("p", { class: "fine", role: "status" });
  const regions = el("ul", { class: "plain regions" });
  const undos = [];
  let chosen = null;
  let drawing = null;
  let still = null;
  view.style.setProperty("--w", 16);
  view.style.setProperty("--h", 9);

  const all = () => [...draft.zones.map((one) => ({ one, kind: "zone" })), ...draft.masks.map((one) => ({ one, kind: "mask" }))];
  const listOfChosen = () => draft.zones.includes(chosen) ? draft.zones : draft.masks;

  const remember = () => {
    undos.push(JSON.stringify([draft.zones, draft.masks, draft.filters]));
    undos.splice(0, undos.length - MOST_UNDOS);
  };
  const undo = () => {
    if (undos.length > 0) {
      [draft.zones, draft.masks, draft.filters] = JSON.parse(undos.pop());
      drawing = null;
      chosen = null;
      redraw();
      changed();
    }
  };

  const at = (event) => {
    const { left, top, width, height } = view.getBoundingClientRect();
    return [rounded((event.clientX - left) / width), rounded((event.clientY - top) / height)];
  };
  const outline = (polygon) => polygon.map((point) => point.join(",")).join(" ");

  /* The shapes and handles; what has the focus keeps it. */
  const paint = () => {
    regions.replaceChildren(...all().map(({ one, kind }) =>
      el("li", {}, button(kind + " " + (shown(one.name, 40) || "without a name"), () => choose(one),
        { class: "region " + kind, "aria-pressed": String(one === chosen) }))));
    shapes.replaceChildren(...all().map(({ one, kind }) => svg("polygon", { points: outline(one.polygon),
      class: kind + (one === chosen ? " chosen" : ""), onpointerdown: (event) => drawing || choose(one, event) })),
      ...(drawing ? [svg("polyline", { points: outline(drawing.polygon), class: drawing.kind + " chosen" })] : []));
    tags.replaceChildren(...all().map(({ one, kind }) => {
      const tag = el("span", { class: "tag zone-tag " + kind }, shown(one.name, 24));
      const top = one.polygon.reduce((best, point) => point[1] < best[1] ? point : best);
      tag.style.setProperty("--x", Math.min(90, 100 * top[0]) + "%");
      tag.style.setProperty("--y", 100 * top[1] + "%");
      return tag;
    }));
    paintBoxes();
    const polygon = drawing ? drawing.polygon : chosen?.polygon ?? [];
    while (overlay.children.length > polygon.length) {
      overlay.lastChild.remove();
    }
    polygon.forEach(([x, y], i) => {
      const handle = overlay.children[i] ?? overlay.appendChild(handleOf(i));
      handle.style.setProperty("left", 100 * x + "%");
      handle.style.setProperty("top", 100 * y + "%");
      handle.setAttribute("aria-label", (drawing ? "new " + drawing.kind : shown(chosen.name, 40)) + ", point " + (i + 1)
        + " of " + polygon.length + ": " + percent(x) + " from the left, " + percent(y) + " from the top");
    });
    view.classList.toggle("drawing", drawing !== null);
  };

  const handleOf = (i) => el("button", { type: "button", class: "handle", "aria-describedby": "zone-keys",
    onpointerdown: (event) => grab(event, i), onkeydown: (event) => key(event, i) });

  const grab = (event, i) => {
    event.stopPropagation();
    if (drawing) {
      if (i === 0 && drawing.polygon.length >= 3) {
        event.preventDefault();
        finish();
      }
      return;
    }
    remember();
    const handle = event.currentTarget;
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const region = chosen;
    handle.onpointermove = (moved) => {
      region.polygon[i] = at(moved);
      paint();
      changed();
    };
    handle.onpointerup = handle.onpointercancel = () => { handle.onpointermove = null; };
  };

  const key = (event, i) => {
    const step = event.shiftKey ? 10 * STEP : STEP;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (drawing) {
      if (event.key === "Enter" && drawing.polygon.length >= 3) {
        event.preventDefault();
        finish();
      }
      return;
    }
    const { polygon } = chosen;
    if (move) {
      remember();
      polygon[i] = [rounded(polygon[i][0] + move[0]), rounded(polygon[i][1] + move[1])];
    } else if (event.key === "Insert" || event.key === "+") {
      addPoint(i);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      removePoint(i);
    } else {
      return;
    }
    event.preventDefault();
    paint();
    changed();
  };

  /** A point between this one and the next. */
  const addPoint = (i) => {
    const { polygon } = chosen;
    if (polygon.length >= MOST_POINTS) {
      toast("A polygon has at most " + MOST_POINTS + " points.");
      return;
    }
    remember();
    const next = polygon[(i + 1) % polygon.length];
    polygon.splice(i + 1, 0, [rounded((polygon[i][0] + next[0]) / 2), rounded((polygon[i][1] + next[1]) / 2)]);
    paint();
    overlay.children[i + 1].focus();
    changed();
  };
  const removePoint = (i) => {
    if (chosen.polygon.length <= 3) {
      toast("A polygon has at least 3 points.");
      return;
    }
    remember();
    chosen.polygon.splice(i, 1);
    paint();
    overlay.children[Math.min(i, chosen.polygon.length - 1)].focus();
    changed();
  };
  const focused = () => Math.max(0, [...overlay.children].indexOf(lastHandle));
  let lastHandle = null;
  overlay.addEventListener("focusin", (event) => { lastHandle = event.target; });

  const choose = (one, event) => {
    event?.preventDefault();
    chosen = one;
    redraw();
    toPoints();
  };
  const toPoints = () => overlay.firstChild?.focus({ preventScroll: true });

  /* A click draws corner after corner; a keyboard gets a rectangle, whose points it moves. */
  const add = (kind, event) => {
    const list = kind === "zone" ? draft.zones : draft.masks;
    if (list.length >= MOST_REGIONS) {
      toast("A camera has at most " + MOST_REGIONS + " " + kind + "s.");
      return;
    }
    chosen = null;
    drawing = { kind, polygon: [] };
    if (event.detail === 0) {
      drawing.polygon = [[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]];
      finish();
    } else {
      redraw();
      panel.querySelector(".cancel").focus();
    }
  };
  const finish = () => {
    const { kind, polygon } = drawing;
    const list = kind === "zone" ? draft.zones : draft.masks;
    let count = list.length + 1;
    while (list.some((one) => one.name === kind + "-" + count)) {
      count++;
    }
    remember();
    drawing = null;
    chosen = { name: kind + "-" + count, title: "", polygon, anchor: "foot", overlap: 0.3, labels: [] };
    list.push(chosen);
    redraw();
    toPoints();
    changed();
  };
  const cancel = () => {
    drawing = null;
    redraw();
    panel.querySelector("button").focus();
  };
  view.addEventListener("pointerdown", (event) => {
    if (drawing && drawing.polygon.length < MOST_POINTS) {
      event.preventDefault();
      drawing.polygon.push(at(event));
      tell();
      paint();
      panel.querySelector(".finish").disabled = drawing.polygon.length < 3;
    }
  });

  const tell = () => {
    hint.textContent = drawing
      ? drawing.polygon.length < 3 ? "Click the corners in the picture, one after the other."
        : "Go on, or end it: click the first corner again."
      : chosen ? "Drag the points. By keyboard: Tab to a point, arrow keys move it." : "";
  };

  const field = (label, input) => el("label", { class: "field" }, el("span", {}, label), input);
  const textField = (label, value, set, properties) => field(label, el("input", { type: "text", value, spellcheck: "false",
    oninput: (event) => { set(event.target.value); paint(); changed(); }, ...properties }));

  const properties = () => {
    const zone = draft.zones.includes(chosen);
    const labels = textField("Labels", chosen.labels.join(", "), (text) => {
      chosen.labels = text.split(",").map((one) => one.trim()).filter(Boolean);
    }, { placeholder: zone ? "all but faces" : "all", "aria-describedby": "labels-hint" });
    const overlap = field("Least part of the box", el("input", { type: "number", min: "0.01", max: "1", step: "0.01",
      value: chosen.overlap, oninput: (event) => { chosen.overlap = event.target.valueAsNumber; changed(); } }));
    overlap.hidden = chosen.anchor !== "overlap";
    const anchor = el("select", { onchange: (event) => {
      chosen.anchor = event.target.value;
      overlap.hidden = chosen.anchor !== "overlap";
      changed();
    } }, Object.entries(ANCHORS).map(([value, words]) => el("option", { value, selected: value === chosen.anchor }, words)));
    return el("fieldset", { class: "card pad" }, el("legend", {}, zone ? "Zone" : "Mask"),
      textField("Name", chosen.name, (text) => { chosen.name = text; }, { maxlength: "40", class: "region-name" }),
      zone ? textField("Title", chosen.title, (text) => { chosen.title = text; }, { maxlength: "100", placeholder: "the name" }) : null,
      labels,
      el("p", { class: "fine", id: "labels-hint" }, "Such as person, car; with commas between them."),
      zone ? field("It counts what has its", anchor) : null,
      zone ? overlap : null,
      el("div", { class: "row" },
        button("Add a point", () => addPoint(focused())),
        button("Remove the point", () => removePoint(focused())),
        button("Delete this " + (zone ? "zone" : "mask"), () => {
          remember();
          listOfChosen().splice(listOfChosen().indexOf(chosen), 1);
          chosen = null;
          redraw();
          panel.querySelector("button").focus();
          changed();
        })));
  };

  const filterRow = (filter) => el("tr", {},
    el("td", {}, el("input", { type: "text", value: filter.label, "aria-label": "label", placeholder: "person",
      oninput: (event) => { filter.label = event.target.value; changed(); } })),
    BOUNDS.map((bound) => el("td", {}, el("input", { type: "number", step: "any", min: "0", value: filter[bound] ?? "",
      "aria-label": bound + " of " + (shown(filter.label, 40) || "the new label"), oninput: (event) => {
        filter[bound] = Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber;
        changed();
      } }))),
    el("td", {}, button("Delete", () => {
      remember();
      draft.filters.splice(draft.filters.indexOf(filter), 1);
      redraw();
      changed();
    }, { "aria-label": "Delete the filter of " + (shown(filter.label, 40) || "the new label") })));

  const filters = el("div");
  const redrawFilters = () => filters.replaceChildren(
    draft.filters.length === 0 ? el("p", { class: "sub" }, "None: every box counts, whatever its score and size.")
      : el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Filters" }, el("table", { class: "filters" },
        el("thead", {}, el("tr", {}, ["label", ...BOUNDS].map((head) => el("th", {}, head)), el("td"))),
        el("tbody", {}, draft.filters.map(filterRow)))),
    button("Add a filter", () => {
      remember();
      draft.filters.push({ label: "" });
      redraw();
      filters.querySelector("tr:last-child input").focus();
    }));

  const redraw = () => {
    tell();
    panel.replaceChildren(
      el("div", { class: "row" },
        drawing
          ? [button("Done", finish, { class: "main finish", disabled: drawing.polygon.length < 3 }), button("Cancel", cancel, { class: "cancel" })]
          : [button("Draw a zone", (event) => add("zone", event), { class: "main" }),
            button("Draw a mask", (event) => add("mask", event)),
            button("Undo", undo, { title: "Ctrl+Z" })]),
      hint,
      regions,
      ...(chosen ? [properties()] : []),
      el("p", { class: "fine", id: "zone-keys" }, "A point by keyboard: arrow keys move it (with Shift farther), + adds one after it, Delete removes it."));
    redrawFilters();
    paint();
  };

  /* What was found in the last still, by what it would count as. */
  const judged = () => still ? still.boxes.map((box) => ({ ...box, marks: marksOf(box, still.image, draft) })) : [];
  const paintBoxes = () => {
    const found = judged();
    boxes.replaceChildren(...found.map(({ label, marks, box: [x, y, w, h] }) => {
      const size = { x: x / still.image.width, y: y / still.image.height, width: w / still.image.width, height: h / still.image.height };
      return svg("g", { class: "k-" + kindOf(label) + (marks.zones ? "" : " off") },
        svg("rect", { class: "halo", ...size }), svg("rect", size));
    }));
  };

  const escape = (event) => {
    if (event.key === "Escape" && drawing) {
      cancel();
    }
  };
  view.addEventListener("keydown", escape);
  panel.addEventListener("keydown", escape);
  redraw();
  return { view, panel, filters, undo, redraw, judged,
    show(now, picture) {
      still = now;
      view.style.setProperty("--w", now.image.width);
      view.style.setProperty("--h", now.image.height);
      view.querySelector("img")?.remove();
      place.textContent = picture ? "" : "picture not kept: this is its shape";
      view.classList.toggle("empty", !picture);
      if (picture) {
        view.prepend(picture);
      }
      paint();
    } };
};

const ANCHORS = {
  foot: "foot: the middle of its lower side in it",
  centre: "centre in it",
  overlap: "box in it by a part",
};
