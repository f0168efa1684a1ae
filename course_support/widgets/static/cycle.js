import { h, keepShortcutsOut, uid } from "./frame.js";

// The picture is for looking and for the mouse; the list underneath says the same to everyone
// and is worked by keyboard. Both open the same explanation.
function render({ model, el }) {
  const { svg, alternative, source, elements } = model.get("page");
  const title = uid("title");
  const drawing = h("div", { class: "wb-rings", role: "img", "aria-label": alternative, html: svg });
  const folds = new Map();

  function mark() {
    for (const dot of drawing.querySelectorAll("[data-activity]")) {
      dot.classList.toggle("wb-open", folds.get(dot.dataset.activity).open);
    }
  }
  const fold = ({ id, number, text, about }) => {
    const node = h("details", { class: "wb-activity" },
      h("summary", { "data-key": id, text: `${number}. ${text}` }), h("p", { text: about }));
    node.addEventListener("toggle", mark);
    folds.set(id, node);
    return h("li", {}, node);
  };
  const lists = elements.map((element) => h("div", { class: "wb-element" },
    h("h4", { text: element.name }),
    ...element.rings.flatMap((ring) => [
      h("p", { class: "wb-help", text: ring.name }),
      h("ul", { "aria-label": `${element.name}, ${ring.name}` }, ...ring.activities.map(fold)),
    ])));

  drawing.addEventListener("click", (event) => {
    const node = folds.get(event.target.closest("[data-activity]")?.dataset.activity);
    if (!node) return;
    node.open = true;
    node.querySelector("summary").focus();
  });
  const every = h("button", { type: "button", class: "wb-button wb-small", "data-key": "every" });
  const all = () => [...folds.values()].every((node) => node.open);
  const name = () => { every.textContent = all() ? "Close all" : "Open all"; };
  every.addEventListener("click", () => {
    const open = !all();
    for (const node of folds.values()) node.open = open;
    name();
  });
  el.addEventListener("toggle", name, true);
  name();

  const root = h("section", { class: "wb wb-kind-cycle", "aria-labelledby": title, lang: "en-GB" },
    h("h3", { id: title, text: "The commissioning cycle" }),
    h("p", { text: "Choose a number in the picture, or a line in the list, to read about it." }),
    drawing,
    h("p", { class: "wb-help", text: `Source: ${source}` }),
    h("div", { class: "wb-tools" }, every),
    h("div", { class: "wb-elements" }, ...lists));
  keepShortcutsOut(root);
  el.append(root);
  return () => el.removeEventListener("toggle", name, true);
}
export default { render };
