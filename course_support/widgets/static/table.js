import { exercise, h, keepFocus, uid } from "./frame.js";
import { folds, rowTable, short } from "./rows.js";
import { cellsOf, choiceOf, headings, tidy } from "./headings.js";

const many = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;
const HINTS = { money: "£", percent: "%", date: "3/4/2027" };

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page, { row_name: name, most, columns } = definition;
    let answer = null;
    let said = {}; // what the kernel says of cells, by row and column
    let pasted = null; // a paste whose cells the kernel has not read yet
    const touched = new Set(); // cells that were changed and whose problem is not yet read out
    const fields = new Map(); // a cell's field and note, by its key

    const keyOf = (row, column) => `${row.id}/${column.id}`;
    const wordsOf = (column, text) => column.options.find((each) => each.id === text)?.text ?? text.trim();
    const firstCell = (row) => wordsOf(columns[0], row.cells[columns[0].id] ?? "");
    const blank = (row) => Object.values(row.cells).every((text) => !text.trim());

    const holds = (column) => Boolean(answer.headings[column.id]) || answer.rows.some((row) => row.cells[column.id]?.trim());
    const { takesAny, headed, isExact } = headings(definition, { holds, heading: (column) => answer.headings[column.id] ?? "" });

    // --- paste --------------------------------------------------------------------------------
    /** A pasted cell as this column keeps it: a choice by its id, a line without line breaks. */
    function asCell(column, text) {
      const kept = column.holds === "long-words" ? tidy(text) : tidy(text).replace(/\s*\n\s*|\t/g, " ");
      return choiceOf(column.options, kept) ?? kept;
    }
    /** Put lines of cells into rows from a place on; count what was replaced and what did not fit. */
    function fill(lines, targets, from) {
      const report = { cells: [], filled: 0, added: 0, replaced: 0, beside: [], left: [] };
      lines.forEach((line, i) => {
        if (from + i >= most && from + i >= answer.rows.length) { report.left.push(line); return; }
        const isNew = from + i >= answer.rows.length;
        if (isNew) { answer.rows.push(rows.another()); report.added += 1; }
        const row = answer.rows[from + i];
        line.forEach((text, c) => {
          const column = targets[c];
          if (text === "") return;
          if (!column) { if (column === undefined) report.beside.push(text); return; }
          const kept = asCell(column, text), before = row.cells[column.id] ?? "";
          if (before.trim() && before !== kept) report.replaced += 1;
          row.cells[column.id] = kept;
          report.cells.push([row.id, column.id, kept]);
        });
        report.filled += isNew ? 0 : 1;
        rows.forget(row); // its fields show what stood there before
      });
      return report;
    }
    /** Fill to the right and down from the cell in which somebody pastes; by headings, where it is the first of a row. */
    function pasteAt(lines, row, column) {
      const onward = columns.slice(columns.indexOf(column)), from = answer.rows.indexOf(row);
      if (lines.length > 1 && isExact(lines[0], onward) && !takesAny) { tellPaste(fill(lines.slice(1), onward, from), ["The first row held headings, and was left out."]); return; }
      const named = column === columns[0] && lines.length > 1 ? headed(lines) : null;
      const found = named && (takesAny || named.known > 1) ? named : { lines, targets: null, notes: [] };
      if (found.targets && !from && found.lines.length >= answer.rows.length && !answer.rows.every(blank)) {
        answer.rows.forEach((each) => { each.cells = {}; });
        found.notes.push("What stood in this table before made way.");
      }
      bring(found.own);
      tellPaste(fill(found.lines.filter((line) => line.some(Boolean)), found.targets ?? onward, from), found.notes);
    }
    /** Keep the headings that pasted columns brought along. */
    function bring(own = {}) {
      answer.headings = { ...(answer.rows.every(blank) ? {} : answer.headings), ...own };
    }
    /** Add rows from the box; what does not fit stays there. */
    function addRows() {
      const lines = cellsOf(box.value).filter((line) => line.some((text) => text));
      if (!lines.length) { tell("Nothing to add yet. Copy cells in the spreadsheet, then paste them into the field."); box.focus(); return; }
      while (answer.rows.length && blank(answer.rows[answer.rows.length - 1])) answer.rows.pop();
      const found = headed(lines);
      bring(found.own);
      const report = fill(found.lines, found.targets ?? columns, answer.rows.length);
      if (!found.targets) found.notes.push("The first row names no column, so cells went in from left to right.");
      box.value = report.left.length ? [...(found.heading ? [found.heading] : []), ...report.left].map(asLine).join("\n") : "";
      if (!report.left.length) toggle(false);
      tellPaste(report, found.notes);
    }
    const asLine = (line) => line.map((text) => (/[\n\t]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t");
    function tellPaste({ cells, filled, added, replaced, beside, left }, notes) {
      const what = [added ? `${many(added, "row")} added` : "", filled ? `${many(filled, "row")} filled in` : ""].filter(Boolean).join(", ");
      const words = [`${many(cells.length, "cell")} came: ${what || "nothing changed"}.`, ...notes];
      if (replaced) words.push(`Replaced what stood in ${many(replaced, "cell")}.`);
      if (beside.length) words.push(`No column was left for ${many(beside.length, "cell")}: ${beside.slice(0, 5).map((text) => `“${short(text)}”`).join(", ")}${beside.length > 5 ? "…" : ""}.`);
      if (left.length) {
        const firsts = left.slice(0, 5).map((line) => `“${short(line.find((text) => text) ?? "")}”`).join(", ");
        words.push(`${many(left.length, "row")} did not fit, as this table takes ${most} at most: ${firsts}${left.length > 5 ? "…" : ""}.`);
      }
      if (!cells.length) { tell(words.join(" ")); keepFocus(place, rows.draw); return; }
      words.push("Undo takes it back in one step.");
      pasted = { cells, words };
      tell(words.join(" "));
      rows.change();
    }
    const tell = (text) => report.replaceChildren(h("p", { text }));
    /** Once the kernel has read what was pasted, say which cells it could not read. */
    function tellUnread() {
      if (!pasted) return;
      const saved = new Map(api.answer().rows.map((row) => [row.id, row.cells]));
      if (!pasted.cells.every(([row, column, text]) => saved.get(row)?.[column] === text)) return;
      const unread = problems().filter(({ row, column }) => pasted.cells.some(([r, c]) => r === row.id && c === column.id));
      const names = unread.slice(0, 8).map(where).join("; ");
      if (unread.length) tell(`${pasted.words.join(" ")} ${many(unread.length, "cell")} could not be read: ${names}${unread.length > 8 ? "…" : ""}. See the list above.`);
      pasted = null;
    }

    // --- cells --------------------------------------------------------------------------------
    function field(row, column, id, about) {
      const key = keyOf(row, column), value = row.cells[column.id] ?? "", common = { id, "data-key": key, "aria-describedby": about };
      if (column.holds === "choice") return select(row, column, value, common);
      const input = column.holds === "long-words"
        ? h("textarea", { ...common, rows: 2, maxlength: 50000, value })
        : h("input", { ...common, type: "text", maxlength: 5000, value, autocomplete: "off", placeholder: HINTS[column.holds] });
      input.addEventListener("input", () => {
        row.cells[column.id] = tidy(input.value);
        touched.add(key);
        api.typed(answer);
        note(row, column);
        if (column.own_heading) showHeadings();
      });
      input.addEventListener("blur", () => {
        api.settle();
        note(row, column);
        if (column === columns[0]) rows.rename(row);
      });
      if (column.holds !== "long-words") input.addEventListener("keydown", (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
        if (!step || event.altKey || event.isComposing) return;
        event.preventDefault();
        const next = answer.rows[answer.rows.indexOf(row) + step];
        if (next) rows.find(keyOf(next, column))?.focus();
      });
      return input;
    }
    function select(row, column, value, common) {
      const known = column.options.find((each) => each.id === value), text = value.trim();
      const node = h("select", common,
        h("option", { value: "", text: column.optional ? "–" : "Choose" }),
        ...column.options.map((each) => h("option", { value: each.id, text: each.text })),
        ...(known || !text ? [] : [h("option", { value, text: `“${short(text)}” (not offered)` })]));
      node.value = known || text ? value : "";
      node.addEventListener("change", () => { row.cells[column.id] = node.value; touched.add(keyOf(row, column)); api.save(answer); });
      node.addEventListener("blur", () => note(row, column));
      return node;
    }
    const found = (row, column) => {
      const its = said[row.id]?.[column.id];
      return its?.typed === (row.cells[column.id] ?? "") ? its : null;
    };
    /** Say under a cell why it could not be read, or how it was read; a problem not while it is being typed. */
    function note(row, column) {
      const key = keyOf(row, column), its = found(row, column), { input, under } = fields.get(key) ?? {};
      if (!input) return;
      const busy = document.activeElement === input && input.tagName !== "SELECT", wrong = Boolean(its?.problem) && !busy;
      under.textContent = wrong ? its.problem : its?.words ?? "";
      under.classList.toggle("wb-wrong", wrong);
      if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      if (its && !busy && touched.delete(key)) api.say(wrong ? inWords({ row, column, problem: its.problem }) : under.textContent);
    }
    function problems() {
      return answer.rows.flatMap((row) => columns.filter((column) => found(row, column)?.problem)
        .map((column) => ({ row, column, problem: found(row, column).problem })));
    }
    const where = ({ row, column }) => `${(column.own_heading && answer.headings[column.id]) || column.text}, ${firstCell(row) && column !== columns[0] ? rows.called(row) : `${name} ${rows.number(row)}`}`;
    const inWords = (one) => `${where(one)}: ${one.problem}`;
    /** Show the headings that columns brought along, and of the columns that wait for one only the next. */
    function showHeadings() {
      const open = columns.filter((column) => column.own_heading), next = Math.max(3, open.findLastIndex(holds) + 2);
      for (const node of place.querySelectorAll("[data-heading]")) {
        const brought = answer.headings[node.dataset.heading];
        node.textContent = brought ? `: ${brought}` : "";
        node.closest("th, td").hidden = open.findIndex((column) => column.id === node.dataset.heading) >= next;
      }
    }
    function notes() {
      if (!answer.rows.length) answer.headings = {}; // they belonged to rows that are gone
      showHeadings();
      answer.rows.forEach((row) => columns.forEach((column) => note(row, column)));
      const busy = document.activeElement?.dataset.key;
      const wrong = problems().filter(({ row, column }) => keyOf(row, column) !== busy);
      unread.hidden = !wrong.length;
      const list = wrong.slice(0, 8).map((one) => h("li", {}, `${inWords(one)} `, h("button", {
        type: "button", class: "wb-button wb-small", "data-key": `${keyOf(one.row, one.column)}/^go`, text: "Go there",
        "aria-label": `Go there: ${where(one)}`, onclick: () => rows.find(keyOf(one.row, one.column))?.focus(),
      })));
      keepFocus(place, () => unread.replaceChildren(
        h("p", { text: `${many(wrong.length, "cell")} could not be read, and ${wrong.length === 1 ? "does" : "do"} not count:` }),
        h("ul", {}, ...list, ...(wrong.length > 8 ? [h("li", { text: `and ${wrong.length - 8} more` })] : []))));
    }

    // --- the page -----------------------------------------------------------------------------
    function cell(row, column) {
      const id = uid("field"), under = h("p", { id: uid("note"), class: "wb-cellnote" }), input = field(row, column, id, under.id);
      fields.set(keyOf(row, column), { input, under });
      return h("td", { role: "cell", class: `wb-holds-${column.holds}` },
        h("label", { for: id }, ...heading(column), h("span", { class: "wb-hidden", text: ` (${name} ${rows.number(row)})` })), input, under);
    }
    const heading = (column) => [h("span", { text: column.text }),
      ...(column.own_heading ? [h("span", { "data-heading": column.id })] : []),
      ...(column.unit ? [h("span", { class: "wb-soft", text: ` (${column.unit})` })] : []),
      ...(column.optional ? [h("span", { class: "wb-soft", text: " (optional)" })] : [])];
    const rows = rowTable(place, api, {
      name, most, cells: (row) => columns.map((column) => cell(row, column)),
      heads: columns.map((column) => [`wb-holds-${column.holds}`, ...heading(column)]),
      nothing: (an) => `Nothing here yet. Press “Add ${an}” and type, or paste rows from a spreadsheet.`,
      fresh: () => ({ cells: {} }),
      called: firstCell,
      first: (row) => keyOf(row, columns[0]),
      full: () => tell(`This table takes ${many(most, "row")} at most. Delete one to make room for another.`),
      drawn: notes,
    });
    rows.table.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "", key = event.target.dataset?.key;
      const row = answer.rows.find((each) => key?.startsWith(`${each.id}/`));
      const column = row && columns.find((each) => keyOf(row, each) === key);
      // Prose of several lines belongs into a field for long words as it is.
      const several = event.target.matches("textarea") ? text.includes("\t") : /[\t\n\r]/.test(text.trim()) || event.target.matches("select");
      if (!column || !text || !several) return;
      event.preventDefault();
      pasteAt(cellsOf(text), row, column);
    });
    const report = h("div", { class: "wb-report", role: "status" });
    const unread = h("div", { class: "wb-refusal", hidden: true });

    const ids = { box: uid("box"), label: uid("boxlabel"), help: uid("boxhelp") };
    const open = h("button", {
      type: "button", class: "wb-button", "data-key": "paste", text: "Paste rows from a spreadsheet", "aria-expanded": "false",
      "aria-controls": ids.box, onclick: () => toggle(pastebox.hidden),
    });
    const box = h("textarea", { id: ids.label, rows: 6, "data-key": "box", "aria-describedby": ids.help, spellcheck: "false", wrap: "off" });
    const pastebox = h("div", { id: ids.box, class: "wb-pastebox", hidden: true },
      h("label", { for: ids.label, text: "Rows from a spreadsheet" }),
      h("p", { id: ids.help, class: "wb-help", text: `Copy cells in the spreadsheet and paste them here. A first row of headings is recognised, in any order: ${columns.map((each) => each.text).join(", ")}. Without one, cells go in from left to right.` }),
      box,
      h("div", { class: "wb-buttons" },
        h("button", { type: "button", class: "wb-button", "data-key": "box-add", text: "Add these rows", onclick: addRows }),
        h("button", { type: "button", class: "wb-button wb-small", "data-key": "box-close", text: "Close", onclick: () => toggle(false) })));
    function toggle(on) {
      pastebox.hidden = !on;
      open.setAttribute("aria-expanded", String(on));
      (on ? box : open).focus();
    }
    const helps = columns.flatMap((column) => [[column.text, column.help_html], ...column.options.map((each) => [each.text, each.help_html])]);
    place.append(h("div", { class: "wb-folds" }, ...folds(helps)), h("div", { class: "wb-rows" }, rows.empty, h("div", { class: "wb-scroll" }, rows.table)),
      unread, h("div", { class: "wb-rowbuttons" }, rows.more, open), pastebox, report);
    return {
      keys: [
        ["↓ or Enter in a field", "Go to the same field of the next row (↑, or Shift and Enter: the one before)"],
        ["Alt and ↑ or ↓ on a row's buttons", "Move the row up or down"],
        ["Ctrl and V in a field", "Paste cells from a spreadsheet, beginning here"],
      ],
      draw(value) {
        answer = value;
        report.replaceChildren(); // it told of what is no longer there
        rows.show(answer);
      },
      insight(numbers) {
        said = numbers?.cells ?? {};
        if (!answer) return;
        notes();
        tellUnread();
      },
    };
  });
}
export default { render };
