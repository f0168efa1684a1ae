import { exercise, h, keepFocus, uid } from "./frame.js";

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    let answer = null;
    let walk = null; // what the kernel made of the answers: steps, next question, recommendation
    let changing = null; // id of the earlier question that is being answered again
    let moving = null; // the answer just given, until the walk that follows from it arrives
    const drafts = new Map(); // chosen or typed, not yet given: kept when the page is drawn anew

    const find = (key) => place.querySelector(`:is([data-key="${CSS.escape(key)}"], [data-radio="${CSS.escape(key)}"])`);
    const focus = (key) => find(key)?.focus();
    // Radio buttons have a name of their own for this: they hold no selection that could be put back.
    function redraw() {
      const radio = place.contains(document.activeElement) ? document.activeElement.dataset.radio : null;
      keepFocus(place, draw);
      if (radio) find(radio)?.focus({ preventScroll: true });
    }

    function give(question, value) {
      if (!value.trim()) {
        drafts.set(`${question.id}!`, question.kind === "number" ? "Type a number first." : "Choose an answer first.");
        redraw();
        toField(question);
        return;
      }
      drafts.delete(question.id);
      drafts.delete(`${question.id}!`);
      moving = { id: question.id, value: value.trim(), changed: changing !== null };
      changing = null;
      answer.answers[question.id] = moving.value;
      api.save(answer);
    }
    function toField(question) {
      const given = drafts.get(question.id) ?? question.given;
      const option = question.options.find((each) => each.id === given) ?? question.options[0];
      focus(option ? `${question.id}:${option.id}` : `${question.id}:number`);
    }
    /** Lead on when the kernel has walked with the answer just given: next question or result. */
    function arrived() {
      if (!moving || walk.answers[moving.id] !== moving.value) return;
      const { id, changed } = moving;
      moving = null;
      if (changed && walk.outcome) focus(`${id}:change`);
      else if (walk.question) toField(walk.question);
      else focus("result");
      if (walk.problem) { api.say(walk.problem); return; }
      if (!changed) return;
      const later = walk.steps.slice(walk.steps.findIndex((taken) => taken.question?.id === id) + 1).filter((taken) => taken.question).length;
      const kept = later ? ` Later answers that still apply were kept: ${later}.` : "";
      api.say(`Changed.${kept}${walk.outcome ? ` Recommendation: ${walk.outcome.title}.` : ""}`);
    }

    /** One question as a form; `earlier` when it is an answer given before. */
    function ask(question, earlier) {
      const legend = uid("question"), about = uid("about"), wrong = uid("wrong");
      const given = drafts.get(question.id) ?? question.given;
      const said = drafts.get(`${question.id}!`) ?? (earlier ? "" : walk.problem);
      const described = [question.help ? about : null, said ? wrong : null].filter(Boolean).join(" ") || null;
      const help = question.help ? h("p", { id: about, class: "wb-help", text: question.help }) : null;
      const problem = said ? h("p", { id: wrong, class: "wb-refusal", text: said }) : null;
      let field;
      if (question.kind === "number") {
        const id = uid("number");
        const input = h("input", {
          id, type: "text", inputmode: "decimal", maxlength: 500, autocomplete: "off", "data-key": `${question.id}:number`,
          value: given, "aria-describedby": described, "aria-invalid": said ? "true" : null,
          oninput: () => drafts.set(question.id, input.value),
        });
        field = h("div", {}, h("label", { for: id, text: question.text }), help, problem,
          h("div", { class: "wb-amount" }, question.unit === "£" ? h("span", { "aria-hidden": "true", text: "£" }) : null, input,
            question.unit && question.unit !== "£" ? h("span", { text: question.unit }) : null));
      } else {
        const name = uid("choice");
        field = h("fieldset", { "aria-describedby": described },
          h("legend", { id: legend, text: question.text }), help, problem,
          ...question.options.map((option) => {
            const box = h("input", {
              type: "radio", name, value: option.id, "data-radio": `${question.id}:${option.id}`,
              onchange: () => drafts.set(question.id, option.id),
            });
            box.checked = option.id === given;
            return h("label", { class: "wb-choice" }, box, h("span", { class: "wb-text", text: option.text }));
          }));
      }
      const take = () => give(question, drafts.get(question.id) ?? question.given);
      const form = h("form", { class: "wb-question", onsubmit: (event) => { event.preventDefault(); take(); } }, field,
        h("div", { class: "wb-buttons" },
          h("button", { type: "submit", class: "wb-button", "data-key": `${question.id}:next`, text: earlier ? "Change my answer" : "Next" }),
          earlier ? h("button", { type: "button", class: "wb-button", "data-key": `${question.id}:leave`, text: "Leave it as it was", onclick: leave }) : null));
      if (earlier) {
        form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } });
      }
      function leave() {
        changing = null;
        drafts.delete(question.id);
        drafts.delete(`${question.id}!`);
        redraw();
        focus(`${question.id}:change`);
      }
      return form;
    }

    const doubt = (text) => (text ? h("span", { class: "wb-doubt", text: `Uncertain: ${text}` }) : null);
    function grounds(step) {
      const { source } = step;
      const title = source.url
        ? h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer", text: `${source.title} (opens in a new tab)` })
        : h("span", { text: source.title });
      return h("details", { class: "wb-more" },
        h("summary", {}, h("span", { text: `Law or rule: ${step.law}` })),
        h("ul", {},
          h("li", {}, title, source.checked ? h("span", { text: `. Checked on ${source.checked}.` }) : null),
          ...step.figures.map((figure) => h("li", {}, h("span", { text: `${figure.text}. ${figure.source}.${figure.checked ? ` Checked on ${figure.checked}.` : ""} ` }), doubt(figure.doubt)))));
    }
    function step(taken, at) {
      const { question } = taken;
      const open = question && changing === question.id;
      const unsure = taken.source.doubt || taken.figures.find((figure) => figure.doubt)?.doubt;
      const node = h("li", {},
        open ? ask(question, true) : h("div", { class: "wb-step" },
          h("p", { class: "wb-asked", text: question ? question.text : "Worked out from your answers" }),
          h("p", { class: "wb-said" }, h("strong", { text: taken.chosen }),
            question ? h("button", {
              type: "button", class: "wb-button wb-small", "data-key": `${question.id}:change`, text: "Change", "aria-label": `Change answer ${at + 1}: ${question.text}`,
              onclick: () => { changing = question.id; draw(); toField(question); },
            }) : null)),
        h("p", { class: "wb-reason", text: taken.reason }), unsure ? h("p", {}, doubt(unsure)) : null, grounds(taken));
      node.querySelector("summary").dataset.key = `step:${at}`;
      return node;
    }
    const lines = (title, texts) => (texts.length
      ? [h("h5", { text: title }), h("ul", {}, ...texts.map((text) => h("li", { text })))] : []);
    function result(outcome) {
      const id = uid("result");
      return h("section", { class: "wb-decided", "aria-labelledby": id },
        h("h4", { id, tabindex: -1, "data-key": "result", text: `Recommendation: ${outcome.title}` }),
        h("p", { text: outcome.text }),
        ...lines("What to do", outcome.do), ...lines("Take care", outcome.caution),
        h("p", { class: "wb-help", text: definition.caution }),
        ...(walk.would_change.length
          ? lines("What would have changed the result", walk.would_change)
          : [h("p", { text: "No single other answer would have changed the result." })]));
    }

    const note = h("textarea", { id: uid("comment"), rows: 3, maxlength: 50000, "data-key": "comment" });
    note.addEventListener("input", () => { answer.comment = note.value; api.typed(answer); });
    note.addEventListener("blur", () => api.settle());

    const steps = h("ol", { class: "wb-trail", "aria-label": "Your answers so far" });
    const now = h("div", { class: "wb-now" });
    const start = h("p", { class: "wb-empty" });
    function draw() {
      if (!walk || !answer) return;
      if (changing && !walk.steps.some((taken) => taken.question?.id === changing)) changing = null;
      const opened = new Set([...steps.querySelectorAll("details[open] > summary")].map((summary) => summary.dataset.key));
      steps.replaceChildren(...walk.steps.map(step));
      for (const summary of steps.querySelectorAll("summary")) summary.parentElement.open = opened.has(summary.dataset.key);
      steps.hidden = !walk.steps.length;
      start.textContent = walk.steps.length ? "" : "Answer the first question. Each answer leads to the next, and you can change any of them later.";
      start.hidden = walk.steps.length > 0;
      if (asked) asked.hidden = !walk.outcome && !answer.comment;
      now.replaceChildren(...[
        walk.question ? ask(walk.question, false) : null,
        walk.question && walk.later ? h("p", { class: "wb-help", text: "Answers you gave to later questions are kept, and used where they still apply." }) : null,
        !walk.question && walk.problem ? h("p", { class: "wb-refusal", text: walk.problem }) : null,
        walk.outcome ? result(walk.outcome) : null,
      ].filter(Boolean));
    }

    const asked = definition.comment_prompt ? h("div", { class: "wb-prompt" },
      h("label", { for: note.id, text: `${definition.comment_prompt} (if you like)` }), note) : null;
    place.append(...(definition.about ? [h("p", { class: "wb-help", text: definition.about })] : []), start, steps, now,
      ...[asked].filter(Boolean));
    return {
      draw(value) {
        answer = value;
        if (note.value !== value.comment) note.value = value.comment;
        redraw();
      },
      insight(found) {
        walk = found;
        if (!answer) return;
        redraw();
        arrived();
      },
    };
  });
}
export default { render };
