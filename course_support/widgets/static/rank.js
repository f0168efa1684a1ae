import { exercise, h, keepFocus, uid } from "./frame.js";

const MARKS = ["A", "B", "C"]; // which method a bar belongs to, said without colour

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    let answer = null;
    const help = new Map(definition.items.map((item) => [item.id, item.help_html]));
    const base = new Map(definition.items.map((item) => [item.id, item.text]));
    const label = uid("rank"), chosenLine = h("p", { class: "wb-chosen", role: "status" });
    const key = h("div", { class: "wb-key" });
    const list = h("ol", { class: "wb-list", "aria-labelledby": label });

    const text = (id) => base.get(id) ?? answer.own.find((item) => item.id === id)?.text ?? id;
    const position = (id) => answer.order.indexOf(id) + 1;
    const change = (then) => { answer.ranked = true; api.save(answer); keepFocus(place, draw); then?.(); };

    function move(id, to) {
      const from = answer.order.indexOf(id), last = answer.order.length - 1;
      const target = Math.max(0, Math.min(last, to));
      if (target === from) { api.say(`${text(id)} is already ${from === 0 ? "first" : "last"}.`); return; }
      answer.order.splice(from, 1);
      answer.order.splice(target, 0, id);
      change(() => api.say(`${text(id)}, item ${target + 1} of ${answer.order.length}.`));
    }
    function choose(id, on) {
      const { at_most: most } = definition.choose;
      if (on && answer.chosen.length >= most) {
        const names = answer.chosen.map(text).join(", ");
        refuse(`Choose ${definition.choose.words}: which matters least? You have chosen ${names}.`);
        return false;
      }
      refuse("");
      answer.chosen = on ? [...answer.chosen, id] : answer.chosen.filter((other) => other !== id);
      api.save(answer);
      count();
      return true;
    }
    const refusal = h("p", { class: "wb-refusal", role: "alert" });
    const refuse = (words) => { refusal.textContent = words; };
    function count() {
      if (definition.choose) chosenLine.textContent = `${answer.chosen.length} chosen of ${definition.choose.words}`;
    }

    // Each item's row is made once and then changed in place: an order of forty redraws at once.
    const rows = new Map();

    function arrow(id, name, sign, step) {
      return h("button", {
        type: "button", class: "wb-arrow", "data-key": `${id}:${name}`, text: sign,
        onclick: () => move(id, position(id) - 1 + step),
      });
    }
    function places(id) {
      const select = h("select", {
        "data-key": `${id}:place`, "aria-label": `Place of ${text(id)}`, class: "wb-place",
        onchange: () => move(id, Number(select.value)),
      });
      return select;
    }
    function makeRow(id) {
      const grip = h("span", { class: "wb-grip", "aria-hidden": "true", text: "⠿" });
      const up = arrow(id, "up", "▲", -1), down = arrow(id, "down", "▼", 1), place = places(id);
      const chosen = definition.choose ? chooser(id) : null;
      const noted = definition.note_prompt ? note(id) : null;
      const weights = definition.show_weights ? h("div", { class: "wb-weights" }) : null;
      const item = h("li", { "data-id": id },
        h("div", { class: "wb-row" }, grip, place, h("span", { class: "wb-text", text: text(id) }),
          chosen?.node, h("span", { class: "wb-arrows" }, up, down)),
        weights,
        h("div", { class: "wb-folds" },
          help.get(id) ? more("About this", h("div", { html: help.get(id) }), id) : null, noted?.node),
        base.has(id) ? null : h("button", {
          type: "button", class: "wb-button wb-small", "data-key": `${id}:remove`, text: "Remove",
          "aria-label": `Remove ${text(id)}`, onclick: () => remove(id),
        }));
      grip.addEventListener("pointerdown", (event) => drag(event, grip, item));
      item.addEventListener("keydown", (event) => {
        if (!event.altKey || event.target.matches("textarea, select")) return;
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step) { event.preventDefault(); move(id, position(id) - 1 + step); }
      });
      return { item, up, down, place, weights, chosen, noted };
    }
    function updateRow(id) {
      const { up, down, place, chosen, noted } = rows.get(id);
      const at = position(id), most = answer.order.length;
      for (const [button, name, end] of [[up, "up", at === 1], [down, "down", at === most]]) {
        button.setAttribute("aria-label", `Move ${name}: ${text(id)}, item ${at} of ${most}`);
        button.setAttribute("aria-disabled", String(end));
      }
      while (place.options.length > most) place.remove(place.options.length - 1);
      while (place.options.length < most) {
        const next = place.options.length;
        place.append(h("option", { value: String(next), text: String(next + 1) }));
      }
      place.value = String(at - 1);
      chosen?.update();
      noted?.update();
    }
    function chooser(id) {
      const box = h("input", { type: "checkbox", "data-key": `${id}:choose` });
      box.addEventListener("change", () => { if (!choose(id, box.checked)) box.checked = false; });
      const node = h("label", { class: "wb-choose" }, box, h("span", { text: "Choose" }),
        h("span", { class: "wb-hidden", text: text(id) }));
      return { node, update: () => { box.checked = answer.chosen.includes(id); } };
    }
    function more(words, content, id) {
      return h("details", { class: "wb-more" },
        h("summary", { "data-key": `${id}:about` }, h("span", { text: words }), h("span", { class: "wb-hidden", text: `: ${text(id)}` })), content);
    }
    function note(id) {
      const name = uid("note"), title = h("span");
      const area = h("textarea", { id: name, rows: 2, "data-key": `${id}:note`, maxlength: 50000 });
      area.addEventListener("input", () => {
        if (area.value) answer.notes[id] = area.value; else delete answer.notes[id];
        api.typed(answer);
      });
      area.addEventListener("blur", () => api.settle());
      const node = h("details", { class: "wb-more" },
        h("summary", { "data-key": `${id}:fold` }, title, h("span", { class: "wb-hidden", text: `: ${text(id)}` })),
        h("label", { for: name, text: definition.note_prompt }), area);
      function update() {
        const words = answer.notes[id] ?? "";
        title.textContent = words ? "Your note" : "Add a note";
        if (area.value !== words) { area.value = words; if (words) node.open = true; }
      }
      return { node, update };
    }
    function remove(id) {
      const after = answer.order[position(id)] ?? answer.order[position(id) - 2];
      const gone = text(id);
      answer.own = answer.own.filter((item) => item.id !== id);
      answer.order = answer.order.filter((other) => other !== id);
      answer.chosen = answer.chosen.filter((other) => other !== id);
      delete answer.notes[id];
      change(() => {
        list.querySelector(`[data-key="${CSS.escape(`${after}:place`)}"]`)?.focus();
        api.say(`${gone} removed. Undo brings it back.`);
      });
    }

    const mine = h("input", { type: "text", maxlength: 300, id: uid("own"), "data-key": "own" });
    function add(event) {
      event.preventDefault();
      const words = mine.value.trim();
      if (!words) { api.say("Type the item first."); mine.focus(); return; }
      if (answer.own.length >= definition.most_own) { refuse(`You can add up to ${definition.most_own} items of your own.`); return; }
      const id = `own-${uid("x").slice(2)}`;
      answer.own.push({ id, text: words });
      answer.order.push(id);
      mine.value = "";
      change(() => api.say(`${words} added as item ${answer.order.length}.`));
    }
    const adder = definition.add_own ? h("form", { class: "wb-add", onsubmit: add },
      h("label", { for: mine.id, text: "Add one of your own" }), mine,
      h("button", { type: "submit", class: "wb-button", text: "Add" })) : null;

    const stands = h("button", {
      type: "button", class: "wb-button", "data-key": "stands", text: "This order is right as it stands",
      onclick: () => change(() => { api.say("Order kept."); list.querySelector("select")?.focus(); }),
    });

    // Drag. The siblings move round the dragged item: moving the item itself would end the drag.
    function drag(event, grip, item) {
      if (event.button) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      item.classList.add("wb-dragged");
      const middle = (node) => { const box = node.getBoundingClientRect(); return box.top + box.height / 2; };
      const moved = ({ clientY: y }) => {
        const all = [...list.children], at = all.indexOf(item);
        for (const other of all.slice(at + 1)) if (y > middle(other)) item.before(other);
        for (const other of all.slice(0, at).reverse()) if (y < middle(other)) item.after(other);
        const edge = 60;
        if (y < edge) item.scrollIntoView({ block: "center" });
        if (y > window.innerHeight - edge) item.scrollIntoView({ block: "center" });
      };
      const end = (how) => () => {
        grip.removeEventListener("pointermove", moved);
        grip.removeEventListener("pointerup", drop);
        grip.removeEventListener("pointercancel", cancel);
        const order = [...list.children].map((node) => node.dataset.id), landed = () => item.classList.remove("wb-dragged");
        if (how === "cancel") { landed(); draw(); return; }
        if (order.join() === answer.order.join()) { landed(); return; }
        answer.order = order;
        answer.ranked = true;
        api.save(answer);
        api.soon(() => { // the items already stand as dropped; the rest is drawn with the kernel's answer
          landed();
          keepFocus(place, draw);
          api.say(`${text(item.dataset.id)}, item ${position(item.dataset.id)} of ${order.length}.`);
        });
      };
      const drop = end("drop"), cancel = end("cancel");
      grip.addEventListener("pointermove", moved);
      grip.addEventListener("pointerup", drop);
      grip.addEventListener("pointercancel", cancel);
    }

    function makeBar(method, m) {
      const fill = h("span", { class: `wb-fill wb-fill-${m}` }), share = h("span", { class: "wb-share" });
      const node = h("p", { class: "wb-weight" },
        h("span", { class: "wb-hidden", text: `${method.name} weight ` }),
        h("span", { "aria-hidden": "true", class: "wb-mark", text: MARKS[m] }),
        h("span", { class: "wb-track", "aria-hidden": "true" }, fill), share);
      return { node, fill, share };
    }
    function bars(insight) {
      const weights = insight?.weights;
      if (!weights || weights[0].values.length !== answer.order.length) return;
      const most = Math.max(...weights.map((method) => method.values[0]));
      answer.order.forEach((id, at) => {
        const row = rows.get(id);
        if (!row.bars) {
          row.bars = weights.map(makeBar);
          row.weights.replaceChildren(...row.bars.map(({ node }) => node));
        }
        weights.forEach((method, m) => {
          const share = method.values[at];
          row.bars[m].fill.style.transform = `scaleX(${(share / most).toFixed(3)})`; // changes no layout
          row.bars[m].share.textContent = `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
        });
      });
      if (!key.childElementCount) {
        key.append(h("p", { text: "What this order would mean as weights:" }),
          h("ul", {}, ...weights.map((method, m) => h("li", { text: `${MARKS[m]} ${method.name}` }))));
      }
    }
    function draw() {
      for (const id of [...rows.keys()]) {
        // A row goes when its item does; an added item that came back may have other words.
        const { item } = rows.get(id);
        if (!answer.order.includes(id) || item.querySelector(".wb-text").textContent !== text(id)) {
          item.remove();
          rows.delete(id);
        }
      }
      answer.order.forEach((id, at) => {
        if (!rows.has(id)) rows.set(id, makeRow(id));
        const { item } = rows.get(id);
        if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
        updateRow(id);
      });
      stands.hidden = answer.ranked;
      count();
      bars(api.state().insight);
    }

    place.append(
      h("p", { id: label, class: "wb-label", text: `${definition.heading}, ${definition.order_means}` }),
      h("p", { class: "wb-help", text: "Drag by the dots, use the arrows, or pick a place from the list of numbers." }),
      ...[definition.show_weights ? key : null, definition.choose ? chosenLine : null].filter(Boolean),
      refusal, list, ...[adder].filter(Boolean), stands);
    return {
      keys: [["Alt and ↑ or ↓", "Move the item up or down"]],
      draw(value) { answer = value; draw(); },
      insight(insight) { if (answer) bars(insight); },
    };
  });
}
export default { render };
