/* What the master says of its own port. */
const apiPage = {
  id: "api",
  title: "API",
  right: null,
  mount(main) {
    const list = el("div", {}, el("p", { class: "sub" }, "Asking for the description …"));
    main.append(el("h1", {}, "API"),
      el("p", { class: "measure-text" }, "All that this console shows comes from here. ",
        el("a", { href: "/openapi.json" }, "The description for programs"), " is OpenAPI 3.1."), list);

    const command = (method, path, operation) => {
      const verb = method === "get" ? "" : "-X " + method.toUpperCase() + " ";
      const body = path === "/v1/images" ? "--data-binary @cam1.jpg "
        : operation.requestBody ? "--data-binary @- " : "";
      return curl((body && method === "post" ? body : verb + body) + "'{host}" + path + "'");
    };

    const parameters = (given) => given.length === 0 ? null
      : el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Parameters" }, el("table", {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "parameter"), el("th", { scope: "col" }, "what it does"))),
        el("tbody", {}, given.map((one) => el("tr", {},
          el("th", { scope: "row" }, el("code", {}, one.name)), el("td", {}, shown(one.description ?? "", 600)))))));

    const show = (document) => list.replaceChildren(...document.tags.map((tag) => el("section", {},
      el("h2", {}, tag.name), el("p", { class: "sub" }, tag.description),
      Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods)
        .filter(([, operation]) => operation.tags?.includes(tag.name))
        .map(([method, operation]) => el("details", { class: "card operation" },
          el("summary", {}, el("b", { class: "method " + method }, method.toUpperCase()), " ",
            el("code", {}, path), " ", el("span", {}, operation.summary)),
          el("div", { class: "body" },
            operation.description ? el("p", { class: "measure-text" }, operation.description) : null,
            code(command(method, path, operation)),
            parameters(operation.parameters ?? []),
            el("ul", { class: "plain" }, Object.entries(operation.responses).map(([status, response]) =>
              el("li", {}, el("b", {}, status), " ",
                shown(response.description ?? response.$ref?.split("/").pop() ?? "", 300)))))))))));

    request("/openapi.json").then(show, (failure) =>
      list.replaceChildren(el("p", { class: "problem" }, failure.message)));
    return () => {};
  },
};
