/* Elements, texts and requests. Texts become text nodes only, never markup. */
const SVG = "http://www.w3.org/2000/svg";

/** An element; properties that begin with "on" are listeners, null ones are left out. */
const make = (node, properties, children) => {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
};
const el = (tag, properties, ...children) => make(document.createElement(tag), properties, children);
const svg = (tag, properties, ...children) =>
  make(document.createElementNS(SVG, tag), properties, children);
const byId = (id) => document.getElementById(id);

/** Text of strangers: what would not be seen, or would turn the line, is shown as its code. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]/g;
const shown = (text, most = 120) => {
  const all = String(text).slice(0, 4 * most)
    .replace(HIDDEN, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  return all.length > most ? all.slice(0, most) + "…" : all;
};
const own = (text, most) => el("bdi", {}, shown(text, most));

/** 1,234; 12.3; 0.12. */
const number = (value) =>
  value.toLocaleString("en", { maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2 });
const bytes = (value) => {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return number(value) + " " + units[unit];
};
/** 850 ms; 12 s; 3 min; 5 h; 2 d. */
const span = (ms) => ms < 1000 ? Math.round(ms) + " ms"
  : ms < 120e3 ? Math.floor(ms / 1000) + " s"
  : ms < 7200e3 ? Math.floor(ms / 60e3) + " min"
  : ms < 172800e3 ? Math.floor(ms / 3600e3) + " h"
  : Math.floor(ms / 86400e3) + " d";
const ago = (ms) => ms < 1000 ? "now" : span(ms) + " ago";
const some = (count, one, more) => number(count) + " " + (count === 1 ? one : more);
const clock = (date) => date.toLocaleTimeString("en-GB");

/** A state has a colour, an icon and a word. */
const ICONS = {
  good: "M3 8.5 6.5 12 13 4.5",
  warn: "M8 2.5 14.5 13.5H1.5ZM8 6.5v3.5M8 11.8v.4",
  bad: "M4 4l8 8M12 4l-8 8",
  unsure: "M5.5 6a2.5 2.5 0 1 1 3.8 2.1C8.4 8.7 8 9.2 8 10M8 12.3v.4",
  soft: "M5.5 4v8M10.5 4v8",
};
const icon = (kind) => svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
  svg("path", { d: ICONS[kind] }));
const state = (kind, word) => el("span", { class: "state " + kind }, icon(kind), word);

/** The first thing of a page: how it is, in a sentence. */
const verdictLine = (kind, ...children) =>
  el("p", { class: "verdict-line" }, icon(kind), el("span", {}, children));

const button = (text, onclick, properties) =>
  el("button", { type: "button", onclick, ...properties }, text);

/** Code with a button that copies it. */
const code = (text, label = "Copy") => {
  const copy = button(label, async () => {
    await navigator.clipboard.writeText(text).then(
      () => toast("Copied."), () => toast("This browser does not let pages copy: select the text."));
  }, { class: "copy" });
  return el("div", { class: "code" },
    el("pre", { tabindex: "0" }, el("code", {}, text)), copy);
};

const toast = (text, ...actions) => {
  const line = el("div", { class: "toast" }, el("span", {}, text), actions);
  byId("toasts").replaceChildren(line);
  setTimeout(() => line.remove(), actions.length > 0 ? 12e3 : 4e3);
};

/** Asks before something is done, and says what follows. Resolves to whether it is to be done. */
const ask = (title, texts, action) => new Promise((resolve) => {
  const dialog = byId("ask");
  dialog.replaceChildren(el("form", { method: "dialog" },
    el("h2", { id: "ask-title" }, title),
    texts.map((text) => el("p", {}, text)),
    el("div", { class: "row" },
      el("button", { value: "no" }, "Cancel"),
      el("button", { value: "yes", class: "main" }, action))));
  dialog.returnValue = "no";
  dialog.onclose = () => resolve(dialog.returnValue === "yes");
  dialog.showModal();
});

/** A command for a shell, with the header for the token where there is one. */
const curl = (rest) => "curl " + (session.token ? "-H \"Authorization: Bearer $LYNCEUS_TOKEN\" " : "")
  + rest.replaceAll("{host}", location.origin);

/** Whoever has signed in: {signedIn, token, role, may}; null while that is not known. */
let session = { may: [] };
const may = (right) => session.may.includes(right);

class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail ?? problem.message ?? "The master has answered with status " + status + ".");
    this.status = status;
  }
}

/**
 * JSON of the master; heard is called with the headers. Throws a Refused for what it refuses, and a TypeError where
 * it is not reached.
 */
const request = async (path, options, heard) => {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok && body.status !== "rejected" && body.status !== "partial") {
    if (response.status === 401) {
      app.unknown();
    }
    throw new Refused(body, response.status);
  }
  heard?.(response.headers);
  return body;
};

/** Calls work now and then, while the page is seen; returns what stops it. */
const often = (work, ms) => {
  let timer = 0;
  let stopped = false;
  const turn = async () => {
    clearTimeout(timer);
    if (!document.hidden) {
      await work();
    }
    if (!stopped) {
      clearTimeout(timer);
      timer = setTimeout(turn, ms);
    }
  };
  const seen = () => document.hidden || turn();
  document.addEventListener("visibilitychange", seen);
  turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
};
