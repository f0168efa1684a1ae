import { h, keepFocus, uid } from "./frame.js";

const MOVES = { up: "Move up", down: "Move down", delete: "Delete" };

/** Words short enough to name a row by. */
export const short = (text) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/**
 * A table with a row of fields for each thing that somebody lists; rows are added, moved and deleted.
 *
 * name, most  what one row is called ("step"), and how many rows there may be
 * heads       contents of each header cell, with its class: [class, ...children]
 * nothing     what stands there while there is no row
 * fresh       makes a new row; `id` is given to it
 * called      what a row calls itself; empty while it has no name
 * cells       makes the cells of a row
 * first       the key of a row's first field
 * full        says that no more rows fit
 * drawn       called after every drawing
 */
export function rowTable(place, api, { name, most, heads, nothing, fresh, called, cells, first, full, drawn }) {
  const an = `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
  const made = new Map(); // rows on the page, by id: only those that changed are made anew
  let answer = null;

  const number = (row) => answer.rows.indexOf(row) + 1;
  const nameOf = (row) => short(called(row)) || `${name} ${number(row)}`;
  const find = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const change = (then) => { api.save(answer); keepFocus(place, draw); then?.(); };
  const another = () => ({ id: `row-${uid("x").slice(2)}`, ...fresh() });

  function add() {
    if (answer.rows.length >= most) { full(); return; }
    const row = another();
    answer.rows.push(row);
    change(() => { find(first(row))?.focus(); api.say(`Added ${name} ${answer.rows.length}.`); });
  }
  function remove(row) {
    const at = answer.rows.indexOf(row), gone = nameOf(row);
    answer.rows.splice(at, 1);
    const next = answer.rows[at] ?? answer.rows[at - 1];
    change(() => { find(next ? `${next.id}/^delete` : "add")?.focus(); api.say(`Deleted: ${gone}. Undo brings it back.`); });
  }
  function move(row, to) {
    const from = answer.rows.indexOf(row), target = Math.max(0, Math.min(answer.rows.length - 1, to));
    if (target === from) { api.say(`Already ${from === 0 ? "first" : "last"}.`); return; }
    answer.rows.splice(from, 1);
    answer.rows.splice(target, 0, row);
    change(() => api.say(`${nameOf(row)}: ${target + 1} of ${answer.rows.length}.`));
  }

  function tools(row) {
    const at = number(row), last = answer.rows.length;
    const button = (key, sign, onclick, off = false) => h("button", {
      type: "button", class: "wb-arrow", "data-key": `${row.id}/^${key}`, text: sign, onclick,
      "aria-label": `${MOVES[key]}: ${nameOf(row)}`, "aria-disabled": off ? "true" : null,
    });
    return h("td", { role: "cell", class: "wb-cell-tools" }, h("div", { class: "wb-tools" },
      button("up", "▲", () => move(row, answer.rows.indexOf(row) - 1), at === 1),
      button("down", "▼", () => move(row, answer.rows.indexOf(row) + 1), at === last),
      button("delete", "Delete", () => remove(row))));
  }
  /** Name a row's buttons by what it is called now. */
  function rename(row) {
    for (const [key, words] of Object.entries(MOVES)) find(`${row.id}/^${key}`)?.setAttribute("aria-label", `${words}: ${nameOf(row)}`);
  }
  function rowNode(row) {
    const node = h("tr", { role: "row", "data-id": row.id },
      h("th", { role: "rowheader", scope: "row" }, h("span", { class: "wb-rowname", text: `${name[0].toUpperCase()}${name.slice(1)} ` }), String(number(row))),
      ...cells(row), tools(row));
    node.addEventListener("keydown", (event) => {
      if (!event.altKey || event.target.matches("textarea, select, input")) return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) { event.preventDefault(); move(row, answer.rows.indexOf(row) + step); }
    });
    return node;
  }
  function nodeOf(row) {
    const says = JSON.stringify([number(row), number(row) === answer.rows.length, nameOf(row)]);
    const old = made.get(row.id);
    if (old?.row === row && old.says === says) return old.node;
    const node = rowNode(row);
    made.set(row.id, { row, says, node });
    return node;
  }

  const body = h("tbody", { role: "rowgroup" });
  const hidden = (text) => [null, h("span", { class: "wb-hidden", text })];
  const table = h("table", { role: "table", "aria-label": api.page.title },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      ...[hidden("Number"), ...heads, hidden("Move or delete")]
        .map(([kind, ...inside]) => h("th", { role: "columnheader", scope: "col", class: kind }, ...inside)))),
    body);
  const empty = h("p", { class: "wb-empty", text: nothing(an) });
  const more = h("button", { type: "button", class: "wb-button", "data-key": "add", text: `Add ${an}`, onclick: add });

  function draw() {
    body.replaceChildren(...answer.rows.map(nodeOf));
    empty.hidden = answer.rows.length > 0;
    table.hidden = !answer.rows.length;
    more.setAttribute("aria-disabled", String(answer.rows.length >= most));
    drawn();
  }
  return {
    table, empty, more, number, find, change, draw, rename, another, called: nameOf,
    /** Draw rows that came from elsewhere. */
    show(value) { answer = value; draw(); },
    /** Make a row anew at the next drawing, although it is called the same. */
    forget: (row) => made.delete(row.id),
  };
}

/** Texts of help in folds, one for each heading that has any: [heading, html]. */
export const folds = (helps) => helps
  .filter(([, html]) => html)
  .map(([title, html]) => h("details", { class: "wb-more" },
    h("summary", { "data-key": `about:${title}`, text: `About “${title}”` }), h("div", { html })));
