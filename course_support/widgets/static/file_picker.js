import { h, keepShortcutsOut, uid } from "./frame.js";

const PART = 512 * 1024; // bytes sent at a time
const SLOW = 8000; // milliseconds after which something else is said than "Reading…"
const LONG = "Still reading. A large file can take a minute; you can go on meanwhile. If nothing " +
  "comes, the notebook may have stopped: choose Run, then Run All Cells, and choose the file again.";

const megabytes = (bytes) => Math.round(bytes / 1e6);

function render({ model, el }) {
  const { label, largest, about: fits = "", own: hasOwn = true } = model.get("page");
  const id = uid("file"), about = uid("about");
  let waiting = 0;
  const input = h("input", { id, type: "file", "aria-describedby": about });
  const status = h("p", { class: "wb-status", role: "status" });
  const own = h("button", { type: "button", class: "wb-button wb-small", text: hasOwn ? "Use the course's own file again" : `Take this file away: ${label}`, onclick: () => model.send({ type: "forget" }) });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > largest) {
      tell(`“${file.name}” has ${megabytes(file.size)} MB; ${megabytes(largest)} are allowed here. Choose a smaller extract: fewer years, or your region alone.`, true);
      input.value = "";
      return;
    }
    wait(`Reading ${file.name}…`);
    try {
      for (let at = 0; at === 0 || at < file.size; at += PART) {
        const part = await file.slice(at, at + PART).arrayBuffer();
        model.send({ type: "part", name: file.name, first: at === 0, last: at + PART >= file.size }, undefined, [part]);
      }
    } catch {
      tell(`“${file.name}” could not be read from this computer. Was it moved, or is it open elsewhere? Choose it again.`, true);
    }
    input.value = "";
  });
  function wait(text) {
    tell(text);
    waiting = setTimeout(() => tell(LONG), SLOW);
  }
  function tell(text, bad = false) {
    clearTimeout(waiting);
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
  return () => { clearTimeout(waiting); model.off("change:state", heard); };
}
export default { render };
