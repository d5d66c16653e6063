/* What counts in a still, by the rules of its camera: the same as the master's, so that they are seen before they
 * are saved. Points are fractions of width and height. */
const MOST_POINTS = 64;
const MOST_REGIONS = 32;
const NAME = /^[a-z0-9_-]{1,40}$/;
const BOUNDS = ["min-score", "min-area", "max-area", "min-ratio", "max-ratio"];

/** Labels are compared as letters only, in lower case. */
const folded = (label) => label.normalize("NFKC").toUpperCase().toLowerCase().replace(/[\s\p{Z}\p{Pd}_]+/gu, "");

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const same = (a, b) => a[0] === b[0] && a[1] === b[1];
const inRange = (a, b, c) => Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0])
  && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);

const meet = (a, b, c, d) => {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  return (Math.sign(abc) * Math.sign(abd) < 0 && Math.sign(cda) * Math.sign(cdb) < 0)
    || (abc === 0 && inRange(a, b, c)) || (abd === 0 && inRange(a, b, d))
    || (cda === 0 && inRange(c, d, a)) || (cdb === 0 && inRange(c, d, b));
};

/** What is wrong with an outline, or null. */
const wrongOutline = (points) => {
  const count = points.length;
  if (count < 3 || count > MOST_POINTS) {
    return "has 3 to " + MOST_POINTS + " points, not " + count;
  }
  if (points.some(([x, y]) => !(x >= 0 && x <= 1 && y >= 0 && y <= 1))) {
    return "has a point outside of the picture";
  }
  for (let i = 0; i < count; i++) {
    const start = points[i];
    const end = points[(i + 1) % count];
    const next = points[(i + 2) % count];
    if (same(start, end)) {
      return "has two points in one place: points " + (i + 1) + " and " + ((i + 1) % count + 1);
    }
    if (turn(start, end, next) === 0
        && (next[0] - end[0]) * (end[0] - start[0]) + (next[1] - end[1]) * (end[1] - start[1]) < 0) {
      return "turns back on itself at point " + ((i + 1) % count + 1);
    }
    for (let j = i + 2; j < count; j++) {
      if ((j + 1) % count !== i && meet(start, end, points[j], points[(j + 1) % count])) {
        return "crosses itself after point " + (i + 1) + " and after point " + (j + 1);
      }
    }
  }
  return null;
};

/** The first thing that is wrong with the rules of a camera, as a sentence; null if there is none. */
const wrongRules = (draft, cameras) => {
  for (const [kind, regions] of [["zone", draft.zones], ["mask", draft.masks]]) {
    const names = new Set();
    if (regions.length > MOST_REGIONS) {
      return "A camera has at most " + MOST_REGIONS + " " + kind + "s.";
    }
    for (const region of regions) {
      const who = "The " + kind + " " + (shown(region.name, 40) || "without a name");
      if (!NAME.test(region.name)) {
        return who + ": its name has 1 to 40 of a-z, 0-9, _ and -.";
      }
      if (names.has(region.name)) {
        return who + " is there twice: give one of them another name.";
      }
      names.add(region.name);
      if (kind === "zone" && cameras.includes(region.name)) {
        return who + " has the name of a camera: give it another one.";
      }
      const outline = wrongOutline(region.polygon);
      if (outline) {
        return who + " " + outline + ".";
      }
      if (region.anchor === "overlap" && !(region.overlap >= 0.01 && region.overlap <= 1)) {
        return who + ": its overlap is a number from 0.01 to 1.";
      }
    }
  }
  const labels = new Set();
  for (const filter of draft.filters) {
    const who = "The filter " + (shown(filter.label, 40) || "without a label");
    if (!filter.label.trim()) {
      return who + ": say which label it is for.";
    }
    if (labels.has(folded(filter.label))) {
      return who + " is there twice.";
    }
    labels.add(folded(filter.label));
    for (const key of BOUNDS) {
      const bound = filter[key];
      if (bound !== undefined && !(bound >= 0) || (key === "min-score" && bound > 1)) {
        return who + ": " + key + " is a number from 0" + (key === "min-score" ? " to 1." : " on.");
      }
    }
    for (const what of ["area", "ratio"]) {
      const [least, most] = [filter["min-" + what], filter["max-" + what]];
      if (least > most && (what === "ratio" || (least < 1) === (most < 1))) {
        return who + ": min-" + what + " is more than max-" + what + ".";
      }
    }
  }
  return null;
};

