import { exercise, h, keepFocus, uid } from "./frame.js";

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    const name = definition.card_name;
    let answer = null;
    let editing = null; // id of the card being changed
    const boxes = new Map();

    const title = (id) => definition.boxes.find((box) => box.id === id).title;
    const inBox = (id) => answer.cards.filter((card) => card.box === id);
    const change = (then) => { api.save(answer); keepFocus(place, draw); then?.(); };
    const focus = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();

    function add(box, field) {
      const words = field.value.trim();
      if (!words) { api.say(`Type the ${name} first.`); field.focus(); return; }
      answer.cards.push({ id: `card-${uid("x").slice(2)}`, box, text: words });
      field.value = "";
      change(() => { field.focus(); api.say(`Added to ${title(box)}.`); });
    }
    function remove(card) {
      const rest = inBox(card.box), next = rest[rest.indexOf(card) + 1] ?? rest[rest.indexOf(card) - 1];
      answer.cards = answer.cards.filter((other) => other !== card);
      change(() => { focus(next ? `${next.id}:edit` : `${card.box}:new`); api.say("Deleted. Undo brings it back."); });
    }
    function edit(card, words) {
      editing = null;
      const text = words.trim();
      if (!text || text === card.text) keepFocus(place, draw);
      else { card.text = text; change(() => api.say("Changed.")); }
      focus(`${card.id}:edit`);
    }
    /** Put a card into a box, before another card or at the end. */
    function put(card, box, before = null) {
      const from = card.box;
      answer.cards = answer.cards.filter((other) => other !== card);
      card.box = box;
      const at = before ? answer.cards.indexOf(before) : answer.cards.length;
      answer.cards.splice(at, 0, card);
      const here = inBox(box);
      change(() => api.say(`${from === box ? "Moved" : `Moved to ${title(box)}`}: ${here.indexOf(card) + 1} of ${here.length}.`));
    }
    function step(card, by) {
      const here = inBox(card.box), at = here.indexOf(card);
      if (at + by < 0 || at + by >= here.length) { api.say(by < 0 ? "Already first." : "Already last."); return; }
      put(card, card.box, by < 0 ? here[at - 1] : here[at + 2] ?? null);
    }

    function cardNode(card) {
      if (editing === card.id) return editor(card);
      const grip = h("span", { class: "wb-grip", "aria-hidden": "true", text: "⠿" });
      const button = (key, sign, words, onclick) => h("button", {
        type: "button", class: "wb-arrow", "data-key": `${card.id}:${key}`, text: sign, "aria-label": `${words}: ${card.text}`, onclick,
      });
      const to = h("select", { class: "wb-place", "data-key": `${card.id}:to`, "aria-label": `Box of ${card.text}` },
        ...definition.boxes.map((box) => h("option", { value: box.id, text: box.title })));
      to.value = card.box;
      to.addEventListener("change", () => put(card, to.value));
      const node = h("li", { class: "wb-card", "data-id": card.id },
        h("div", { class: "wb-row" }, grip, h("span", { class: "wb-text", text: card.text })),
        h("div", { class: "wb-tools" },
          button("edit", "Edit", "Edit", () => { editing = card.id; draw(); focus(`${card.id}:text`); }),
          button("up", "▲", "Move up", () => step(card, -1)),
          button("down", "▼", "Move down", () => step(card, 1)),
          definition.boxes.length > 1 ? to : null,
          button("delete", "Delete", "Delete", () => remove(card))));
      grip.addEventListener("pointerdown", (event) => drag(event, grip, node, card));
      return node;
    }
    function editor(card) {
      const id = uid("edit");
      const area = h("textarea", { id, rows: 2, "data-key": `${card.id}:text`, value: card.text });
      area.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.stopPropagation(); edit(card, card.text); }
        if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); edit(card, area.value); }
      });
      return h("li", { class: "wb-card" }, h("label", { for: id, text: `Change this ${name}` }), area,
        h("div", { class: "wb-tools" },
          h("button", { type: "button", class: "wb-button", text: "Keep", onclick: () => edit(card, area.value) }),
          h("button", { type: "button", class: "wb-button", text: "Cancel", onclick: () => edit(card, card.text) })));
    }
    function boxNode(box) {
      const heading = uid("box"), field = uid("new"), example = uid("example");
      const list = h("ul", { class: "wb-cards", "aria-labelledby": heading, "data-box": box.id });
      const input = h("textarea", { id: field, rows: 1, "data-key": `${box.id}:new`, "aria-describedby": box.example ? example : null });
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); add(box.id, input); }
      });
      const empty = h("p", { class: "wb-empty", text: `No ${name} yet. Type one below.` });
      boxes.set(box.id, { list, empty });
      return h("div", { class: "wb-box", "data-box": box.id },
        h("h4", { id: heading, text: box.title }),
        box.help_html ? h("div", { class: "wb-help", html: box.help_html }) : null,
        list, empty,
        h("form", { class: "wb-add", onsubmit: (event) => { event.preventDefault(); add(box.id, input); } },
          h("label", { for: field }, `Add ${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`, h("span", { class: "wb-hidden", text: ` to ${box.title}` })), input,
          box.example ? h("p", { id: example, class: "wb-help", text: `For example: ${box.example}` }) : null,
          h("button", { type: "submit", class: "wb-button", "aria-label": `Add to ${box.title}`, text: "Add" })));
    }

    // Drag between boxes: a line shows where the card will land; the card itself stays until the drop.
    function drag(event, grip, node, card) {
      if (event.button) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      node.classList.add("wb-dragged");
      const line = h("li", { class: "wb-landing", "aria-hidden": "true" });
      const moved = ({ clientX: x, clientY: y }) => {
        const box = document.elementFromPoint(x, y)?.closest(".wb-box");
        if (!box || !place.contains(box)) { line.remove(); return; }
        const list = box.querySelector(".wb-cards");
        const after = [...list.querySelectorAll(".wb-card")].find((other) => {
          const spot = other.getBoundingClientRect();
          return y < spot.top + spot.height / 2;
        });
        if (after) after.before(line); else list.append(line);
      };
      const end = (dropped) => () => {
        grip.removeEventListener("pointermove", moved);
        grip.removeEventListener("pointerup", drop);
        grip.removeEventListener("pointercancel", cancel);
        node.classList.remove("wb-dragged");
        const list = line.closest(".wb-cards"), next = line.nextElementSibling;
        line.remove();
        if (!dropped || !list || next === node) return;
        const before = answer.cards.find((other) => other.id === next?.dataset.id) ?? null;
        if (before !== card) put(card, list.dataset.box, before);
      };
      const drop = end(true), cancel = end(false);
      grip.addEventListener("pointermove", moved);
      grip.addEventListener("pointerup", drop);
      grip.addEventListener("pointercancel", cancel);
    }

    function draw() {
      for (const [id, { list, empty }] of boxes) {
        const cards = inBox(id);
        list.replaceChildren(...cards.map(cardNode));
        list.hidden = !cards.length;
        empty.hidden = cards.length > 0;
      }
    }
    place.append(h("div", { class: "wb-boxes", style: `--wb-columns:${definition.columns}` }, ...definition.boxes.map(boxNode)));
    return {
      keys: [["Enter in a new card", "Add it (Shift and Enter: a new line)"], ["Escape while changing a card", "Leave it as it was"]],
      draw(value) { answer = value; draw(); },
    };
  });
}
export default { render };
