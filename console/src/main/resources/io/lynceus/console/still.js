/* A picture with what was found in it, and the counts. */
const kindOf = (label) => KINDS[label.toLowerCase()] ?? "other";

/** Boxes of a reply of POST /v1/images, as the live view has them. */
const boxesOf = (reply) => Object.entries(reply.analyses ?? {}).flatMap(([key, analysis]) =>
  (analysis.detections ?? []).map((found) => ({
    label: found.label ?? (key === "faces" ? "face" : key),
    score: found.score,
    box: found.box,
    zones: found.zones ?? [],
    person: found.person?.name,
    out: found.masked ? "masked: " + found.masked : found.filtered ? "filtered: " + found.filtered : null,
  }))).sort((a, b) => b.score - a.score);

/** Analyses without a result, as the live view has them. */
const unknownOf = (reply) => Object.entries(reply.analyses ?? {})
  .filter(([, analysis]) => analysis.status !== "ok")
  .map(([key, analysis]) => ({ analysis: key, outcome: analysis.status, why: analysis.message }));

/**
 * The picture, or the place of it, with its boxes.
 *
 * size: {width, height}; boxes: as the live view has them; picture: an element, or null;
 * lack: why there is none; under: shapes of SVG below the boxes, in pixels of the picture.
 */
const stage = (size, boxes, picture, words, { lack, under } = {}) => {
  const { width, height } = size;
  const outlines = boxes.map(({ label, out, box: [x, y, w, h] }) => {
    const at = { x, y, width: w, height: h };
    return svg("g", { class: "k-" + kindOf(label) + (out ? " out" : "") },
      svg("rect", { class: "halo", ...at }), svg("rect", at));
  });
  const tags = boxes.slice(0, 40).map(({ label, score, box: [x, y, w] }) => {
    const tag = el("span", { class: "tag k-" + kindOf(label) }, shown(label, 24) + " " + score.toFixed(2));
    tag.hidden = w / width < 0.08;
    tag.style.setProperty("--x", Math.max(0, 100 * x / width) + "%");
    tag.style.setProperty("--y", Math.max(0, 100 * y / height) + "%");
    return tag;
  });
  const view = el("div", { class: "stage" + (picture ? "" : " empty") },
    picture ?? el("span", { class: "kept" }, lack ?? "picture not kept"),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": words },
      under ?? [], outlines),
    el("div", { "aria-hidden": "true" }, tags));
  view.style.setProperty("--w", width);
  view.style.setProperty("--h", height);
  return el("div", { class: "still" }, view);
};

/** What was counted, in words. */
const countWords = (counts) => Object.entries(counts)
  .map(([label, count]) => shown(label, 40) + ": " + (count === null ? "not known" : count)).join(", ");

/** A chip for each count; what is not known is not 0. */
const chips = (counts, most = 8) => {
  const entries = Object.entries(counts);
  const known = entries.filter(([, count]) => count !== null && count > 0).sort((a, b) => b[1] - a[1]);
  const unknown = entries.filter(([, count]) => count === null);
  const nothing = known.length === 0 && unknown.length === 0;
  return el("ul", { class: "chips" },
    nothing ? el("li", { class: "nothing" }, "nothing found") : null,
    known.slice(0, most).map(([label, count]) =>
      el("li", { class: "k-" + kindOf(label) }, el("i"), own(label, 40), el("b", {}, count))),
    known.length > most ? el("li", {}, "and " + (known.length - most) + " more") : null,
    unknown.slice(0, most).map(([label]) =>
      el("li", { class: "unknown" }, icon("unsure"), own(label, 40), "not known")));
};

/** Why something is not known. */
const OUTCOMES = { failed: "failed", timeout: "timed out", poison: "quarantined", no_slave: "no slave" };
const reasons = (unknown) => unknown.map(({ analysis, outcome, why }) =>
  el("p", { class: "problem" },
    el("b", {}, shown(analysis, 40) + ": not known"),
    " (" + (OUTCOMES[outcome] ?? shown(outcome, 20)) + "). ", own(why ?? "", 240)));