/** Whether a place lies in the polygon, or on its outline. */
const contains = (polygon, x, y) => {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [polygon[i], polygon[j]];
    const [dx, dy] = [xj - xi, yj - yi];
    const part = Math.max(0, Math.min(1, ((x - xi) * dx + (y - yi) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(x - xi - part * dx, y - yi - part * dy) <= 1e-7) {
      return true;
    }
    if (yi > y !== yj > y && x < (dx * (y - yi)) / dy + xi) {
      inside = !inside;
    }
  }
  return inside;
};

/** The part of an upright rectangle that lies in the polygon; clipped after Sutherland and Hodgman. */
const partOf = (polygon, [x1, y1, x2, y2]) => {
  let points = polygon;
  for (const [axis, bound, sign] of [[0, x1, 1], [0, x2, -1], [1, y1, 1], [1, y2, -1]]) {
    const kept = [];
    points.forEach((point, i) => {
      const before = points[(i + points.length - 1) % points.length];
      const [now, then] = [sign * (point[axis] - bound), sign * (before[axis] - bound)];
      if (now >= 0 !== then >= 0) {
        const part = then / (then - now);
        kept.push([before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])]);
      }
      if (now >= 0) {
        kept.push(point);
      }
    });
    points = kept;
  }
  const area = points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(area) / 2 / ((x2 - x1) * (y2 - y1) || 1);
};

/** What a box counts as: {masked}, {filtered}, or {zones: [name]}. */
const marksOf = ({ label, score, box: [x, y, w, h] }, { width, height }, draft) => {
  const name = folded(label);
  const within = (value) => Math.max(0, Math.min(1, value));
  const [left, top, right, bottom] = [within(x / width), within(y / height), within((x + w) / width), within((y + h) / height)];
  const centre = within((x + w / 2) / width);
  const named = (labels) => labels.some((one) => folded(one) === name);
  const mask = draft.masks.find((one) =>
    (one.labels.length === 0 || named(one.labels)) && contains(one.polygon, centre, bottom));
  if (mask) {
    return { masked: mask.name };
  }
  const filter = draft.filters.find((one) => folded(one.label) === name);
  const least = { "min-score": score, "min-area": w * h, "min-ratio": w / h };
  const most = { "max-area": w * h, "max-ratio": w / h };
  const beyond = filter && BOUNDS.find((key) => {
    const bound = key.endsWith("area") && filter[key] < 1 ? filter[key] * width * height : filter[key];
    return bound !== undefined && (key in least ? least[key] < bound : most[key] > bound);
  });
  if (beyond) {
    return { filtered: beyond };
  }
  return { zones: draft.zones.filter((zone) => {
    if (zone.labels.length === 0 ? name === "face" : !named(zone.labels)) {
      return false;
    }
    return zone.anchor === "overlap" ? (right > left && bottom > top
        ? partOf(zone.polygon, [left, top, right, bottom]) >= zone.overlap : contains(zone.polygon, centre, bottom))
      : contains(zone.polygon, centre, zone.anchor === "centre" ? within((y + h / 2) / height) : bottom);
  }).map((zone) => zone.name) };
};

/** A text of HOCON: names that are plain need no quotes. */
const keyOf = (name) => /^[a-z][a-z0-9_-]*$/.test(name) ? name : JSON.stringify(name);
const listOf = (texts) => "[" + texts.map((text) => JSON.stringify(text)).join(", ") + "]";
const MIN_STILLS = 2; // of a zone for which nothing is set
const lengthOf = (ms) => ms % 1000 === 0 ? ms / 1000 + " s" : ms + " ms";

/** What stands in the braces of a camera, as lines of HOCON. kept: its other settings, as the file has them. */
const settingsText = (draft, kept) => {
  const lines = [];
  if (draft.title) {
    lines.push("title = " + JSON.stringify(draft.title));
  }
  if (draft.every > 0) {
    lines.push("expect-every = " + lengthOf(draft.every));
  }
  Object.entries(kept).forEach(([key, value]) => lines.push(key + " = " + JSON.stringify(value)));
  draft.filters.forEach((filter) => lines.push("filters." + JSON.stringify(filter.label) + " { "
    + BOUNDS.filter((key) => filter[key] !== undefined).map((key) => key + " = " + filter[key]).join(", ") + " }"));
  for (const [kind, regions] of [["masks", draft.masks], ["zones", draft.zones]]) {
    regions.forEach((region) => {
      lines.push(kind + "." + keyOf(region.name) + " {");
      if (region.title && region.title !== region.name) {
        lines.push("  title = " + JSON.stringify(region.title));
      }
      lines.push("  polygon = [" + region.polygon.map(([x, y]) => "[" + x + ", " + y + "]").join(", ") + "]");
      if (kind === "zones" && region.anchor !== "foot") {
        lines.push("  anchor = " + region.anchor);
      }
      if (region.anchor === "overlap") {
        lines.push("  overlap = " + region.overlap);
      }
      if (region.labels.length > 0) {
        lines.push("  labels = " + listOf(region.labels));
      }
      if (region.minStills > 0 && region.minStills !== MIN_STILLS) {
        lines.push("  min-stills = " + region.minStills);
      }
      if (region.loiterMs > 0) {
        lines.push("  loiter = " + lengthOf(region.loiterMs));
      }
      lines.push("}");
    });
  }
  return lines.join("\n");
};
