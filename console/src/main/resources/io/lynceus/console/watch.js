/* The wall: the latest still of each camera. */
const LIVE = "/v1/live";

const watchPage = {
  id: "watch",
  title: "Watch",
  right: "look",
  mount(main) {
    const cameras = new Map();
    const healths = new Map();
    const wall = el("div", { class: "wall" });
    const count = el("p", { class: "sub" });
    const notice = el("div");
    main.append(el("div", { class: "title-row" }, el("h1", {}, "Watch"), count), notice, wall);
    let stream = null;
    let timer = 0;
    let failures = 0;
    let heard = null;
    let stopped = false;
    let stored = false;

    const nameOf = (still) => still.camera ?? "Without a camera";
    const title = (still) => stored ? el("a", { href: pictureLink(still.id) }, own(nameOf(still), 60)) : own(nameOf(still), 60);
    /* What is wrong with a camera; one that is well, or of which nobody knows, needs no words here. */
    const showHealth = ({ still, health }) => {
      const known = healths.get(still.camera);
      health.hidden = !known || known.state === "ok" || known.state === "unknown";
      health.replaceChildren(health.hidden ? "" : healthLine(known));
    };
    const draw = (entry, picture) => {
      const { still } = entry;
      const name = nameOf(still);
      const size = still.image ?? { width: 4, height: 3 };
      entry.age = el("span", { class: "age" });
      entry.health = el("p", { class: "camera-state" });
      showHealth(entry);
      const card = el("article", { class: "card", "aria-label": name },
        stage(size, still.boxes, picture, name + ": " + (countWords(still.counts) || "nothing found")),
        el("div", { class: "body" },
          el("div", { class: "title" }, el("h2", {}, title(still)), entry.age),
          entry.health,
          chips(still.counts),
          still.more ? el("p", { class: "fine" }, "and " + some(still.more, "box", "boxes") + " more") : null,
          reasons(still.unknown),
          still.name ? el("p", { class: "fine name" }, own(still.name)) : null));
      card.classList.toggle("partial", still.unknown.length > 0);
      entry.card?.replaceWith(card);
      entry.card = card;
    };

    const place = () => {
      const order = [...cameras.values()].sort((a, b) =>
        !a.still.camera - !b.still.camera || (a.still.camera ?? "").localeCompare(b.still.camera ?? ""));
      order.forEach((entry, index) => {
        if (wall.children[index] !== entry.card) {
          wall.insertBefore(entry.card, wall.children[index] ?? null);
        }
      });
    };

    /* A camera is late after four times its usual interval. */
    const tick = () => {
      let late = 0;
      for (const entry of cameras.values()) {
        const age = performance.now() - entry.at;
        const isLate = entry.every > 0 && age > Math.max(5000, 4 * entry.every);
        late += isLate ? 1 : 0;
        entry.card.classList.toggle("late", isLate);
        const text = isLate ? "last heard " + ago(age) + ", usually every " + span(entry.every) : ago(age);
        if (entry.age.textContent !== text) {
          entry.age.replaceChildren(isLate ? state("warn", text) : text);
        }
      }
      count.textContent = cameras.size === 0 ? ""
        : some(cameras.size, "camera", "cameras") + (late > 0 ? ", " + late + " late" : "");
    };
    const ticking = setInterval(tick, 500);

    const empty = () => {
      if (cameras.size === 0) {
        wall.replaceChildren(el("section", { class: "empty" },
          el("h2", {}, "No pictures yet"),
          el("p", {}, "Send one, and it appears here:"),
          code(curl("--data-binary @cam1.jpg '{host}/v1/images?camera=gate'")),
          may("send") ? el("p", {}, el("a", { href: "#try" }, "Or drop a picture on the page Try.")) : null));
      }
    };

    const connect = () => {
      stream = new EventSource(LIVE + "?thumbnails=data");
      stream.addEventListener("hello", () => {
        failures = 0;
        app.connected();
        empty();
      });
      stream.addEventListener("still", (event) => {
        const { ageMs, everyMs, thumbnail, still } = JSON.parse(event.data);
        heard = new Date();
        if (cameras.size === 0) {
          wall.replaceChildren();
        }
        const key = still.camera ?? "";
        const entry = cameras.get(key) ?? {};
        Object.assign(entry, { still, at: performance.now() - ageMs, every: everyMs });
        cameras.set(key, entry);
        const show = (picture) => {
          if (entry.still === still) {
            draw(entry, picture);
            place();
            tick();
          }
        };
        const picture = thumbnail ? el("img", { src: thumbnail, alt: "" }) : null;
        if (!picture || !entry.card) {
          show(null);
        }
        picture?.decode().then(() => show(picture), () => show(null));
      });
      stream.onerror = () => {
        stream.close();
        if (!stopped) {
          again();
        }
      };
    };

    /* The stream says only that it has failed: the session says why. */
    const again = async () => {
      failures++;
      try {
        await app.whoami();
        if (failures > 1) {
          notice.replaceChildren(el("p", { class: "problem" },
            "The live view is not open: 64 browsers watch already, or the connection is cut. It tries again."));
        }
      } catch (failure) {
        if (failure instanceof Refused) {
          return;
        }
        app.lost(heard);
      }
      const wait = Math.min(30, 2 ** failures);
      let left = wait;
      clearInterval(timer);
      const countdown = () => {
        app.retry(left, heard, () => { left = 0; countdown(); });
        if (left-- <= 0) {
          clearInterval(timer);
          if (!stopped) {
            notice.replaceChildren();
            connect();
          }
        }
      };
      timer = setInterval(countdown, 1000);
      countdown();
    };

    const watching = often(async () => {
      try {
        const [status, known] = await Promise.all([request("/v1/status"), request("/v1/cameras")]);
        known.cameras.forEach((camera) => healths.set(camera.name, camera.health));
        cameras.forEach((entry) => entry.health && showHealth(entry));
        if (!stored && status.store) {
          stored = true;
          cameras.forEach(({ card, still }) => card?.querySelector("h2").replaceChildren(title(still)));
        }
        const ready = status.slaves.filter((slave) => slave.state === "ready");
        if (failures <= 1) {
          notice.replaceChildren(...(ready.length > 0 ? [] : [noSlave(status)]));
        }
      } catch (failure) {
        // The stream tells when the master is not reached.
      }
    }, 5000);

    connect();
    return () => {
      stopped = true;
      stream.close();
      clearInterval(timer);
      clearInterval(ticking);
      watching();
    };
  },
};

/** No slave is ready. */
const noSlave = (status) => el("section", { class: "verdict bad" },
  verdictLine("bad", "Nothing is being analysed: ",
    status.slaves.length === 0 ? "no slave is connected" : "no slave is ready"),
  status.slaves.length === 0
    ? el("div", {}, el("p", {}, "Start one with the master's secret:"),
      code("LYNCEUS_SECRET_FILE=… lynceus slave --set master.host=" + location.hostname))
    : el("p", {}, el("a", { href: "#cluster" }, "The page Cluster says why.")));
