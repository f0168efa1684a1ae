import { exercise, h, keepFocus, uid } from "./frame.js";

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    const name = definition.card_name;
    let answer = null;
    let editing = null; // id of the card being changed
    let linking = null; // id of the card whose links are being chosen
    const boxes = new Map();

    const title = (id) => definition.boxes.find((box) => box.id === id).title;
    const inBox = (id) => answer.cards.filter((card) => card.box === id);
    const next = definition.next ?? {};
    const asksSign = (id) => definition.boxes.find((box) => box.id === id).sign;
    const named = (id) => answer.cards.find((card) => card.id === id);
    const linksFrom = (card) => answer.links.filter((link) => link.start === card.id);
    const fits = ({ start, end }) => {
      const from = named(start), to = named(end);
      return from && to && next[from.box] === to.box;
    };
    /** Take away links that lost an end; return words for it. */
    function tidied() {
      const before = answer.links.length;
      answer.links = answer.links.filter(fits);
      const gone = before - answer.links.length;
      return gone ? ` ${gone} link${gone === 1 ? "" : "s"} went with it.` : "";
    }
    const change = (then) => { api.save(answer); keepFocus(place, draw); then?.(); };
    const focus = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();

    function add(box, field, keepDraft) {
      const words = field.value.trim();
      if (!words) { api.say(`Type the ${name} first.`); field.focus(); return; }
      answer.cards.push({ id: `card-${uid("x").slice(2)}`, box, text: words, sign: "" });
      field.value = "";
      keepDraft();
      change(() => { field.focus(); api.say(`Added to ${title(box)}.`); });
    }
    function remove(card) {
      const rest = inBox(card.box), beside = rest[rest.indexOf(card) + 1] ?? rest[rest.indexOf(card) - 1];
      answer.cards = answer.cards.filter((other) => other !== card);
      const gone = tidied();
      change(() => { focus(beside ? `${beside.id}:edit` : `${card.box}:new`); api.say(`Deleted.${gone} Undo brings it back.`); });
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
      const here = inBox(box), gone = tidied();
      change(() => api.say(`${from === box ? "Moved" : `Moved to ${title(box)}`}: ${here.indexOf(card) + 1} of ${here.length}.${gone}`));
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
          button("delete", "Delete", "Delete", () => remove(card))),
        signNode(card), linksNode(card, button));
      grip.addEventListener("pointerdown", (event) => drag(event, grip, node, card));
      return node;
    }
    /** How one would know: asked beside each card where the box asks it. */
    function signNode(card) {
      const question = asksSign(card.box);
      if (!question) return null;
      const id = uid("sign");
      const field = h("textarea", { id, rows: 2, "data-key": `${card.id}:sign`, value: card.sign ?? "" });
      field.addEventListener("input", () => { card.sign = field.value; api.typed(answer); });
      field.addEventListener("change", () => api.settle());
      return h("div", { class: "wb-card-sign" },
        h("label", { for: id, text: question }, h("span", { class: "wb-hidden", text: ` (${card.text})` })), field);
    }
    /** What a card leads to, and the list in which that is chosen. */
    function linksNode(card, button) {
      if (!next[card.box]) return null;
      const links = linksFrom(card), open = linking === card.id, panel = uid("links");
      const toggle = button("link", links.length ? "Change links" : "Link to…", links.length ? "Change links" : "Link to", () => {
        linking = open ? null : card.id;
        draw();
        focus(open ? `${card.id}:link` : `${card.id}:link:0`);
      });
      toggle.setAttribute("aria-expanded", String(open));
      if (open) toggle.setAttribute("aria-controls", panel);
      const lines = links.map((link) => h("li", {},
        h("span", { "aria-hidden": "true", text: "→ " }), h("span", { class: "wb-hidden", text: "Leads to: " }),
        h("span", { text: named(link.end).text }),
        link.assumption.trim() ? h("span", { class: "wb-help", text: ` (only if ${link.assumption.trim()})` }) : null));
      return h("div", { class: "wb-card-links" },
        lines.length && !open ? h("ul", {}, ...lines) : null, toggle,
        open ? choices(card, panel) : null);
    }
    function choices(card, panel) {
      const right = next[card.box], there = inBox(right);
      const close = () => { linking = null; draw(); focus(`${card.id}:link`); };
      const node = h("fieldset", { id: panel, class: "wb-link-choices" },
        h("legend", { text: `“${card.text}” leads to` }),
        ...(there.length ? there.map((other, at) => choice(card, other, at))
          : [h("p", { tabindex: -1, "data-key": `${card.id}:link:0`, text: `Nothing is under “${title(right)}” yet. Add a ${name} there first.` })]),
        h("button", { type: "button", class: "wb-button wb-small", text: "Done", "aria-label": `Done with the links of ${card.text}`, onclick: close }));
      node.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.stopPropagation(); close(); }
      });
      return node;
    }
    function choice(card, other, at) {
      const id = uid("link"), key = `${card.id}:link:${at}`;
      const link = answer.links.find(({ start, end }) => start === card.id && end === other.id);
      const box = h("input", { type: "checkbox", id, "data-key": key });
      box.checked = Boolean(link);
      box.addEventListener("change", () => {
        if (link) answer.links = answer.links.filter((each) => each !== link);
        else answer.links.push({ start: card.id, end: other.id, assumption: "" });
        change(() => api.say(link ? `No longer linked to ${other.text}.` : `Linked to ${other.text}.`));
      });
      const why = uid("why");
      const field = link ? h("input", { type: "text", id: why, maxlength: 1000, "data-key": `${key}:why`, value: link.assumption }) : null;
      field?.addEventListener("input", () => { link.assumption = field.value; api.typed(answer); });
      field?.addEventListener("change", () => api.settle());
      return h("div", { class: "wb-link-choice" }, h("label", { for: id }, box, other.text),
        link ? h("label", { for: why, class: "wb-link-if" }, definition.assumption_prompt, h("span", { class: "wb-hidden", text: ` (${other.text})` })) : null, field);
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
      const keepDraft = api.draft(input); // typed and not yet added: it is there again after a reload
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); add(box.id, input, keepDraft); }
      });
      const empty = h("p", { class: "wb-empty", text: `No ${name} yet. Type one below.` });
      boxes.set(box.id, { list, empty });
      return h("div", { class: "wb-box", "data-box": box.id },
        h("h4", { id: heading, text: box.title }),
        box.help_html ? h("div", { class: "wb-help", html: box.help_html }) : null,
        ...[["Planning", box.planning], ["Monitoring", box.monitoring]].map(([what, question]) => question
          ? h("p", { class: "wb-help wb-box-asked" }, h("strong", { text: `${what}: ` }), question) : null),
        list, empty,
        h("form", { class: "wb-add", onsubmit: (event) => { event.preventDefault(); add(box.id, input, keepDraft); } },
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
    place.append(h("div", { class: `wb-boxes wb-boxes-${definition.columns}`, style: `--wb-columns:${definition.columns}` }, ...definition.boxes.map(boxNode)));
    return {
      keys: [["Enter in a new card", "Add it (Shift and Enter: a new line)"], ["Escape while changing a card", "Leave it as it was"],
        ...(definition.links ? [["Link to…", "Opens the cards of the next box; Space links or unlinks, Escape closes"]] : [])],
      draw(value) { answer = value; answer.links ??= []; draw(); },
    };
  });
}
export default { render };
