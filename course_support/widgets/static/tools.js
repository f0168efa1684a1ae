// What stands round every exercise: a timer, the keys, copying and printing the answer.
import { h, uid } from "./elements.js";

/** A timer for the suggested minutes. It tells; it never stops anyone. */
export function timer(minutes, say) {
  let left = minutes * 60, due = 0, tick = 0;
  const face = h("span", { class: "wb-time", role: "timer", "aria-live": "off" });
  const go = h("button", { type: "button", class: "wb-button wb-small", "data-key": "timer-go" });
  const extend = h("button", { type: "button", class: "wb-button wb-small", "data-key": "timer-extend", text: "5 minutes more" });
  const anew = h("button", { type: "button", class: "wb-button wb-small", "data-key": "timer-anew", text: "Set back" });
  const words = () => {
    const seconds = Math.max(0, Math.ceil(left));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  function draw() {
    face.textContent = left <= 0 ? "Time is up. Carry on if you need to." : `${words()} left`;
    go.textContent = tick ? "Pause" : left < minutes * 60 && left > 0 ? "Go on" : "Start";
  }
  function stop() { clearInterval(tick); tick = 0; }
  function run() {
    due = Date.now() + left * 1000;
    tick = setInterval(() => {
      const before = left;
      left = (due - Date.now()) / 1000; // from the clock: a sleeping laptop loses no time
      for (const mark of [300, 60]) if (before > mark && left <= mark && minutes * 60 > mark) say(`${mark / 60} ${mark === 60 ? "minute" : "minutes"} left.`);
      if (left <= 0) { left = 0; stop(); say("Time is up. Carry on if you need to."); }
      draw();
    }, 500);
  }
  go.addEventListener("click", () => {
    if (tick) stop(); else { if (left <= 0) left = minutes * 60; run(); }
    draw();
  });
  extend.addEventListener("click", () => {
    left += 300;
    due += 300000;
    draw();
    say(`5 minutes more: ${words()} left.`);
  });
  anew.addEventListener("click", () => { stop(); left = minutes * 60; draw(); say("Timer set back."); });
  draw();
  const node = h("details", { class: "wb-timer" },
    h("summary", { "data-key": "timer", text: `Timer: ${minutes} minutes` }),
    h("div", { class: "wb-tools" }, face, go, extend, anew));
  return { node, stop };
}

const KEYS = [
  ["Tab, Shift and Tab", "Go to the next or the one before"],
  ["Enter or Space", "Press a button, open or close a fold"],
  ["Ctrl and Z", "Undo (Ctrl and Y: redo), outside text fields"],
  ["?", "Open or close this list"],
];

/** The keys that work here: those of every exercise, and those of its kind. */
export function keyMap(root, kindKeys) {
  const rows = [...(kindKeys ?? []), ...KEYS];
  const node = h("details", { class: "wb-keys" },
    h("summary", { "data-key": "keys", text: "Keys" }),
    h("dl", {}, ...rows.flatMap(([key, what]) => [h("dt", { text: key }), h("dd", { text: what })])));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.matches("textarea, select, input:not([type='checkbox'], [type='radio'])")) return;
    event.preventDefault();
    node.open = !node.open;
    node.querySelector("summary").focus();
  });
  return node;
}

// A spreadsheet would take text that begins so for a formula.
const asText = (cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

function tableNode({ title, columns, rows }, cell = (text) => text) {
  return h("table", {},
    h("caption", { text: title }),
    h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col", text: name })))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((text) => h("td", { text: cell(text) }))))));
}

/** Put a table on the clipboard, for a spreadsheet or a document. */
export async function copyTable(table) {
  const line = (cells) => cells.map((cell) => asText(cell).replace(/[\t\r\n]+/g, " ")).join("\t");
  const plain = [table.columns, ...table.rows].map(line).join("\n");
  const rich = tableNode(table, asText).outerHTML;
  const kinds = { "text/plain": plain, "text/html": rich };
  const parts = Object.fromEntries(Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]));
  await navigator.clipboard.write([new ClipboardItem(parts)]);
}

const PAPER = `body{font:12pt/1.4 system-ui,sans-serif;color:#000;margin:2cm}table{border-collapse:collapse;width:100%}
  caption{text-align:left;font-weight:bold;padding:.5em 0}th,td{border:1px solid #555;padding:.3em .5em;text-align:left;vertical-align:top;white-space:pre-wrap}`;

/** Print a whole document by itself, without the page around it. */
export function printDocument(html) {
  const frame = h("iframe", { title: "For printing", "aria-hidden": "true", tabindex: -1, style: "position:fixed;inline-size:0;block-size:0;border:0" });
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  }, { once: true });
  frame.srcdoc = html;
  document.body.append(frame);
}

/** Print an answer by itself. */
export function printTable(page, table) {
  const paper = document.implementation.createHTMLDocument(page.title);
  const style = paper.createElement("style");
  style.textContent = PAPER;
  paper.head.append(style);
  paper.documentElement.lang = "en-GB";
  const instructions = h("div", { html: page.instructions_html });
  paper.body.append(h("h1", { text: page.title }), h("p", { text: page.meta }), instructions, tableNode(table));
  printDocument(paper.documentElement.outerHTML);
}

/** The buttons that copy and print. The kernel makes the table, as it does for reports. */
export function output(model, page, say) {
  let wanted = null;
  const name = uid("copied");
  const shown = h("div", { class: "wb-copied", id: name, hidden: true });
  const ask = (use) => {
    wanted = use;
    model.send({ type: "table" });
    setTimeout(() => { if (wanted === use) { wanted = null; say("The notebook does not answer. Choose Run, then Run All Cells."); } }, 4000);
  };
  const told = (message) => {
    if (message.type !== "table" || !wanted) return;
    const use = wanted;
    wanted = null;
    use(message.table);
  };
  const copy = (table) => copyTable(table).then(
    () => say("Copied. Paste it into a document or a spreadsheet."),
    () => { // no leave to use the clipboard: show it, ready to be copied by hand
      shown.hidden = false;
      shown.replaceChildren(h("p", { text: "Your browser does not let pages copy. Select this and copy it:" }), tableNode(table));
      say("Your browser does not let pages copy. The table is shown below.");
    });
  model.on("msg:custom", told);
  const button = (key, text, use) => h("button", { type: "button", class: "wb-button wb-small", "data-key": key, text, onclick: () => ask(use) });
  return {
    buttons: [button("copy", "Copy as a table", copy), button("print", "Print", (table) => printTable(page, table))],
    shown,
    stop: () => model.off("msg:custom", told),
  };
}
