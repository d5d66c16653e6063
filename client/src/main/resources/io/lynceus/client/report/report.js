"use strict";
(() => {
  const root = document.documentElement;
  const cards = [...document.querySelectorAll(".card")];
  const viewer = document.getElementById("viewer");
  const canvas = document.getElementById("viewer-canvas");
  let shown = -1;

  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

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

  /* Which pictures the page shows. */
  all(".filter", (button) => button.addEventListener("click", () => {
    const kind = button.dataset.show;
    all(".filter", (b) => b.setAttribute("aria-pressed", String(b === button)));
    for (const card of cards) {
      card.hidden = kind !== "all" && !card.dataset.has.split(" ").includes(kind);
    }
    document.getElementById("none").hidden = cards.some((card) => !card.hidden);
  }));

  /* The viewer: one picture, large. */
  const openable = () => cards.filter((card) => !card.hidden && card.querySelector(".open"));
  const show = (index) => {
    const list = openable();
    shown = (index + list.length) % list.length;
    const card = list[shown];
    const stage = card.querySelector(".stage").cloneNode(true);
    stage.querySelectorAll("img").forEach((img) => img.removeAttribute("loading"));
    canvas.replaceChildren(stage);
    document.getElementById("viewer-name").textContent = card.querySelector("h3").textContent;
    document.getElementById("viewer-place").textContent = `${shown + 1} / ${list.length}`;
    placeTags(stage);
  };

  /* A tag stands above its box, or inside it where there is no room; never beyond the picture. */
  const placeTags = (stage) => {
    const bounds = stage.getBoundingClientRect();
    stage.querySelectorAll(".tag").forEach((tag) => {
      const width = tag.offsetWidth;
      const height = tag.offsetHeight;
      const x = parseFloat(tag.style.getPropertyValue("--x")) / 100 * bounds.width;
      const y = parseFloat(tag.style.getPropertyValue("--y")) / 100 * bounds.height;
      tag.style.left = Math.max(0, Math.min(x, bounds.width - width)) + "px";
      tag.style.top = Math.max(0, Math.min(y - height - 2 < 0 ? y + 2 : y - height - 2,
        bounds.height - height)) + "px";
    });
  };
  addEventListener("resize", () => {
    if (viewer.open) {
      placeTags(canvas.firstElementChild);
    }
  });

  cards.forEach((card) => card.querySelector(".open")?.addEventListener("click", () => {
    viewer.showModal();
    show(openable().indexOf(card));
  }));
  document.getElementById("viewer-close").addEventListener("click", () => viewer.close());
  document.getElementById("viewer-back").addEventListener("click", () => show(shown - 1));
  document.getElementById("viewer-on").addEventListener("click", () => show(shown + 1));
  viewer.addEventListener("close", () => {
    openable()[shown]?.querySelector(".open").focus();
    canvas.replaceChildren();
  });
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") {
      show(shown + 1);
    } else if (event.key === "ArrowLeft") {
      show(shown - 1);
    }
  });
})();
