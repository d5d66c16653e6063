/* How many stills there were over time, from GET /v1/summary; what is not known is hatched. */
const HOUR_MS = 3600e3;
const DAY_MS = 24 * HOUR_MS;
const STRIP_USUAL_DAYS = 90;
const AGO = { s: 1e3, m: 60e3, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

/** 2026-11-29T14:05:00+01:00, in this browser's time. */
const isoOf = (date) => {
  const two = (value) => String(Math.abs(value)).padStart(2, "0");
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60e3).toISOString().slice(0, 19);
  return local + (offset < 0 ? "-" : "+") + two(Math.trunc(offset / 60)) + ":" + two(offset % 60);
};

/** A time as searches have it, also "12h"; null for none, or one that is not read here. */
const timeOf = (text) => {
  const ago = /^(\d{1,7})([smhdw])$/.exec(text ?? "");
  const date = ago ? new Date(Date.now() - ago[1] * AGO[ago[2]]) : new Date((text ?? "").replace(" ", "+"));
  return Number.isNaN(date.getTime()) ? null : date;
};

const when = (date) => date.toLocaleString("en-GB",
  { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** 29 Nov, or 29 Nov 14:00. */
const briefly = (date, by) => date.toLocaleString("en-GB", by === "day"
  ? { day: "numeric", month: "short" }
  : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The summary for what is looked for, in at most 1,000 steps. */
const askSummary = async (filters) => {
  const to = timeOf(filters.get("to")) ?? new Date();
  const given = timeOf(filters.get("from"));
  const ask = (from, by) => {
    const query = new URLSearchParams({ by, from: isoOf(from), to: isoOf(to) });
    for (const key of ["camera", "label"]) {
      if (filters.get(key)) {
        query.set(key, filters.get(key));
      }
    }
    return request("/v1/summary?" + query);
  };
  const byOf = (from) => to - from <= 8 * DAY_MS ? "hour" : "day";
  if (given) {
    const from = new Date(Math.max(given, to - 999 * DAY_MS));
    return ask(from, byOf(from));
  }
  const days = await ask(new Date(to - STRIP_USUAL_DAYS * DAY_MS), "day");
  const first = days.steps.findIndex((step) => step.images > 0);
  if (first < 0) {
    return days;
  }
  const start = new Date(days.steps[first].start);
  if (byOf(start) === "hour") {
    return { ...trimmed(await ask(start, "hour"), 12), cameras: days.cameras };
  }
  return trimmed(days, 7);
};

/** Without the time before the first still, but with at least so many steps. */
const trimmed = (summary, least) => {
  const first = summary.steps.findIndex((step) => step.images > 0);
  return { ...summary, steps: summary.steps.slice(Math.max(0, Math.min(first, summary.steps.length - least))) };
};

/** Steps joined to columns, so that there is room for each. */
const stripColumns = (summary, label, most) => {
  const length = summary.by === "day" ? DAY_MS : HOUR_MS;
  const joined = Math.max(1, Math.ceil(summary.steps.length / most));
  const columns = [];
  for (let i = 0; i < summary.steps.length; i += joined) {
    const steps = summary.steps.slice(i, i + joined);
    columns.push({
      start: new Date(steps[0].start),
      end: new Date(new Date(steps[steps.length - 1].start).getTime() + length),
      images: steps.reduce((sum, step) => sum + step.images, 0),
      found: label ? steps.reduce((sum, step) => sum + (step.labels[label]?.images ?? 0), 0) : null,
      known: steps.some((step) => step.covered > 0),
    });
  }
  return columns;
};

/** A column in words. */
const stripWords = (column, by, label) => {
  const time = briefly(column.start, by) + " to " + briefly(column.end, by) + ": ";
  if (!column.known) {
    return time + (column.images === 0 ? "not known, no still was analysed"
      : some(column.images, "still", "stills") + ", and what they show is not known");
  }
  return time + some(column.images, "still", "stills")
    + (label ? ", " + shown(label, 40) + " in " + number(column.found) : "");
};

/**
 * The strip, with its words and its axis.
 *
 * note: what it does not know, or null; chosen: called with the beginning and the end of what was drawn over.
 */
const strip = (summary, label, note, chosen) => {
  const columns = stripColumns(summary, label, matchMedia("(max-width: 48rem)").matches ? 60 : 180);
  const valueOf = (column) => column.found ?? column.images;
  const highest = Math.max(0, ...columns.map(valueOf));
  const stills = columns.reduce((sum, column) => sum + column.images, 0);
  const unknown = columns.filter((column) => !column.known).length;
  const each = columns.length === summary.steps.length ? summary.by
    : Math.round((columns[0].end - columns[0].start) / (summary.by === "day" ? DAY_MS : HOUR_MS)) + " " + summary.by + "s";
  const words = some(stills, "still", "stills")
    + (label ? ", " + shown(label, 40) + " in " + number(columns.reduce((sum, column) => sum + column.found, 0)) : "")
    + (highest > 0 ? "; at most " + number(highest) + " in " + (each === summary.by ? (each === "hour" ? "an hour" : "a day") : each) : "");
  const caption = el("p", { class: "fine strip-words" }, words);
  const bars = columns.map((column) => {
    const bar = el("i", { class: column.known ? null : "unknown" });
    bar.style.setProperty("--h", (highest > 0 && valueOf(column) > 0 ? Math.max(4, 100 * valueOf(column) / highest) : 0) + "%");
    return bar;
  });
  const area = el("div", { class: "strip", role: "img", "aria-label": "Stills over time. " + words
    + (unknown > 0 ? ". Of " + unknown + " of " + columns.length + " stretches nothing is known" : "") }, bars);
  const indexAt = (event) => {
    const { left, width } = area.getBoundingClientRect();
    return Math.max(0, Math.min(columns.length - 1, Math.floor(columns.length * (event.clientX - left) / width)));
  };
  let anchor = null;
  const mark = (first, last) => bars.forEach((bar, i) => bar.classList.toggle("chosen", i >= first && i <= last));
  area.addEventListener("pointerdown", (event) => {
    anchor = indexAt(event);
    area.setPointerCapture(event.pointerId);
    mark(anchor, anchor);
  });
  area.addEventListener("pointermove", (event) => {
    const at = indexAt(event);
    caption.textContent = stripWords(columns[at], summary.by, label);
    if (anchor !== null) {
      mark(Math.min(anchor, at), Math.max(anchor, at));
    }
  });
  area.addEventListener("pointerup", (event) => {
    if (anchor !== null) {
      const at = indexAt(event);
      chosen(columns[Math.min(anchor, at)].start, columns[Math.max(anchor, at)].end);
    }
    anchor = null;
  });
  area.addEventListener("pointercancel", () => { anchor = null; mark(1, 0); });
  area.addEventListener("pointerleave", () => { caption.textContent = words; });
  const ends = [columns[0].start, columns[Math.floor(columns.length / 2)].start, columns[columns.length - 1].end];
  return el("section", { class: "strip-box card pad", "aria-label": "Stills over time" },
    el("div", { class: "title-row" }, caption,
      unknown > 0 ? el("p", { class: "fine legend" }, el("i", { class: "unknown" }), "not known: no still was analysed") : null),
    area,
    el("div", { class: "axis fine", "aria-hidden": "true" }, ends.map((date) => el("span", {}, briefly(date, summary.by)))),
    note ? el("p", { class: "fine" }, note) : null);
};
