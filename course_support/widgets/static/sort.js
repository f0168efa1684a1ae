import { exercise, h, keepFocus, uid } from "./frame.js";

const TRAY = ""; // the value of "no place yet" in a list of places
// On a Mac every key opens the list; elsewhere these do.
const OPENS_LIST = (event) => /Mac/.test(navigator.platform) || event.key === " " || event.key === "F4" || event.altKey;
const EDGE = 70; // distance from the edge of the screen, in pixels, at which dragging scrolls

/** Headings of a place, by its id. */
function places(definition) {
  if (definition.bins.length) return new Map(definition.bins.map((bin) => [bin.id, bin.text]));
  return new Map(definition.rows.flatMap((row) =>
    definition.columns.map((column) => [`${row.id}/${column.id}`, `${row.text}, ${column.text}`])));
}

/** Options of a list of places; a row is a group of options where bins have two levels. */
function placeOptions(definition, none) {
  const option = (value, text) => h("option", { value, text });
  const grouped = definition.rows.map((row) => h("optgroup", { label: row.text },
    ...definition.columns.map((column) => option(`${row.id}/${column.id}`, `${row.text}, ${column.text}`))));
  return [option(TRAY, none), ...definition.bins.map((bin) => option(bin.id, bin.text)), ...grouped];
}

