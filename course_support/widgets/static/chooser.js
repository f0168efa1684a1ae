import { h, keepShortcutsOut, uid } from "./frame.js";

// A list to choose one from. What it offers may change while the page is open.
function render({ model, el }) {
  const { label, help } = model.get("page");
  const id = uid("choose"), about = uid("about");
  const select = h("select", { id, "aria-describedby": about });
  const hint = h("p", { class: "wb-help", id: about });
  const status = h("p", { class: "wb-status", role: "status" });
  select.addEventListener("change", () => model.send({ type: "choose", value: select.value }));
  function heard() {
    const { options, chosen, lost, begun, problem } = model.get("state");
    const shown = options.length ? options : [{ id: "", text: "Nothing to choose from yet" }];
    select.replaceChildren(...shown.map((each) => h("option", { value: each.id, text: each.text })));
    select.value = chosen;
    select.disabled = options.length === 0;
    status.classList.toggle("wb-bad", Boolean(problem));
    status.textContent = problem
      || (lost ? `“${lost}” is not in these files: ${options[0].text} is shown instead.` : "")
      || "";
    const first = begun ? `You have not chosen yet: the first, ${options[0].text}, is shown. ` : "";
    hint.textContent = options.length ? `${first}${help}`.trim() : "Choose a file first.";
  }
  const root = h("div", { class: "wb wb-choose", lang: "en-GB" },
    h("label", { for: id, text: label }), select, hint, status);
  keepShortcutsOut(root);
  el.append(root);
  model.on("change:state", heard);
  heard();
  return () => model.off("change:state", heard);
}
export default { render };
