import { exercise, h, uid } from "./frame.js";

// Letter and shape say which rating it is; colour only repeats it.
const SIGNS = {
  red: { letter: "R", name: "Red", shape: "◆" },
  amber: { letter: "A", name: "Amber", shape: "▲" },
  green: { letter: "G", name: "Green", shape: "●" },
  "not-applicable": { letter: "N", name: "Does not apply", shape: "□" },
  "": { letter: "–", name: "Not rated", shape: "" },
};

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    const { ask, prompts, ratings, sections } = definition;
    const kinds = ["red", "amber", "green", ...(definition.may_not_apply ? ["not-applicable"] : []), ""];
    const statements = sections.flatMap((section) => section.statements);
    const titles = new Map(sections.map((section) => [section.id, section.text]));
    const rows = new Map(); // statement → its fields
    let answer = null;

    const finding = (id) => answer.findings[id] ?? { rating: null, evidence: "", action: "", owner: "" };
    const meaning = (kind) => ratings[kind] ?? SIGNS[kind].name;
    /** Change one thing about a statement. */
    function set(id, name, value) {
      answer.findings[id] = { ...finding(id), [name]: value };
    }

    // --- one statement ------------------------------------------------------------------------
    function choices(statement, title) {
      const group = uid("rating");
      const nodes = kinds.map((kind) => {
        const input = h("input", { type: "radio", name: group, value: kind, "data-key": `${statement.id}:${kind || "none"}` });
        input.addEventListener("change", () => {
          set(statement.id, "rating", kind || null);
          api.save(answer);
          paint(statement.id);
          count();
        });
        const sign = SIGNS[kind];
        const node = h("label", { class: `wb-rating wb-rating-${kind || "none"}` }, input,
          h("span", { class: "wb-sign", "aria-hidden": "true" }, h("span", { class: "wb-shape", text: sign.shape }), h("span", { text: sign.letter })),
          h("span", { class: "wb-meaning", text: kind && ratings[kind] ? meaning(kind) : sign.name }),
          ratings[kind] ? h("span", { class: "wb-hidden", text: ` (${sign.name.toLowerCase()})` }) : null);
        return { kind, input, node };
      });
      const fieldset = h("fieldset", { class: "wb-ratings" }, h("legend", { id: title, text: statement.text }), ...nodes.map((each) => each.node));
      return { nodes, fieldset };
    }
    function detail(statement, name) {
      const id = uid(name), key = `${statement.id}:${name}`;
      const input = name === "owner"
        ? h("input", { type: "text", id, maxlength: 500, "data-key": key })
        : h("textarea", { id, rows: 2, maxlength: 50000, "data-key": key });
      input.addEventListener("input", () => { set(statement.id, name, input.value); api.typed(answer); label(statement.id); });
      input.addEventListener("blur", () => api.settle());
      return { name, input, node: h("div", { class: `wb-detail wb-detail-${name}` },
        h("label", { for: id }, h("span", { text: prompts[name] }), h("span", { class: "wb-hidden", text: ` (${statement.text})` })), input) };
    }
    function statementNode(statement) {
      const title = uid("statement"), { nodes, fieldset } = choices(statement, title);
      const details = ask.map((name) => detail(statement, name));
      const words = h("span", {}), summary = h("summary", { "data-key": `${statement.id}:more` }, words, h("span", { class: "wb-hidden", text: `: ${statement.text}` }));
      const more = details.length ? h("details", { class: "wb-more" }, summary, h("div", { class: "wb-details" }, ...details.map((each) => each.node))) : null;
      rows.set(statement.id, { nodes, details, more, words });
      return h("li", { class: "wb-statement" }, fieldset,
        statement.help_html ? h("details", { class: "wb-more" },
          h("summary", { "data-key": `${statement.id}:about` }, h("span", { text: "About this" }), h("span", { class: "wb-hidden", text: `: ${statement.text}` })),
          h("div", { html: statement.help_html })) : null,
        more);
    }
    const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`);
    /** What the fold under a statement says about what is inside. */
    function label(id) {
      const { words } = rows.get(id), found = finding(id);
      const filled = ask.filter((name) => found[name].trim());
      const asks = list(ask);
      const wanting = ask.includes("action") && ["red", "amber"].includes(found.rating) && !found.action.trim();
      words.textContent = `${asks.charAt(0).toUpperCase()}${asks.slice(1)}${filled.length ? ` (${list(filled)} given)` : ""}${wanting ? " – no action yet" : ""}`;
    }
    function paint(id) {
      const { nodes, more } = rows.get(id), found = finding(id);
      for (const { kind, input, node } of nodes) {
        input.checked = (found.rating ?? "") === kind;
        node.classList.toggle("wb-picked", input.checked);
      }
      if (more) label(id);
    }

    // --- the summary ----------------------------------------------------------------------------
    const counted = h("p", { class: "wb-todo" });
    function count() {
      const left = statements.filter((each) => !finding(each.id).rating).length;
      counted.textContent = left ? `${statements.length - left} of ${statements.length} statements rated; ${left} not rated.` : `All ${statements.length} statements are rated.`;
    }
    const strip = (given) => h("span", { class: "wb-strip", "aria-hidden": "true" }, ...given.map((rating) =>
      h("span", { class: `wb-sign wb-sign-${rating ?? "none"}` }, h("span", { class: "wb-shape", text: SIGNS[rating ?? ""].shape }), h("span", { text: SIGNS[rating ?? ""].letter }))));
    const columns = [...kinds.filter(Boolean).map((kind) => [kind, SIGNS[kind].name]), ["unrated", "Not rated"],
      ...(ask.includes("action") ? [["without_action", "Red or amber, no action"]] : [])];
    const board = h("tbody", {});
    const boardTitle = uid("summary");
    const summary = h("div", { class: "wb-summary" },
      h("h4", { id: boardTitle, text: "Summary, weakest section first" }), counted,
      h("div", { class: "wb-summary-sheet" },
        h("table", { "aria-labelledby": boardTitle },
          h("thead", {}, h("tr", {}, ...["Section", ...columns.map(([, words]) => words)].map((text) => h("th", { scope: "col", text })))),
          board)),
      h("p", { class: "wb-help", text: "A section is weaker the more red and amber it has among what was rated (an amber counts half a green). Not rated is not counted as bad." }));
    function sum(insight) {
      const found = insight?.sections;
      if (!found) return;
      board.replaceChildren(...found.map((section) => h("tr", {},
        h("th", { scope: "row" }, h("span", { text: titles.get(section.id) }), strip(section.ratings)),
        ...columns.map(([name, words]) => h("td", { "data-name": words, text: String(section[name]) })))));
    }

    // --- the whole ------------------------------------------------------------------------------
    function draw() {
      for (const statement of statements) {
        const { details, more } = rows.get(statement.id), found = finding(statement.id);
        for (const { name, input } of details) if (input.value !== found[name]) input.value = found[name];
        if (more && details.some((each) => found[each.name].trim())) more.open = true;
        paint(statement.id);
      }
      count();
      sum(api.state().insight);
    }
    place.append(
      h("ul", { class: "wb-legend" }, ...kinds.map((kind) => h("li", {},
        h("span", { class: `wb-sign wb-sign-${kind || "none"}`, "aria-hidden": "true" }, h("span", { class: "wb-shape", text: SIGNS[kind].shape }), h("span", { text: SIGNS[kind].letter })),
        h("span", { text: ratings[kind] ? `${SIGNS[kind].name}: ${ratings[kind]}` : SIGNS[kind].name })))),
      ...sections.map((section) => {
        const title = uid("section");
        return h("section", { class: "wb-section", "aria-labelledby": title }, h("h4", { id: title, text: section.text }),
          section.help_html ? h("div", { class: "wb-help", html: section.help_html }) : null,
          h("ul", { class: "wb-statements" }, ...section.statements.map(statementNode)));
      }),
      summary);
    return {
      keys: [["The arrow keys on a rating", "Choose another rating"]],
      draw(value) { answer = value; draw(); },
      insight(insight) { if (answer) sum(insight); },
    };
  });
}
export default { render };