/** The nearest part of the page that scrolls. */
function scroller(node) {
  for (let each = node.parentElement; each; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight) return each;
  }
  return document.scrollingElement;
}

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    const { items } = definition;
    const thing = definition.item_name;
    const names = places(definition), opened = new Set();
    const text = new Map(items.map((item) => [item.id, item.text]));
    const lists = new Map(); // place → its list, the words for an empty one, and its count
    let answer = null;

    const many = (number) => `${number} ${number === 1 ? thing : `${thing}s`}`;
    const spotOf = (id) => answer.placed[id] ?? TRAY;
    const unplaced = () => items.filter((item) => !answer.placed[item.id]);
    const find = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const change = (then) => { api.save(answer); keepFocus(place, draw); then?.(); };

    function put(id, spot) {
      if (spot === spotOf(id)) return;
      delete answer.placed[id]; // so that it comes last in its new place
      if (spot) answer.placed[id] = spot;
      else answer.shown = false;
      const left = unplaced().length, where = spot ? `placed in ${names.get(spot)}` : "taken back";
      change(() => api.say(`${text.get(id)}: ${where}. ${left ? `${many(left)} left to place.` : "All are placed."}`));
    }

    /**
     * A list of places. In a closed list arrow keys change what it says at every press, so there
     * Enter, or leaving the list, decides; a choice from an opened list decides at once.
     */
    function chooser(item) {
      const select = h("select", {
        class: "wb-place", "data-key": `${item.id}:place`, "aria-label": `Place of ${item.text}`,
      }, ...placeOptions(definition, spotOf(item.id) ? "Take back" : "Choose a place"));
      let looking = false; // through a closed list
      select.value = spotOf(item.id);
      select.addEventListener("pointerdown", () => { looking = false; });
      select.addEventListener("keydown", (event) => {
        if (event.key === "Escape") select.value = spotOf(item.id);
        if (event.key === "Enter") setTimeout(() => decide(item.id, select.value));
        else if (OPENS_LIST(event)) looking = false;
        else if (!["Tab", "Shift", "Alt"].includes(event.key)) looking = true;
      });
      select.addEventListener("change", () => { if (!looking) decide(item.id, select.value); });
      // Wait until the focus has arrived where it is going, so that redrawing does not lose it.
      select.addEventListener("blur", () => setTimeout(() => { if (select.isConnected) put(item.id, select.value); }));
      return select;
    }
    function decide(id, spot) {
      const fromTray = !spotOf(id);
      const waiting = unplaced().map((item) => item.id);
      const next = waiting[waiting.indexOf(id) + 1] ?? waiting.find((other) => other !== id);
      put(id, spot);
      if (!fromTray || !spot) return;
      if (next) find(`${next}:place`)?.focus();
      else (definition.has_key ? show : find(`${id}:place`))?.focus();
    }

    function fold(id, name, words, content) {
      const key = `${id}:${name}`;
      const node = h("details", { class: "wb-more" },
        h("summary", { "data-key": key }, h("span", { text: words }), h("span", { class: "wb-hidden", text: `: ${text.get(id)}` })),
        ...content);
      node.open = opened.has(key);
      node.addEventListener("toggle", () => { if (node.open) opened.add(key); else opened.delete(key); });
      return node;
    }
    function note(id) {
      const field = uid("note");
      const area = h("textarea", { id: field, rows: 2, "data-key": `${id}:note`, maxlength: 50000, value: answer.notes[id] ?? "" });
      area.addEventListener("input", () => {
        if (area.value) answer.notes[id] = area.value; else delete answer.notes[id];
        api.typed(answer);
      });
      area.addEventListener("blur", () => api.settle());
      if (answer.notes[id]) opened.add(`${id}:fold`);
      return fold(id, "fold", answer.notes[id] ? "Your note" : "Add a note",
        [h("label", { for: field, text: definition.note_prompt }), area]);
    }
    function card(item) {
      const grip = h("span", { class: "wb-grip", "aria-hidden": "true", text: "⠿" });
      const node = h("li", { class: "wb-card", "data-id": item.id },
        h("div", { class: "wb-row" }, grip, h("span", { class: "wb-text", text: item.text })),
        chooser(item),
        h("div", { class: "wb-why" }),
        h("div", { class: "wb-folds" },
          item.help_html ? fold(item.id, "about", "About this", [h("div", { html: item.help_html })]) : null,
          definition.note_prompt && spotOf(item.id) ? note(item.id) : null));
      grip.addEventListener("pointerdown", (event) => drag(event, grip, node, item.id));
      return node;
    }

    function binNode(spot, heading, words, empty, help, level = "h4") {
      const title = uid("bin"), count = h("span", { class: "wb-sort-count" });
      const list = h("ul", { class: "wb-cards", "aria-labelledby": title });
      const nothing = h("p", { class: "wb-empty", text: empty });
      lists.set(spot, { list, nothing, count });
      return h("div", { class: spot ? "wb-box wb-bin" : "wb-box wb-tray", "data-spot": spot },
        h(level, { id: title }, words ? h("span", { class: "wb-hidden", text: words }) : null, h("span", { text: heading }), count),
        help ? h("div", { class: "wb-help", html: help }) : null, nothing, list);
    }
    function rowNode(row) {
      return h("div", { class: "wb-sort-row" },
        h("h4", { text: `${definition.row_name}: ${row.text}` }),
        row.help_html ? h("div", { class: "wb-help", html: row.help_html }) : null,
        h("div", { class: "wb-bins wb-pairs", style: `--wb-columns:${definition.columns.length}` },
          ...definition.columns.map((column) => binNode(
            `${row.id}/${column.id}`, column.text, `${row.text}, `, "Nothing here yet.", column.help_html, "h5"))));
    }
    function binNodes() {
      if (definition.rows.length) return definition.rows.map(rowNode);
      return [h("div", { class: "wb-bins" },
        ...definition.bins.map((bin) => binNode(bin.id, bin.text, "", "Nothing here yet.", bin.help_html)))];
    }

    // Drag to a bin or back to the tray. Near an edge of the screen the page scrolls along.
    function drag(event, grip, node, id) {
      if (event.button) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      node.classList.add("wb-dragged");
      let over = null, y = event.clientY, x = event.clientX, frame = 0;
      const mark = (box) => { over?.classList.remove("wb-over"); over = box; over?.classList.add("wb-over"); };
      const under = () => {
        const box = document.elementFromPoint(x, y)?.closest("[data-spot]");
        mark(box && place.contains(box) ? box : null);
      };
      const page = scroller(place);
      const roll = () => {
        const by = y < EDGE ? -12 : y > window.innerHeight - EDGE ? 12 : 0;
        if (by) { page.scrollBy(0, by); under(); }
        frame = requestAnimationFrame(roll);
      };
      const moved = (moving) => { x = moving.clientX; y = moving.clientY; under(); };
      const end = (dropped) => () => {
        cancelAnimationFrame(frame);
        grip.removeEventListener("pointermove", moved);
        grip.removeEventListener("pointerup", drop);
        grip.removeEventListener("pointercancel", cancel);
        node.classList.remove("wb-dragged");
        const spot = over?.dataset.spot;
        mark(null);
        if (dropped && spot !== undefined) put(id, spot);
      };
      const drop = end(true), cancel = end(false);
      frame = requestAnimationFrame(roll);
      grip.addEventListener("pointermove", moved);
      grip.addEventListener("pointerup", drop);
      grip.addEventListener("pointercancel", cancel);
    }

    const show = h("button", { type: "button", class: "wb-button", "data-key": "show" });
    const told = h("p", { class: "wb-help" });
    show.addEventListener("click", () => {
      const left = unplaced().length;
      if (left) { api.say(`First place everything: ${many(left)} to go.`); return; }
      answer.shown = !answer.shown;
      change(() => api.say(answer.shown ? "The reasons are now with each item." : "The reasons are hidden."));
    });
    /** Put the reasons beside the items that still stand where they stood when these were given. */
    function reasons(insight) {
      for (const node of place.querySelectorAll(".wb-card")) {
        const { id } = node.dataset, said = answer.shown ? insight?.reasons?.[id] : null;
        const box = node.querySelector(".wb-why");
        if (!said || said.spot !== spotOf(id)) { box.replaceChildren(); continue; }
        box.dataset.verdict = said.verdict;
        box.replaceChildren(h("p", { class: "wb-verdict", text: said.words }), ...said.reasons.map((reason) =>
          h("div", { class: "wb-reason" }, reason.about ? h("p", { class: "wb-about", text: `${reason.about}:` }) : null,
            h("div", { html: reason.html }))));
      }
    }

    function draw() {
      const byPlace = new Map([...lists.keys()].map((spot) => [spot, []]));
      const known = new Map(items.map((item) => [item.id, item]));
      for (const [id, spot] of Object.entries(answer.placed)) byPlace.get(spot).push(known.get(id));
      byPlace.set(TRAY, unplaced());
      for (const [spot, { list, nothing, count }] of lists) {
        const here = byPlace.get(spot);
        list.replaceChildren(...here.map(card));
        list.hidden = !here.length;
        nothing.hidden = here.length > 0;
        count.textContent = spot ? ` (${here.length})` : ` (${here.length} of ${items.length})`;
      }
      const left = byPlace.get(TRAY).length;
      parts.classList.toggle("wb-all-placed", left === 0); // the bins then have all the room
      show.setAttribute("aria-disabled", String(left > 0));
      show.textContent = answer.shown ? "Hide the reasons" : "Show me the suggested places and reasons";
      told.textContent = left ? `You can see reasons once everything is placed: ${many(left)} to go.`
        : "A suggestion is not a mark. Where you differ, ask whether your reason is the better one.";
      reasons(api.state().insight);
    }

    const tray = binNode(TRAY, "To place", "", `Every ${thing} has a place. You can still move any of them.`);
    const parts = h("div", { class: "wb-sort-parts" }, tray, h("div", {}, ...binNodes()));
    place.append(...[
      h("p", { class: "wb-help", text: `Choose a place from the list under each ${thing}, or drag it by the dots. With the arrow keys, press Enter to decide.` }),
      definition.has_key ? null : h("p", { class: "wb-help", text: "There is no one right place here: what counts is the reason you can give." }),
      h("div", { class: "wb-sort" }, parts),
      definition.has_key ? h("div", { class: "wb-show" }, show, told) : null].filter(Boolean));
    return {
      keys: [["↑ or ↓ in a list of places", "Look through the places"], ["Enter in a list of places", "Put it there, and go on to the next"], ["Escape in a list of places", "Leave it where it was"]],
      draw(value) { answer = value; draw(); },
      insight(insight) { if (answer) reasons(insight); },
    };
  });
}
export default { render };
