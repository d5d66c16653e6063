/* The master's settings, to read. */
const settingsPage = {
  id: "settings",
  title: "Settings",
  right: "administer",
  mount(main) {
    const find = el("input", { type: "search", id: "find", oninput: () => show() });
    const changed = el("input", { type: "checkbox", id: "changed", onchange: () => show() });
    const shownCount = el("span", { class: "sub", role: "status" });
    const table = el("div", { class: "settings" });
    main.append(el("h1", {}, "Settings"),
      el("p", { class: "measure-text" }, "To change one, edit the master's file or environment, and start it again. Secrets are not shown."),
      el("div", { class: "row" }, el("label", { for: "find" }, "Find"), find,
        el("label", {}, changed, " only what differs from the default"), shownCount), table);
    let all = [];
    const show = () => {
      const words = find.value.toLowerCase();
      const some = all.filter((one) => (one.key + " " + one.about).toLowerCase().includes(words)
        && (!changed.checked || one.value !== one.default));
      shownCount.textContent = some.length + " of " + all.length;
      table.replaceChildren(...some.map((one) => el("article", { class: one.value === one.default ? null : "differs" },
        el("h2", {}, el("code", {}, one.key)),
        el("p", { class: "value" }, one.value === "" ? el("span", { class: "sub" }, "empty") : el("code", {}, shown(one.value, 400)),
          one.value === one.default ? el("span", { class: "sub" }, " default")
            : el("span", { class: "sub" }, " default: ", one.default === "" ? "empty" : el("code", {}, shown(one.default, 200)))),
        el("p", { class: "fine" }, one.about))));
    };
    request("/v1/settings").then((told) => {
      all = told.settings;
      show();
    }, (failure) => table.replaceChildren(el("p", { class: "problem" }, failure.message)));
    return () => {};
  },
};
