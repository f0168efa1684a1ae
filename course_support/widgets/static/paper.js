import { h, keepShortcutsOut } from "./frame.js";
import { printDocument } from "./tools.js";

const SILENT = "The notebook does not answer. Choose Run, then Run All Cells.";

function render({ model, el }) {
  const page = model.get("page");
  let waiting = 0;
  const told = h("p", { role: "status" });
  const say = (text) => { told.textContent = text; };
  function ask(use) {
    say("");
    clearTimeout(waiting);
    waiting = setTimeout(() => say(SILENT), 8000);
    model.send({ type: "paper", use });
  }
  function save(text) {
    const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/html" })), download: page.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(`${page.name} is in the folder where your browser puts downloads.`);
  }
  function heard(message) {
    if (message.type !== "paper") return;
    clearTimeout(waiting);
    if (message.problem) say(message.problem);
    else if (message.use === "print") printDocument(message.text);
    else save(message.text);
  }
  const button = (use, text) => h("button", {
    type: "button", class: "wb-button wb-small", "data-key": use, text, "aria-label": `${text}: ${page.title}`, onclick: () => ask(use),
  });
  const root = h("div", { class: "wb wb-kind-paper", lang: "en-GB" },
    h("div", { class: "wb-buttons" }, button("print", "Print"), button("save", "Save as a page")), told);
  keepShortcutsOut(root);
  el.append(root);
  model.on("msg:custom", heard);
  return () => { clearTimeout(waiting); model.off("msg:custom", heard); };
}
export default { render };
