"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const grid = byId("cards");
  const pageSize = Number(grid.dataset.page);

  /* What is known of each picture; the markup holds it. */
  const pictures = [...grid.querySelectorAll(".card")].map((card, index) => ({
    card,
    index,
    open: card.querySelector(".open"),
    name: card.querySelector("h3").textContent,
    camera: card.dataset.camera,
    time: card.dataset.time,
    unknown: card.dataset.unknown.split(" ").filter(Boolean),
    boxes: [...card.querySelectorAll("g.box")].map((box) => ({
      box,
      kind: box.dataset.kind,
      label: box.dataset.label,
      score: Number(box.dataset.score),
      again: "again" in box.dataset,
    })),
    tags: [...card.querySelectorAll(".tag")],
  }));
  pictures.forEach((picture) => {
    const labels = picture.boxes.map((box) => box.label);
    picture.text = [picture.name, picture.camera, ...new Set(labels)].join("\n").toLowerCase();
  });

  /* The state of the page, which its address keeps. */
  const DEFAULTS = { show: "", least: "1", unsure: "", score: "0", find: "", sort: "", group: "", page: "1", open: "" };
  const state = { ...DEFAULTS };
  const readAddress = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    Object.keys(DEFAULTS).forEach((key) => { state[key] = given.get(key) ?? DEFAULTS[key]; });
  };
  const writeAddress = () => {
    const kept = new URLSearchParams();
    Object.keys(DEFAULTS).forEach((key) => {
      if (state[key] !== DEFAULTS[key]) {
        kept.set(key, state[key]);
      }
    });
    history.replaceState(null, "", "#" + kept);
  };

  /* Which pictures match. */
  const kinds = [...document.querySelectorAll(".kind")].map((button) => button.dataset.kind);
  const chosen = () => kinds.filter((kind) => state.show.split(",").includes(kind));
  const least = () => Math.max(1, Math.floor(Number(state.least)) || 1);
  const count = (picture, kind) => picture.boxes.filter((box) =>
    !box.again && box.kind === kind && box.score >= Number(state.score)).length;
  const isUnknown = (picture, kind) => picture.unknown.includes("*") || picture.unknown.includes(kind);
  const shows = (picture, wanted) => wanted.some((kind) => count(picture, kind) >= least());
  const unsure = (picture, wanted) => wanted.length === 0
    ? picture.unknown.length > 0
    : wanted.some((kind) => isUnknown(picture, kind)) && !shows(picture, wanted);
  const found = (picture) => picture.text.includes(state.find.trim().toLowerCase());
  const matches = (picture, wanted) => {
    const sure = wanted.length > 0 ? shows(picture, wanted) : !state.unsure;
    return sure || (state.unsure !== "" && unsure(picture, wanted));
  };

  const folder = (picture) => picture.name.includes("/") ? picture.name.slice(0, picture.name.lastIndexOf("/")) : "";
  const groupOf = (picture) => state.group === "camera" ? picture.camera : state.group === "folder" ? folder(picture) : "";
  const compareText = new Intl.Collator("en", { numeric: true }).compare;
  const most = (picture) => (chosen().length > 0 ? chosen() : kinds).reduce((sum, kind) => sum + count(picture, kind), 0);
  const ORDERS = {
    name: (a, b) => compareText(a.name, b.name),
    time: (a, b) => compareText(a.time || "~", b.time || "~"),
    most: (a, b) => most(b) - most(a),
    unsure: (a, b) => Math.sign(b.unknown.length) - Math.sign(a.unknown.length),
  };
  const sorted = (list) => [...list].sort((a, b) =>
    compareText(groupOf(a), groupOf(b)) || ORDERS[state.sort]?.(a, b) || a.index - b.index);

  /* Boxes below the score that is asked for are not drawn. */
  let drawnScore = 0;
  const drawScore = () => {
    const score = Number(state.score);
    if (score !== drawnScore) {
      drawnScore = score;
      pictures.forEach((picture) => {
        picture.boxes.forEach(({ box, score: own }) => box.classList.toggle("low", own < score));
        picture.tags.forEach((tag) => tag.classList.toggle("low", Number(tag.dataset.score) < score));
      });
    }
  };

  let matching = pictures;
  let visible = [];
  let order = pictures;
  const refresh = () => {
    const wanted = chosen();
    const named = pictures.filter(found);
    matching = sorted(named.filter((picture) => matches(picture, wanted)));
    const size = matching.length > 500 ? Math.min(pageSize, 200) : 500;
    const pages = Math.max(1, Math.ceil(matching.length / size));
    const page = Math.min(pages, Math.max(1, Number(state.page) || 1));
    visible = matching.slice((page - 1) * size, page * size);
    place();
    drawScore();
    say(named, wanted);
    showPages(page, pages);
    showControls(wanted);
    writeAddress();
  };

  /* Puts the visible cards in their order, with a heading for each group. */
  const place = () => {
    const now = new Set(visible);
    pictures.forEach((picture) => { picture.card.hidden = !now.has(picture); });
    grid.querySelectorAll(".group, .none").forEach((heading) => heading.remove());
    if (visible.some((picture, i) => picture !== order[i])) {
      grid.append(...visible.map((picture) => picture.card));
      order = visible;
    }
    let column = 0;
    visible.forEach((picture, i) => {
      column = i > 0 && groupOf(picture) === groupOf(visible[i - 1]) ? column + 1 : 0;
      picture.card.classList.toggle("even", column % 2 === 1);
    });
    if (state.group) {
      const sizes = new Map();
      matching.forEach((picture) => sizes.set(groupOf(picture), (sizes.get(groupOf(picture)) ?? 0) + 1));
      visible.forEach((picture, i) => {
        if (i === 0 || groupOf(picture) !== groupOf(visible[i - 1])) {
          const heading = make("h3", "group", groupOf(picture) || (state.group === "camera" ? "No camera" : "No folder"));
          heading.append(make("span", "", ` · ${amount(sizes.get(groupOf(picture)))}`));
          picture.card.before(heading);
        }
      });
    }
    if (visible.length === 0) {
      grid.append(make("p", "none", "No picture is like that. Fewer conditions show more."));
    }
  };
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const amount = (number) => `${number} picture${number === 1 ? "" : "s"}`;

  /* How many are shown, and how many could not be judged: the two belong together. */
  const say = (named, wanted) => {
    const open = named.filter((picture) => unsure(picture, wanted)).length;
    const part = visible.length < matching.length ? `, ${visible.length} on this page` : "";
    const hidden = wanted.length > 0 && !state.unsure && open > 0;
    byId("shown").textContent = `${matching.length} of ${pictures.length} shown${part}`
      + (hidden ? ` · ${open} more could not be judged` : "");
    byId("also").hidden = !hidden;
    document.querySelector("#unsure b").textContent = open;
    all(".kind", (button) => {
      button.querySelector("b").textContent =
        named.filter((picture) => count(picture, button.dataset.kind) >= least()).length;
    });
  };

  const showPages = (page, pages) => {
    const nav = byId("pages");
    nav.hidden = pages === 1;
    nav.replaceChildren();
    if (pages > 1) {
      const to = (text, number, current) => {
        const button = make("button", "", text);
        button.type = "button";
        button.disabled = number < 1 || number > pages;
        if (current) {
          button.setAttribute("aria-current", "page");
        }
        button.addEventListener("click", () => {
          state.page = String(number);
          refresh();
          scrollTo(0, 0);
        });
        nav.append(button);
      };
      to("‹ Before", page - 1, false);
      for (let i = 1; i <= pages; i++) {
        to(String(i), i, i === page);
      }
      to("Next ›", page + 1, false);
    }
  };

  const showControls = (wanted) => {
    all(".kind", (button) => button.setAttribute("aria-pressed", String(wanted.includes(button.dataset.kind))));
    byId("unsure").setAttribute("aria-pressed", String(state.unsure !== ""));
    const fields = { least: state.least, score: state.score, find: state.find, sort: state.sort, group: state.group };
    Object.entries(fields).forEach(([id, value]) => {
      if (byId(id).value !== value && document.activeElement !== byId(id)) {
        byId(id).value = value;
      }
    });
    byId("score-text").textContent = state.score === "0" ? "any" : Number(state.score).toFixed(2);
  };

  const change = (key, value) => {
    state[key] = value;
    state.page = "1";
    refresh();
  };
  all(".kind", (button) => button.addEventListener("click", () => {
    const kind = button.dataset.kind;
    const now = chosen();
    change("show", (now.includes(kind) ? now.filter((k) => k !== kind) : [...now, kind]).join(","));
  }));
  byId("unsure").addEventListener("click", () => change("unsure", state.unsure ? "" : "1"));
  byId("also").addEventListener("click", () => {
    change("unsure", "1");
    byId("unsure").focus();
  });
  byId("banner-show")?.addEventListener("click", () => {
    Object.assign(state, DEFAULTS, { unsure: "1" });
    refresh();
    byId("unsure").focus();
  });
  ["least", "score", "find", "sort", "group"].forEach((id) =>
    byId(id).addEventListener("input", () => change(id, byId(id).value)));
  byId("least").addEventListener("change", () => {
    byId("least").value = String(least());
    change("least", byId("least").value);
  });
  byId("reset").addEventListener("click", () => {
    Object.assign(state, DEFAULTS);
    byId("least").value = "1";
    refresh();
  });
  const showOptions = (on) => {
    byId("options").hidden = !on;
    byId("more").setAttribute("aria-expanded", String(on));
  };
  byId("more").addEventListener("click", () => showOptions(byId("options").hidden));
  if (!pictures.some((picture) => picture.camera)) {
    byId("group").querySelector("[value=camera]").remove();
  }
  if (!pictures.some((picture) => picture.time)) {
    byId("sort").querySelector("[value=time]").remove();
  }

  /* Layers: one state for the page and the viewer. */
  const showLayer = (layer, on) => {
    root.classList.toggle("no-" + layer, !on);
    all(`.toggle[data-layer=${layer}]`, (b) => b.setAttribute("aria-pressed", String(on)));
  };
  all(".toggle", (button) => {
    showLayer(button.dataset.layer, button.getAttribute("aria-pressed") === "true");
    button.addEventListener("click", () =>
      showLayer(button.dataset.layer, button.getAttribute("aria-pressed") !== "true"));
  });

  /* The viewer: one picture, large, with a list of what was found. */
  const viewer = byId("viewer");
  const canvas = byId("viewer-canvas");
  const side = byId("viewer-side");
  let shown = null;
  let zoom = 1;
  let pinned = -1;

  const show = (picture) => {
    shown = picture;
    const at = matching.indexOf(picture);
    const view = picture.card.querySelector(".stage, .refusal").cloneNode(true);
    view.querySelectorAll("img").forEach((img) => img.removeAttribute("loading"));
    canvas.replaceChildren(view);
    byId("viewer-name").textContent = picture.name;
    byId("viewer-place").textContent = `${at + 1} of ${matching.length}`;
    pinned = -1;
    listFound(picture, view);
    const notes = byId("viewer-notes");
    notes.replaceChildren(
      ...[...picture.card.querySelectorAll(".problem")].map((note) => note.cloneNode(true)),
      ...detailsOf(picture));
    side.scrollTop = 0;
    setZoom(1);
    state.open = picture.name;
    writeAddress();
  };

  /* With a script, the browser takes <noscript> for text, which is quick; its text is our own markup. */
  const detailsOf = (picture) => new DOMParser()
    .parseFromString(picture.card.querySelector("noscript").textContent, "text/html").body.childNodes;

  const listFound = (picture, view) => {
    const boxes = [...view.querySelectorAll("g.box")];
    const tags = [...view.querySelectorAll(".tag")];
    const shape = (name) => document.createElementNS(view.querySelector("svg").namespaceURI, name);
    const items = boxes.map((box, i) => {
      const item = make("li", `k-${box.dataset.kind}`, "");
      const button = make("button", "", "");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      const swatch = shape("svg");
      swatch.setAttribute("viewBox", "0 0 24 16");
      swatch.setAttribute("aria-hidden", "true");
      const line = shape("rect");
      Object.entries({ x: 2, y: 2, width: 20, height: 12 }).forEach(([key, value]) => line.setAttribute(key, value));
      swatch.append(line);
      const score = make("data", "", box.dataset.score);
      score.value = box.dataset.score;
      const name = [box.dataset.label, box.dataset.marks].filter(Boolean).join(", ");
      button.append(swatch, make("span", "", name), score);
      item.append(button);
      item.hidden = box.classList.contains("low");
      const mark = (index) => {
        view.classList.toggle("some", index >= 0);
        boxes.forEach((other, j) => other.classList.toggle("hot", j === index));
        tags.forEach((other, j) => other.classList.toggle("hot", j === index));
        items.forEach((other, j) => other.firstChild.classList.toggle("hot", j === index));
      };
      const hot = () => mark(i);
      const cold = () => mark(pinned);
      const pin = () => {
        pinned = pinned === i ? -1 : i;
        items.forEach((other, j) => other.firstChild.setAttribute("aria-pressed", String(j === pinned)));
        mark(pinned);
      };
      button.addEventListener("pointerenter", hot);
      button.addEventListener("pointerleave", cold);
      button.addEventListener("focus", hot);
      button.addEventListener("blur", cold);
      button.addEventListener("click", pin);
      box.addEventListener("pointerenter", () => {
        hot();
        button.scrollIntoView({ block: "nearest" });
      });
      box.addEventListener("pointerleave", cold);
      box.addEventListener("click", pin);
      return item;
    });
    if (items.every((item) => item.hidden)) {
      const why = picture.unknown.length > 0 ? "Not known, see below." : "Nothing.";
      byId("viewer-found").replaceChildren(...items, make("li", "", why));
    } else {
      byId("viewer-found").replaceChildren(...items);
    }
    /* Small boxes lie on large ones, so that the pointer reaches them. */
    const area = (box) => box.lastElementChild.width.baseVal.value * box.lastElementChild.height.baseVal.value;
    view.querySelector("svg")?.append(...[...boxes].sort((a, b) => area(b) - area(a)));
  };

  /* The picture fits at 1; above, the canvas scrolls, which keys and fingers do too. */
  const setZoom = (wanted, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
    const stage = canvas.querySelector(".stage");
    if (!stage) {
      return;
    }
    const ratio = Number(stage.style.getPropertyValue("--w")) / Number(stage.style.getPropertyValue("--h"));
    const before = stage.getBoundingClientRect();
    const bounds = canvas.getBoundingClientRect();
    const u = (bounds.left + x - before.left) / before.width;
    const v = (bounds.top + y - before.top) / before.height;
    zoom = Math.min(8, Math.max(1, wanted));
    canvas.classList.toggle("zoomed", zoom > 1);
    canvas.style.overflow = zoom > 1 ? "auto" : "hidden";
    const width = Math.min(bounds.width, bounds.height * ratio) * zoom;
    stage.style.width = `${width}px`;
    canvas.scrollLeft += u * width - (bounds.left + x - stage.getBoundingClientRect().left);
    canvas.scrollTop += v * width / ratio - (bounds.top + y - stage.getBoundingClientRect().top);
    placeTags(stage);
  };

  /* A tag stands above its box, or inside it where there is no room; never beyond the picture. */
  const placeTags = (stage) => {
    const bounds = stage.getBoundingClientRect();
    stage.querySelectorAll(".tag").forEach((tag) => {
      const x = parseFloat(tag.style.getPropertyValue("--x")) / 100 * bounds.width;
      const y = parseFloat(tag.style.getPropertyValue("--y")) / 100 * bounds.height;
      const height = tag.offsetHeight;
      tag.style.maxWidth = "none";
      tag.style.left = Math.max(0, Math.min(x, bounds.width - tag.offsetWidth)) + "px";
      tag.style.top = Math.max(0, Math.min(y - height - 2 < 0 ? y + 2 : y - height - 2,
        bounds.height - height)) + "px";
    });
  };
  const step = (by) => show(matching[(matching.indexOf(shown) + by + matching.length) % matching.length]);
  const open = (picture) => {
    if (!viewer.open) {
      viewer.showModal();
    }
    show(picture);
  };

  pictures.forEach((picture) => picture.open.addEventListener("click", () => open(picture)));
  byId("viewer-close").addEventListener("click", () => viewer.close());
  byId("viewer-back").addEventListener("click", () => step(-1));
  byId("viewer-on").addEventListener("click", () => step(1));
  byId("zoom-in").addEventListener("click", () => setZoom(zoom * 1.5));
  byId("zoom-out").addEventListener("click", () => setZoom(zoom / 1.5));
  byId("zoom-fit").addEventListener("click", () => setZoom(1));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const bounds = canvas.getBoundingClientRect();
    setZoom(zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX - bounds.left, event.clientY - bounds.top);
  }, { passive: false });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && event.buttons === 1 && zoom > 1) {
      canvas.scrollBy(-event.movementX, -event.movementY);
    }
  });
  canvas.addEventListener("dblclick", () => setZoom(zoom > 1 ? 1 : 2.5));
  addEventListener("resize", () => {
    if (viewer.open) {
      setZoom(zoom);
    }
  });
  viewer.addEventListener("close", () => {
    canvas.replaceChildren();
    state.open = "";
    if (shown && !visible.includes(shown)) {
      state.page = String(Math.floor(matching.indexOf(shown) / Math.min(pageSize, 200)) + 1);
      refresh();
    }
    shown?.open.focus();
    writeAddress();
  });

  /* Keys. */
  const keys = byId("keys");
  const single = () => byId("single-keys").checked;
  byId("help").addEventListener("click", () => keys.showModal());
  byId("keys-close").addEventListener("click", () => keys.close());

  const typing = (event) => event.target.matches("input:not([type=checkbox]):not([type=range]), select");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || keys.open || typing(event)) {
      return;
    }
    const act = viewer.open ? inViewer(event) : onPage(event);
    if (act) {
      event.preventDefault();
      act();
    }
  });
  const inViewer = (event) => {
    const zoomed = zoom > 1 && event.target === canvas;
    switch (event.key) {
      case "ArrowRight": return zoomed ? null : () => step(1);
      case "ArrowLeft": return zoomed ? null : () => step(-1);
      case "+": case "=": return single() ? () => setZoom(zoom * 1.5) : null;
      case "-": return single() ? () => setZoom(zoom / 1.5) : null;
      case "0": return single() ? () => setZoom(1) : null;
      case "?": return single() ? () => keys.showModal() : null;
      default: return null;
    }
  };
  const onPage = (event) => {
    if (event.key === "?") {
      return single() ? () => keys.showModal() : null;
    }
    if (event.key === "/") {
      return single() ? find : null;
    }
    const at = visible.findIndex((picture) => picture.open === event.target);
    if (at < 0) {
      return null;
    }
    switch (event.key) {
      case "ArrowRight": return () => visible[at + 1]?.open.focus();
      case "ArrowLeft": return () => visible[at - 1]?.open.focus();
      case "ArrowDown": return () => inColumn(at, 1);
      case "ArrowUp": return () => inColumn(at, -1);
      case "Home": return () => visible[0].open.focus();
      case "End": return () => visible[visible.length - 1].open.focus();
      default: return null;
    }
  };
  const find = () => {
    if (byId("find").offsetParent === null) {
      showOptions(true); // where there is little room, it is among them
    }
    byId("find").focus();
  };
  /* The card above or below: the nearest one of the next row. */
  const inColumn = (at, by) => {
    const from = visible[at].card.getBoundingClientRect();
    for (let i = at + by; i >= 0 && i < visible.length; i += by) {
      const to = visible[i].card.getBoundingClientRect();
      if (Math.abs(to.left - from.left) < 2 && to.top !== from.top) {
        visible[i].open.focus();
        return;
      }
    }
  };

  /* On paper nothing can be unfolded. */
  addEventListener("beforeprint", () => all(".banner", (banner) => { banner.open = true; }));

  readAddress();
  const first = state.open;
  state.open = "";
  refresh();
  const named = first ? pictures.find((picture) => picture.name === first) : undefined;
  if (named) {
    open(named);
  }
  addEventListener("hashchange", () => {
    readAddress();
    refresh();
  });
})();
