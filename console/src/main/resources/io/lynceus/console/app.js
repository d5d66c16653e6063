/* Which page is shown, to whom, and whether the master is reached. */
const PAGES = [
  watchPage,
  eventsPage,
  ledgerPage,
  searchPage,
  picturePage,
  camerasPage,
  tasksPage,
  tryPage,
  clusterPage,
  apiPage,
  settingsPage,
];

const signInPage = {
  id: "signin",
  title: "Sign in",
  right: null,
  mount(main) {
    const error = el("p", { role: "alert", class: "problem" });
    error.hidden = true;
    const field = el("input", { type: "password", id: "token", name: "token", autocomplete: "current-password",
      required: true, "aria-describedby": "where", spellcheck: "false" });
    const enter = el("button", { class: "main" }, "Sign in");
    const form = el("form", { class: "signin card pad", onsubmit: async (event) => {
      event.preventDefault();
      enter.disabled = true;
      try {
        await request("/v1/session", { method: "POST", body: field.value });
        await app.whoami();
        location.hash = app.wanted;
        app.route();
      } catch (failure) {
        error.textContent = failure instanceof Refused ? failure.message : "The master is not reached.";
        error.hidden = false;
        field.select();
      }
      enter.disabled = false;
    } },
      el("h1", {}, "Sign in"),
      el("label", { for: "token" }, "Token"), field, error, enter,
      el("div", { id: "where", class: "fine" },
        el("p", {}, "A token opens this console, for 8 hours. Ask whoever runs the master for one, or look there:"),
        el("ul", {},
          el("li", {}, "the file that ", el("code", {}, "tokens.NAME.token-file"), " names"),
          el("li", {}, el("code", {}, "tasks.token"), ", of all clients"),
          el("li", {}, "the administrators' token, in the file that the master's log names:",
            code("cat ~/.local/state/lynceus/admin-token")))));
    main.append(form);
    field.focus();
    return () => {};
  },
};

const app = {
  wanted: "#watch",
  page: null,
  unmount: () => {},

  /** The page that the address names: what stands before the first / or ?. */
  id: () => (location.hash.slice(1) || "watch").split(/[/?]/)[0],

  /** Asks who is signed in; throws what request throws. */
  async whoami() {
    session = await request("/v1/session");
    app.head();
  },

  /** The master does not know us, or no longer. */
  unknown() {
    session = { may: [], signedIn: false };
    if (PAGES.some((page) => page.id === app.id())) {
      app.wanted = location.hash;
    }
    app.head();
    if (app.page !== signInPage) {
      app.show(signInPage);
    }
  },

  head() {
    const known = session.may.length > 0;
    byId("menu").replaceChildren(...(known ? PAGES.filter((page) => !page.within && (!page.right || may(page.right))) : [])
      .map((page) => el("a", { href: "#" + page.id,
        "aria-current": app.page === page ? "page" : app.page?.within === page.id ? "true" : null }, page.title)));
    byId("who").replaceChildren(...(!known ? [] : session.signedIn
      ? [el("span", { class: "role", title: session.token }, session.role), button("Sign out", app.signOut)]
      : [el("a", { href: "#signin" }, "Sign in")]));
  },

  async signOut() {
    try {
      await request("/v1/session", { method: "DELETE" });
    } catch (failure) {
      toast("The master is not reached: you are still signed in.");
      return;
    }
    app.wanted = "#watch";
    session = { may: [] };
    try {
      await app.whoami(); // a master without tokens shows its pages to all on its machine
      location.hash = "#watch";
      app.route();
    } catch (failure) {
      // The sign-in page is there.
    }
  },

  show(page) {
    app.unmount();
    app.page = page;
    document.title = page.title + " · Lynceus";
    app.head();
    const main = byId("content");
    main.className = "page-" + page.id;
    main.replaceChildren();
    app.unmount = page.mount(main);
  },

  route() {
    const id = app.id();
    if (id === "content") {
      return;
    }
    const page = [...PAGES, signInPage].find((one) => one.id === id);
    if (id !== "signin") {
      app.wanted = location.hash || "#watch";
    }
    if (!page || (page.right && !may(page.right))) {
      app.show(page && !session.signedIn ? signInPage : lackPage(page));
    } else if (session.may.length === 0) {
      app.show(signInPage);
    } else {
      app.show(page);
    }
    if (app.page !== signInPage) {
      byId("content").focus({ preventScroll: true });
    }
    scrollTo(0, 0);
  },

  connected() {
    if (app.isLost) {
      app.isLost = false;
      document.body.classList.remove("lost");
      byId("banner").replaceChildren();
    }
  },

  lost(heard) {
    app.isLost = true;
    document.body.classList.add("lost");
    byId("banner").replaceChildren(el("p", { class: "banner" }, icon("bad"),
      "The master is not reached. ", heard ? "What you see is of " + clock(heard) + ". " : "What you see is old. "));
  },

  retry(seconds, heard, now) {
    if (app.isLost) {
      app.lost(heard);
      byId("banner").firstChild.append(el("span", {}, "Next try in " + seconds + " s. "), button("Try now", now));
    }
  },
};

const lackPage = (page) => ({
  id: "lack",
  title: page ? page.title : "Nothing here",
  right: null,
  mount(main) {
    main.append(el("section", { class: "empty" },
      el("h1", {}, page ? page.title : "Nothing here"),
      el("p", {}, page
        ? "Your token has the role " + session.role + ", which may not see this page."
        : "This console has no such page."),
      el("p", {}, el("a", { href: may("look") ? "#watch" : "#api" }, "Back"))));
    return () => {};
  },
});

addEventListener("hashchange", app.route);
(async () => {
  for (;;) {
    try {
      await app.whoami();
      break;
    } catch (failure) {
      if (failure instanceof Refused) {
        return;
      }
      app.lost(null);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
  app.connected();
  app.route();
})();
