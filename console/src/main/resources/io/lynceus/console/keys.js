/* Keys of a page, and their help. */
let keysWork = true;

/**
 * Listens for keys until what it returns is called. keys: {key: [what it does, function]}, without
 * a function for what the browser does itself. Keys in fields, with Ctrl or Alt, and while a dialog
 * is open, are not ours.
 */
const listenForKeys = (keys) => {
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("ask").open) {
      return;
    }
    const field = event.target.closest?.("input, select, textarea");
    if (field && event.key === "Escape") {
      field.blur();
      return;
    }
    if (!keysWork || field) {
      return;
    }
    if (event.key === "?") {
      keyHelp(keys);
    } else if (keys[event.key]?.[1]) {
      event.preventDefault();
      keys[event.key][1]();
    }
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
};

const keyHelp = (keys) => {
  const dialog = byId("ask");
  const use = el("input", { type: "checkbox", onchange: () => { keysWork = use.checked; } });
  use.checked = keysWork;
  dialog.replaceChildren(el("form", { method: "dialog" },
    el("h2", { id: "ask-title" }, "Keys of this page"),
    el("dl", { class: "keys" }, [...Object.entries(keys), ["?", ["this help"]]].map(([key, [words]]) =>
      el("div", {}, el("dt", {}, el("kbd", {}, key === "Escape" ? "Esc" : key)), el("dd", {}, words)))),
    el("p", {}, el("label", {}, use, " these keys work")),
    el("div", { class: "row" }, el("button", { class: "main" }, "Close"))));
  dialog.onclose = null;
  dialog.showModal();
};

const keyHelpButton = (keys) => button("Keys", () => keyHelp(keys), { class: "quiet", title: "Keys of this page" });
