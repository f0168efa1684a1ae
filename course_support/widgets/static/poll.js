import { exercise, h, uid } from "./frame.js";

const OTHER = "other"; // stands for the participant's own answer among those chosen

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page, { at_most: most, words } = definition.choose;
    const one = most === 1, name = uid("poll");
    let answer = null;
    const refusal = h("p", { class: "wb-refusal", role: "alert" });
    const count = h("p", { class: "wb-chosen", role: "status" });
    const boxes = new Map();

    const offered = [...definition.options, ...(definition.other ? [{ id: OTHER, text: definition.other }] : [])];
    const text = new Map(offered.map((option) => [option.id, option.text]));

    function choose(id, on) {
      if (on && !one && answer.chosen.length >= most) {
        const so_far = answer.chosen.map((key) => text.get(key)).join(", ");
        refusal.textContent = `Choose ${words}: which matters least? You have chosen ${so_far}.`;
        return false;
      }
      refusal.textContent = "";
      if (one) answer.chosen = on ? [id] : [];
      else answer.chosen = on ? [...answer.chosen, id] : answer.chosen.filter((other) => other !== id);
      return true;
    }
    function ticks() {
      for (const [id, box] of boxes) box.checked = answer.chosen.includes(id);
      count.textContent = one ? "" : `${answer.chosen.length} chosen of ${words}`;
    }

    function option({ id, text: label, help_html: help }) {
      const box = h("input", {
        type: one ? "radio" : "checkbox", name: one ? name : null, "data-key": `choose:${id}`,
        onchange: () => { if (choose(id, box.checked)) api.save(answer); ticks(); },
      });
      boxes.set(id, box);
      return h("div", { class: "wb-option" },
        h("label", {}, box, h("span", { class: "wb-text", text: label })),
        help ? h("details", { class: "wb-more" },
          h("summary", { "data-key": `about:${id}` }, h("span", { text: "About this" }), h("span", { class: "wb-hidden", text: ` ${label}` })),
          h("div", { html: help })) : null,
        id === OTHER ? own(label) : null);
    }
    const mine = h("input", { type: "text", id: uid("own"), maxlength: 500, "data-key": "own" });
    function own(label) {
      mine.addEventListener("input", () => {
        answer.other = mine.value;
        // Writing an answer of one's own means choosing it, as long as there is room for one more.
        if (mine.value.trim() && !answer.chosen.includes(OTHER)) choose(OTHER, true);
        ticks();
        api.typed(answer);
      });
      mine.addEventListener("blur", () => api.settle());
      return h("div", { class: "wb-own" }, h("label", { for: mine.id, text: "In your own words" }, h("span", { class: "wb-hidden", text: ` ${label}` })), mine);
    }

    const note = h("textarea", { id: uid("comment"), rows: 3, maxlength: 50000, "data-key": "comment" });
    note.addEventListener("input", () => { answer.comment = note.value; api.typed(answer); });
    note.addEventListener("blur", () => api.settle());

    place.append(
      h("fieldset", { class: "wb-poll" },
        h("legend", {}, h("span", { text: definition.question }), " ",
          h("span", { class: "wb-help", text: one ? "Choose one." : `Choose ${words}.` })),
        count, refusal, ...offered.map(option)),
      ...(definition.comment_prompt ? [h("div", { class: "wb-prompt" },
        h("label", { for: note.id,
          text: definition.comment_prompt + (definition.comment_needed ? "" : " (if you like)") }), note)] : []));
    const fill = (field, value) => { if (field.value !== value) field.value = value; };
    return {
      draw(value) {
        answer = value;
        refusal.textContent = "";
        ticks();
        fill(mine, value.other);
        fill(note, value.comment);
      },
    };
  });
}
export default { render };
