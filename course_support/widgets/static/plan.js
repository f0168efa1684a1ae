import { exercise, h, uid } from "./frame.js";
import { folds, rowTable } from "./rows.js";

const UNSEEN = /[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g; // comes along when dates are pasted
const inWords = (iso) => new Date(`${iso}T00:00:00Z`)
  .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page, { row_name: name, most } = definition;
    const columns = [
      { key: "action", title: definition.action, area: true },
      ...definition.columns.map((column) => ({ key: column.id, title: column.title, area: true, more: true })),
      { key: "owner", title: definition.owner }, { key: "date", title: definition.date },
      { key: "status", title: definition.status },
    ];
    let answer = null;
    let dates = {}; // what the kernel made of each typed date, by row
    let sorting = false; // a sort that waits until every date has been read
    const touched = new Set(); // rows whose date was changed and not yet read out
    const notes = new Map();

    const known = (row) => (dates[row.id]?.typed === row.date ? dates[row.id] : null);

    function sort() {
      sorting = answer.rows.some((row) => row.date.trim() && !known(row));
      if (sorting) { api.settle(); return; } // goes on when the kernel has read the last date
      const when = (row) => known(row)?.iso || "9999";
      const sorted = answer.rows.map((row, i) => ({ row, i }))
        .sort((a, b) => (when(a.row) < when(b.row) ? -1 : when(a.row) > when(b.row) ? 1 : a.i - b.i)).map(({ row }) => row);
      const without = sorted.filter((row) => when(row) === "9999").length;
      const rest = without ? ` Without a date, so last: ${without}.` : "";
      if (sorted.every((row, i) => row === answer.rows[i])) { api.say(`Already in order of date.${rest}`); return; }
      answer.rows = sorted;
      rows.change(() => api.say(`Sorted by date, earliest first.${rest}`));
    }

    function typing(field, set) {
      field.addEventListener("input", () => { set(field.value); api.typed(answer); });
      field.addEventListener("blur", () => api.settle());
      return field;
    }
    function field(row, column, id) {
      const key = `${row.id}:${column.key}`;
      if (column.area) {
        const holder = column.more ? row.more : row;
        const area = typing(h("textarea", { id, rows: 2, maxlength: 50000, "data-key": key, value: holder[column.key] ?? "" }), (text) => {
          holder[column.key] = text;
        });
        if (column.key === "action") area.addEventListener("blur", () => rows.rename(row));
        return area;
      }
      if (column.key === "owner") {
        return typing(h("input", { id, type: "text", maxlength: 500, "data-key": key, value: row.owner }), (text) => { row.owner = text; });
      }
      return column.key === "status" ? status(row, id, key) : date(row, id, key);
    }
    function status(row, id, key) {
      const select = h("select", { id, "data-key": key, onchange: () => { row.status = select.value; api.save(answer); } },
        ...(row.status ? [] : [h("option", { value: "", text: "Choose" })]),
        ...definition.statuses.map((each) => h("option", { value: each.id, text: each.text })));
      select.value = row.status;
      return select;
    }
    function date(row, id, key) {
      const about = uid("date"), note = h("p", { id: about, class: "wb-datenote" });
      const input = h("input", {
        id, type: "text", maxlength: 500, "data-key": key, value: row.date, autocomplete: "off",
        "aria-describedby": about, placeholder: "3/4/2027",
      });
      const set = (text) => { row.date = text.normalize("NFC").replace(UNSEEN, ""); touched.add(row.id); };
      typing(input, set);
      input.addEventListener("blur", () => tell(row));
      input.addEventListener("input", () => tell(row));
      notes.set(row.id, { input, note });
      const picker = h("input", { type: "date", class: "wb-picker", tabindex: -1, "aria-hidden": "true", "aria-label": "Calendar" });
      picker.addEventListener("change", () => {
        if (!picker.value) return;
        set(inWords(picker.value));
        input.value = row.date;
        api.save(answer);
        input.focus();
      });
      const pick = h("button", {
        type: "button", class: "wb-arrow wb-pick", "data-key": `${row.id}:pick`, text: "Pick", "aria-label": `Pick a date: ${name} ${rows.number(row)}`,
        onclick: () => {
          picker.value = known(row)?.iso ?? "";
          try { picker.showPicker(); } catch { input.focus(); api.say("Type the date: day, month, year."); }
        },
      });
      return h("div", { class: "wb-date" }, input, h("span", { class: "wb-pickplace" }, pick, picker), note);
    }
    /** Say under a date which day it was read as, or why it is none; not while it is being typed. */
    function tell(row) {
      const { input, note } = notes.get(row.id) ?? {};
      if (!input) return;
      const read = known(row), busy = document.activeElement === input, wrong = Boolean(read?.problem) && !busy;
      if (!row.date.trim()) note.textContent = "";
      else if (read) note.textContent = read.problem ? (wrong ? read.problem : "") : [`${read.words}.`, read.remark].filter(Boolean).join(" ");
      note.classList.toggle("wb-wrong", wrong);
      if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      if (read && !busy && touched.delete(row.id)) api.say(note.textContent);
    }

    function cell(row, column) {
      const id = uid("field");
      return h("td", { role: "cell", class: `wb-cell-${column.more ? "more" : column.key}` },
        h("label", { for: id }, h("span", { text: column.title }), h("span", { class: "wb-hidden", text: ` (${name} ${rows.number(row)})` })),
        field(row, column, id));
    }
    const rows = rowTable(place, api, {
      name, most, cells: (row) => columns.map((column) => cell(row, column)),
      heads: columns.map((column) => [null, h("span", { text: column.title })]),
      nothing: (an) => `Nothing planned yet. Press “Add ${an}”, then say what, who and by when.`,
      fresh: () => ({ action: "", owner: "", date: "", status: definition.statuses[0].id, more: {} }),
      called: (row) => row.action.trim(),
      first: (row) => `${row.id}:action`,
      full: () => api.say(`This plan takes ${most} rows at most.`),
      drawn() {
        byDate.hidden = answer.rows.length < 2;
        answer.rows.forEach(tell);
      },
    });
    const byDate = h("button", { type: "button", class: "wb-button wb-small", "data-key": "sort", text: "Sort by date", onclick: sort });
    const helps = [...definition.columns.map((c) => [c.title, c.help_html]), ...definition.statuses.map((s) => [s.text, s.help_html])];
    place.append(...folds(helps), h("div", { class: `wb-plan${definition.columns.length ? " wb-plan-cards" : ""}` },
      rows.empty, rows.table, h("div", { class: "wb-planbuttons" }, rows.more, byDate)));
    return {
      draw(value) { answer = value; rows.show(answer); },
      insight(found) {
        dates = found?.dates ?? {};
        if (!answer) return;
        answer.rows.forEach(tell);
        if (sorting) sort();
      },
    };
  });
}
export default { render };
