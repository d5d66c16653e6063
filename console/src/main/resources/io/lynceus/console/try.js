/* A picture of one's own: boxes, JSON, and the same with curl. */
const tryPage = {
  id: "try",
  title: "Try",
  right: "send",
  mount(main) {
    const result = el("div", { class: "result", "aria-live": "polite" });
    const input = el("input", { type: "file", id: "file", accept: "image/*", class: "unseen",
      onchange: () => input.files[0] && send(input.files[0]) });
    const drop = el("label", { class: "drop", for: "file" },
      el("b", {}, "Drop a picture here"), " or choose one. JPEG, PNG, WebP or BMP.");
    main.append(el("h1", {}, "Try"), input, drop, result);
    const over = (event) => {
      event.preventDefault();
      drop.classList.toggle("over", event.type === "dragover");
    };
    const dropped = (event) => {
      over(event);
      const file = event.dataTransfer.files[0];
      if (file) {
        send(file);
      }
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", over);
    document.addEventListener("drop", dropped);

    const dataOf = (file) => new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });

    const send = async (file) => {
      result.replaceChildren(el("p", { class: "sub" }, "Analysing ", own(file.name), " …"));
      const query = "/v1/images?name=" + encodeURIComponent(file.name.slice(0, 200));
      try {
        const [reply, source] = await Promise.all([
          request(query, { method: "POST", body: file }), dataOf(file)]);
        show(file, reply, source);
      } catch (failure) {
        refused(file, failure.message);
      }
      input.value = "";
    };

    const refused = (file, text) => result.replaceChildren(
      el("section", { class: "verdict bad" },
        verdictLine("bad", own(file.name), " was not analysed"),
        el("p", {}, own(text, 400))));

    const show = (file, reply, source) => {
      if (reply.status === "rejected") {
        refused(file, reply.code + ": " + reply.message);
        return;
      }
      const boxes = boxesOf(reply);
      const kept = el("p");
      if (may("look")) {
        request("/v1/status").then(({ store }) => store
          && kept.append(el("a", { href: pictureLink(reply.id) }, "It is in the store: who computed what, and more.")), () => {});
      }
      const holder = el("div");
      const list = el("ol", { class: "found" });
      const least = el("output", { for: "score" });
      const draw = () => {
        const score = Number(slider.value);
        const seen = boxes.filter((box) => box.score >= score);
        least.textContent = score.toFixed(2) + " · " + seen.length + " of " + boxes.length;
        holder.replaceChildren(stage(reply.image, seen, el("img", { src: source, alt: "" }), countWords(reply.counts) || "nothing found"));
        list.replaceChildren(...seen.map((one) => el("li", { class: "k-" + kindOf(one.label) },
          el("i"), own(one.label, 40), el("data", { value: one.score }, one.score.toFixed(2)))));
      };
      const slider = el("input", { type: "range", id: "score", min: "0", max: "1", step: "0.01", value: "0", oninput: draw });
      draw();
      result.replaceChildren(el("div", { class: "try" },
        holder,
        el("div", { class: "side-by" },
          el("h2", {}, own(file.name)),
          chips(reply.counts),
          reasons(unknownOf(reply)),
          kept,
          el("p", { class: "fine" }, reply.image.width + " × " + reply.image.height + ", "
            + bytes(reply.image.bytes) + ", answered in " + span(reply.timing?.totalMs ?? 0)),
          el("p", { class: "row" }, el("label", { for: "score" }, "Least score"), slider, least),
          boxes.length === 0 ? el("p", { class: "sub" }, "No box was found.") : list)),
        el("h2", {}, "The same with curl"),
        code(curl("--data-binary @" + quoted(file.name) + " '{host}/v1/images'")),
        el("h2", {}, "The reply"),
        code(JSON.stringify(reply, null, 2)));
    };

    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", over);
      document.removeEventListener("drop", dropped);
    };
  },
};

/** A file's name for a shell, whatever stands in it. */
const quoted = (name) => "'" + shown(name, 200).replaceAll("'", "'\\''") + "'";
