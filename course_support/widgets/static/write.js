import { exercise, h, uid } from "./frame.js";

const words = (text) => (text.trim() ? text.trim().split(/\s+/).length : 0);

function render(context) {
  return exercise(context, (place, api) => {
    let answer = null;
    const fields = api.page.definition.prompts.map((prompt) => {
      const id = uid("write"), about = uid("about");
      const count = h("p", { class: "wb-count", "aria-hidden": "true" });
      const area = h("textarea", {
        id, rows: prompt.lines, maxlength: 50000, "data-key": prompt.id,
        "aria-describedby": prompt.help_html ? about : null,
      });
      const counted = () => { count.textContent = `${words(area.value)} words`; };
      area.addEventListener("input", () => {
        answer.texts[prompt.id] = area.value;
        counted();
        api.typed(answer);
      });
      area.addEventListener("blur", () => api.settle());
      place.append(h("div", { class: "wb-prompt" },
        h("label", { for: id, text: prompt.optional ? `${prompt.text} (if you like)` : prompt.text }),
        prompt.help_html ? h("div", { id: about, class: "wb-help", html: prompt.help_html }) : null,
        area, count));
      return { id: prompt.id, area, counted };
    });
    return {
      draw(value) {
        answer = value;
        for (const { id, area, counted } of fields) {
          const text = value.texts[id] ?? "";
          if (area.value !== text) area.value = text; // the place of the cursor stays when nothing changed
          counted();
        }
      },
    };
  });
}
export default { render };
