import { h, keepShortcutsOut, uid } from "./frame.js";

const PART = 512 * 1024; // bytes sent at a time

function render({ model, el }) {
  const { label, largest, about: fits = "", own: hasOwn = true } = model.get("page");
  const id = uid("file"), about = uid("about");
  const input = h("input", { id, type: "file", "aria-describedby": about });
  const status = h("p", { class: "wb-status", role: "status" });
  const own = h("button", { type: "button", class: "wb-button wb-small", text: hasOwn ? "Use the course's own file again" : `Take this file away: ${label}`, onclick: () => model.send({ type: "forget" }) });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > largest) { tell(`“${file.name}” is too large: ${Math.round(largest / 1e6)} MB at most.`, true); return; }
    tell("Reading…");
    for (let at = 0; at === 0 || at < file.size; at += PART) {
      const part = await file.slice(at, at + PART).arrayBuffer();
      model.send({ type: "part", name: file.name, first: at === 0, last: at + PART >= file.size }, undefined, [part]);
    }
    input.value = "";
  });
  function tell(text, bad = false) {
    status.classList.toggle("wb-bad", bad);
    status.textContent = text;
  }
  function heard() {
    const { file, said, problem } = model.get("state");
    own.hidden = !file;
    tell(problem || said || (file ? `In use: ${file}` : ""), Boolean(problem));
  }
  const root = h("div", { class: "wb wb-file", lang: "en-GB" },
    h("label", { for: id, text: label }),
    h("p", { id: about, class: "wb-help", text: `${fits ? `${fits} ` : ""}The file stays on this computer.` }),
    input, own, status);
  keepShortcutsOut(root);
  el.append(root);
  model.on("change:state", heard);
  heard();
  return () => model.off("change:state", heard);
}
export default { render };
