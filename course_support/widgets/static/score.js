import { exercise, h, keepFocus, uid } from "./frame.js";

const MODERATED = "moderated", LARGEST_SWING = 100;

/** A number as typed or pasted: 4, 4.5 or 4,5; anything else is not one. */
function numberIn(text) {
  const words = text.trim();
  return /^-?\d+(\.\d+)?$/.test(words) ? Number(words) : /^-?\d+,\d{1,2}$/.test(words) ? Number(words.replace(",", ".")) : NaN;
}
/** Whether a score is between the ends of a scale and on one of its steps. */
function fits(score, { lowest, highest, step }) {
  const steps = (score - lowest) / step;
  return score >= lowest && score <= highest && Math.abs(steps - Math.floor(steps + 0.5)) < 1e-9;
}
/** Weights as shares of 1; null while one is missing or all are zero. The kernel adds in the same order. */
function sharesOf(points) {
  let whole = 0;
  for (const each of points) { if (each === undefined || each === null) return null; whole += each; }
  return whole > 0 ? points.map((each) => each / whole) : null;
}
/** A total out of 100, and what it could be: the sums of the kernel's scoring.py, in the same order. */
function totalOf(scores, shares, scales) {
  let low = 0, high = 0, missing = 0, open = false;
  scores.forEach((score, i) => {
    if (score === undefined) { missing += 1; open ||= shares[i] > 0; high += shares[i] * 100; return; }
    const part = shares[i] * (100 * (score - scales[i].lowest) / (scales[i].highest - scales[i].lowest));
    low += part;
    high += part;
  });
  return { value: open ? null : low, low, high, missing };
}
/** The rows and cells of what a spreadsheet puts on the clipboard. */
function block(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((row) => row.split("\t").map((cell) => cell.trim()));
}

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page;
    const thing = definition.option_name, swing = definition.weighting === "swing";
    const ids = { hint: uid("hint"), who: uid("who"), page: uid("page"), option: uid("own"), criterion: uid("own") };
    let answer = null, who = null, page = null; // whose scores are shown; which row, where only one fits
    let paintTotals = () => {};

    // --- what is scored ---------------------------------------------------------------------
    const own = (what) => answer.own.filter((each) => each.what === what);
    const options = () => [...definition.options, ...own("option")];
    const criteria = () => [...definition.criteria, ...own("criterion")];
    const scaleOf = (criterion) => criterion.scale ?? definition.scale;
    const words = ({ lowest, highest, step }) => `a number from ${lowest} to ${highest}${step === 1 ? "" : `, in steps of ${step}`}`;
    const anchors = (scale) => [...scale.anchors].sort((a, b) => a.at - b.at).map((each) => `${each.at}: ${each.text}`);
    const people = () => answer.scorers.map((each, i) => ({ id: each.id, name: each.name.trim() || `Scorer ${i + 1}` }));
    const nameOf = (id) => (id === MODERATED ? "Moderated" : people().find((each) => each.id === id)?.name);

    // --- scores, alone and agreed -------------------------------------------------------------
    const alone = (id, option, key) => answer.scores[id]?.[option]?.[key];
    const moderated = (option, key) => answer.moderated[option]?.[key];
    const given = (option, key) => people().map((each) => ({ ...each, score: alone(each.id, option, key) }))
      .filter((each) => each.score !== undefined);
    const listed = (found) => found.map((each) => `${each.name}: ${each.score}`).join(", ");
    const differs = (option, key) => {
      const cell = moderated(option, key);
      return Boolean(cell) && given(option, key).some((each) => each.score !== cell.score);
    };
    const wantsReason = (option, key) => differs(option, key) && !moderated(option, key).reason.trim();
    function agreed(option, key) {
      const cell = moderated(option, key), found = given(option, key);
      if (cell) return wantsReason(option, key) ? undefined : cell.score;
      const same = found.length === answer.scorers.length && found.every((each) => each.score === found[0].score);
      return same ? found[0].score : undefined;
    }
    const scoreOf = (option, key) => (who === MODERATED ? agreed(option, key) : alone(who, option, key));
    const typedIn = (option, key) => (who === MODERATED ? moderated(option, key)?.score : alone(who, option, key));
    function setScore(option, key, score) {
      if (who === MODERATED) {
        const row = (answer.moderated[option] ??= {});
        if (score === undefined) delete row[key];
        else row[key] = { score, reason: row[key]?.reason ?? "" };
      } else {
        const row = ((answer.scores[who] ??= {})[option] ??= {});
        if (score === undefined) delete row[key]; else row[key] = score;
      }
    }
    const shares = () => sharesOf(criteria().map((each) => (
      definition.weighting === "none" ? 1 : swing ? answer.weights[each.id] : each.weight)));

    // --- saying things --------------------------------------------------------------------
    const refusal = h("p", { class: "wb-refusal", role: "alert" });
    const refuse = (text) => { refusal.textContent = text; };
    const pasted = h("div", { class: "wb-pasted", role: "status" });
    const hint = h("p", { class: "wb-hint", id: ids.hint });
    const change = (then) => { api.save(answer); keepFocus(place, draw); then?.(); };
    const find = (key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`);

    // --- one field of the table -------------------------------------------------------------
    /** A field for a number: counts at once when it can be read, and says on leaving when it cannot. */
    function field({ key, label, about, value, fitting, expected, write, row, column, explain }) {
      const input = h("input", {
        type: "text", inputmode: "decimal", autocomplete: "off", class: "wb-cell", "data-key": key,
        "data-row": row, "data-column": column, "aria-label": label, "aria-describedby": about,
        value: value === undefined ? "" : String(value),
      });
      const read = () => { const number = numberIn(input.value); return fitting(number) ? number : undefined; };
      input.addEventListener("focus", () => { hint.textContent = explain; input.select(); });
      input.addEventListener("input", () => {
        write(read());
        input.removeAttribute("aria-invalid");
        api.typed(answer);
        paintTotals();
      });
      const leave = () => {
        const bad = input.value.trim() !== "" && read() === undefined;
        if (bad) { input.setAttribute("aria-invalid", "true"); refuse(`“${input.value.trim().slice(0, 40)}” is not counted: ${label} takes ${expected}.`); }
        else if (!place.querySelector("[aria-invalid]")) refuse("");
      };
      input.addEventListener("blur", () => { leave(); api.settle(); });
      input.addEventListener("keydown", (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
        if (step && !event.altKey) { event.preventDefault(); neighbour(input, step)?.focus(); }
      });
      input.addEventListener("paste", (event) => {
        const text = event.clipboardData?.getData("text/plain") ?? "";
        if (!/[\t\n\r]/.test(text.trim())) return;
        event.preventDefault();
        paste(block(text), row, column, key);
      });
      return input;
    }
    /** The field above or below; where one row is shown at a time, the one before or after. */
    function neighbour(input, step) {
      const cells = [...place.querySelectorAll(".wb-cell")].filter((each) => each.offsetParent);
      const column = cells.filter((each) => each.dataset.column === input.dataset.column);
      return column.length > 1 ? column[column.indexOf(input) + step] : cells[cells.indexOf(input) + step];
    }
    function scoreField(option, criterion, row, column) {
      const scale = scaleOf(criterion), found = given(option.id, criterion.id);
      const heard = who === MODERATED && found.length ? `. Given: ${listed(found)}` : "";
      return field({
        key: `${option.id}:${criterion.id}`, label: `${criterion.text}, ${option.text}${heard}`, about: aboutId(criterion),
        value: typedIn(option.id, criterion.id), fitting: (number) => fits(number, scale), expected: words(scale),
        write: (score) => setScore(option.id, criterion.id, score), row, column,
        explain: `${criterion.text}. ${anchors(scale).join(" · ")}`,
      });
    }
    function weightField(criterion, column) {
      const scale = scaleOf(criterion), ends = anchors(scale);
      return field({
        key: `weight:${criterion.id}`, label: `Weight of ${criterion.text}`, about: aboutId(criterion),
        value: answer.weights[criterion.id], fitting: (number) => number >= 0 && number <= LARGEST_SWING,
        expected: `a number from 0 to ${LARGEST_SWING}`, row: -1, column,
        write: (points) => { if (points === undefined) delete answer.weights[criterion.id]; else answer.weights[criterion.id] = points; },
        explain: `${criterion.text}: how much does it matter to move from “${ends[0]}” to “${ends[ends.length - 1]}”? The move that matters most gets 100.`,
      });
    }

    // --- paste ------------------------------------------------------------------------------
    const isNumber = (cell) => !Number.isNaN(numberIn(cell));
    /** Fill the table from a block of cells, and say what was taken and what was not. */
    function paste(rows, row, column, key) {
      const headings = [];
      const wordy = (cells) => cells.some(Boolean) && !cells.some(isNumber);
      if (rows.length > 1 && wordy(rows[0])) { rows = rows.slice(1); headings.push("the first row"); }
      if (rows[0].length > 1 && wordy(rows.map((cells) => cells[0]))) { rows = rows.map((cells) => cells.slice(1)); headings.push("the first column"); }
      let taken = 0, blank = 0, outside = 0;
      const unread = [];
      rows.forEach((cells, r) => cells.forEach((cell, c) => {
        const option = row + r < 0 ? null : options()[row + r], criterion = criteria()[column + c];
        if (cell === "") { blank += 1; return; }
        if (option === undefined || !criterion) { outside += 1; return; }
        const scale = scaleOf(criterion), number = numberIn(cell);
        const good = option ? fits(number, scale) : number >= 0 && number <= LARGEST_SWING;
        if (!good) {
          unread.push(`“${cell.slice(0, 40)}” for ${criterion.text}${option ? `, ${option.text}` : " (weight)"}: expected ${option ? words(scale) : "0 to 100"}`);
          return;
        }
        if (option) setScore(option.id, criterion.id, number); else answer.weights[criterion.id] = number;
        taken += 1;
      }));
      const said = [`Pasted: ${taken} ${taken === 1 ? "number" : "numbers"} taken.`];
      if (headings.length) said.push(`Taken as headings and left out: ${headings.join(" and ")}.`);
      if (blank) said.push(`${blank} empty ${blank === 1 ? "cell" : "cells"}: what was there stays.`);
      if (outside) said.push(`${outside} ${outside === 1 ? "cell" : "cells"} lay outside the table and ${outside === 1 ? "was" : "were"} left out.`);
      if (unread.length) said.push(`${unread.length} could not be read; what was there stays:`);
      const tell = () => pasted.replaceChildren(h("p", { text: said.join(" ") }),
        unread.length ? h("ul", {}, ...unread.slice(0, 20).map((text) => h("li", { text }))) : "",
        unread.length > 20 ? h("p", { text: `and ${unread.length - 20} more.` }) : "");
      if (taken) change(() => find(key)?.focus());
      tell();
    }

    // --- the table --------------------------------------------------------------------------
    const aboutIds = new Map();
    const aboutId = (criterion) => {
      if (!aboutIds.has(criterion.id)) aboutIds.set(criterion.id, uid("scale"));
      return aboutIds.get(criterion.id);
    };
    const remover = (item, what) => (item.what ? h("button", {
      type: "button", class: "wb-button wb-small", "data-key": `${item.id}:remove`, "aria-label": `Remove ${item.text}`, text: "Remove",
      onclick: () => remove(item, what),
    }) : null);
    const about = (item, html) => (html ? h("details", { class: "wb-more" },
      h("summary", { "data-key": `${item.id}:about` }, h("span", { text: "About" }), h("span", { class: "wb-hidden", text: ` ${item.text}` })),
      h("div", { html })) : null);

    function table() {
      const columns = criteria();
      const top = h("tr", {}, h("th", { scope: "col", text: capital(thing) }),
        ...columns.map((each) => h("th", { scope: "col" }, h("span", { text: each.text }), remover(each, "criterion"))),
        h("th", { scope: "col", class: "wb-total", text: "Total out of 100" }));
      const cell = (criterion, input, ...more) => h("td", {},
        h("span", { class: "wb-cell-name", "aria-hidden": "true", text: criterion.text }), input, ...more);
      const body = [];
      if (definition.weighting !== "none") {
        body.push(h("tr", { class: "wb-weigh", "data-page": "weights" },
          h("th", { scope: "row", text: swing ? "Weight (100 for the largest swing)" : "Weight" }),
          ...columns.map((each, c) => cell(each, swing ? weightField(each, c) : null, h("span", { class: "wb-share", "data-share": each.id }))),
          h("td", { class: "wb-total" })));
      }
      options().forEach((option, r) => body.push(h("tr", { "data-page": option.id },
        h("th", { scope: "row" }, h("span", { text: option.text }), about(option, option.help_html), remover(option, "option")),
        ...columns.map((each, c) => cell(each, scoreField(option, each, r, c),
          who === MODERATED ? h("span", { class: "wb-given", "aria-hidden": "true", "data-given": `${option.id}:${each.id}` }) : null)),
        h("td", { class: "wb-total", "data-total": option.id }))));
      return h("table", {}, h("caption", { class: "wb-hidden", text: `Scores of ${nameOf(who)}` }), h("thead", {}, top), h("tbody", {}, ...body));
    }
    const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

    /** Everything that follows from the numbers, put where it is shown without touching the fields. */
    paintTotals = () => {
      const columns = criteria(), weights = shares(), scales = columns.map(scaleOf);
      for (const [i, each] of columns.entries()) {
        const node = sheet.querySelector(`[data-share="${CSS.escape(each.id)}"]`);
        if (node) node.textContent = weights ? `${(100 * weights[i]).toFixed(0)}%` : "";
      }
      const totals = options().map((option) => {
        const scores = columns.map((each) => scoreOf(option.id, each.id));
        scores.forEach((score, i) => {
          const input = sheet.querySelector(`[data-key="${CSS.escape(`${option.id}:${columns[i].id}`)}"]`);
          input.closest("td").classList.toggle("wb-missing", score === undefined);
        });
        return { option, ...(weights ? totalOf(scores, weights, scales) : { missing: scores.filter((score) => score === undefined).length }) };
      });
      for (const node of sheet.querySelectorAll("[data-given]")) {
        const [option, key] = node.dataset.given.split(":"), found = given(option, key);
        node.textContent = listed(found);
      }
      const say = (total) => (!weights ? "–" : total.value === null
        ? `${total.low.toFixed(1)} to ${total.high.toFixed(1)}` : total.value.toFixed(1));
      for (const total of totals) {
        const node = sheet.querySelector(`[data-total="${CSS.escape(total.option.id)}"]`);
        node.replaceChildren(h("strong", { text: say(total) }), total.missing ? h("span", { class: "wb-left", text: `${total.missing} missing` }) : "");
      }
      board(totals, weights, say);
      tasks();
    };
    /** The totals as bars, best first; where scores are missing a bar shows how far it could reach. */
    function board(totals, weights, say) {
      const sorted = weights ? [...totals].sort((a, b) => b.low - a.low) : [];
      bars.replaceChildren(...sorted.map((total) => h("li", {},
        h("span", { class: "wb-bar-name", text: total.option.text }),
        h("span", { class: "wb-track", "aria-hidden": "true" },
          h("span", { class: "wb-reach", style: `inline-size:${total.high.toFixed(2)}%` }),
          h("span", { class: "wb-fill", style: `inline-size:${total.low.toFixed(2)}%` })),
        h("span", { class: "wb-bar-number", text: say(total) + (total.missing ? `, ${total.missing} missing` : "") }))));
      const whose = !definition.moderate ? "" : who === MODERATED ? "moderated, " : `as ${nameOf(who)} scored, `;
      barsTitle.textContent = weights ? `Totals out of 100, ${whose}highest first`
        : "Totals appear once every criterion has a weight.";
    }
    /** What is still to do, in one line. */
    function tasks() {
      const cells = options().flatMap((option) => criteria().map((each) => [option.id, each.id]));
      const missing = cells.filter(([option, key]) => scoreOf(option, key) === undefined && !wantsReason(option, key)).length;
      const points = criteria().map((each) => answer.weights[each.id]), list = [];
      if (!options().length) list.push(`add the ${thing}s to score`);
      if (!criteria().length) list.push("add the criteria to score them by");
      if (swing && points.length && points.includes(undefined)) list.push("weigh every criterion");
      else if (swing && points.length && !points.includes(LARGEST_SWING)) list.push("give 100 to the swing that matters most");
      if (missing) list.push(`${missing} ${missing === 1 ? "score" : "scores"} missing`);
      const reasons = cells.filter(([option, key]) => who === MODERATED && wantsReason(option, key)).length;
      if (reasons) list.push(`${reasons} ${reasons === 1 ? "score does" : "scores do"} not count until you say why below`);
      todo.textContent = list.length ? `To do: ${list.join("; ")}.` : "Everything is scored.";
      if (who === MODERATED) drawReasons(cells);
    }

    // --- reasons for moderated scores ---------------------------------------------------------
    const reasonNodes = new Map();
    function drawReasons(cells) {
      const wanted = cells.filter(([option, key]) => differs(option, key));
      const keys = wanted.map((cell) => cell.join(":"));
      for (const [key, node] of reasonNodes) if (!keys.includes(key)) { node.remove(); reasonNodes.delete(key); }
      for (const [option, key] of wanted) {
        const name = `${option}:${key}`;
        if (!reasonNodes.has(name)) reasonNodes.set(name, reasonNode(option, key));
        const node = reasonNodes.get(name);
        if (node.parentElement !== reasons) reasons.append(node); // a node in place keeps the cursor in it
        node.querySelector("label").textContent = `${criteria().find((each) => each.id === key).text}, ${options().find((each) => each.id === option).text}: why ${moderated(option, key).score}? Given alone: ${listed(given(option, key))}.`;
      }
      reasonsTitle.hidden = !wanted.length;
    }
    function reasonNode(option, key) {
      const id = uid("why");
      const area = h("textarea", { id, rows: 2, maxlength: 50000, required: true, "data-key": `why:${option}:${key}`, value: moderated(option, key).reason });
      area.addEventListener("input", () => { moderated(option, key).reason = area.value; api.typed(answer); paintTotals(); });
      area.addEventListener("blur", () => api.settle());
      return h("div", { class: "wb-prompt" }, h("label", { for: id }), area);
    }

    // --- adding and removing ------------------------------------------------------------------
    function adder(what, name) {
      const input = h("input", { type: "text", maxlength: 300, id: ids[what], "data-key": `new:${what}` });
      return h("form", { class: "wb-add", onsubmit: (event) => {
        event.preventDefault();
        const text = input.value.trim(), all = what === "option" ? options() : criteria();
        if (!text) { api.say(`Type the ${name} first.`); input.focus(); return; }
        if (all.length >= definition.most) { refuse(`There is room for ${definition.most}. Remove one first.`); return; }
        const id = `own-${uid("x").slice(2)}`;
        answer.own.push({ id, what, text });
        if (what === "option") page = id;
        input.value = "";
        change(() => { input.focus(); api.say(`${text} added.`); });
      } }, h("label", { for: input.id, text: `Add your own ${name}` }), input, h("button", { type: "submit", class: "wb-button", text: "Add", "aria-label": `Add ${name}` }));
    }
    function remove(item, what) {
      answer.own = answer.own.filter((other) => other.id !== item.id);
      const tables = [...Object.values(answer.scores), answer.moderated];
      for (const rows of tables) {
        if (what === "option") delete rows[item.id]; else for (const row of Object.values(rows)) delete row[item.id];
      }
      delete answer.weights[item.id];
      change(() => { find(`new:${what}`)?.focus(); api.say(`${item.text} removed. Undo brings it back.`); });
    }

    // --- who scores ---------------------------------------------------------------------------
    const whoSelect = h("select", { id: ids.who, "data-key": "who" });
    whoSelect.addEventListener("change", () => { who = whoSelect.value; keepFocus(place, draw); api.say(`Now showing: ${nameOf(who)}.`); });
    const scorers = h("ul", { class: "wb-scorers" });
    const addScorer = h("button", { type: "button", class: "wb-button wb-small", "data-key": "add-scorer", text: "Add a scorer" });
    addScorer.addEventListener("click", () => {
      if (answer.scorers.length >= definition.most_scorers) { refuse(`There is room for ${definition.most_scorers} scorers.`); return; }
      const id = `own-${uid("x").slice(2)}`;
      answer.scorers.push({ id, name: "" });
      change(() => { find(`${id}:name`)?.focus(); api.say("Scorer added. Type a name."); });
    });
    function scorerNode({ id }, i) {
      const fieldId = uid("name"), scorer = answer.scorers[i];
      const input = h("input", { type: "text", id: fieldId, maxlength: 80, "data-key": `${id}:name`, value: scorer.name });
      input.addEventListener("input", () => { scorer.name = input.value; api.typed(answer); whoOptions(); paintTotals(); });
      input.addEventListener("blur", () => api.settle());
      return h("li", {}, h("label", { for: fieldId, text: `Name of scorer ${i + 1} (a nickname is fine)` }), input,
        answer.scorers.length > 1 ? h("button", {
          type: "button", class: "wb-button wb-small", "data-key": `${id}:leave`, "aria-label": `Remove ${nameOf(id)} and their scores`, text: "Remove",
          onclick: () => {
            const gone = nameOf(id);
            answer.scorers = answer.scorers.filter((other) => other.id !== id);
            delete answer.scores[id];
            change(() => { addScorer.focus(); api.say(`${gone} and their scores removed. Undo brings them back.`); });
          },
        }) : null);
    }
    function whoOptions() {
      whoSelect.replaceChildren(...people().map((each) => h("option", { value: each.id, text: each.name })),
        ...(definition.moderate ? [h("option", { value: MODERATED, text: "Moderated: what stands" })] : []));
      whoSelect.value = who;
    }

    // --- one row at a time, where there is no room for the table ------------------------------
    const pageSelect = h("select", { id: ids.page, "data-key": "page" });
    pageSelect.addEventListener("change", () => { page = pageSelect.value; turn(); });
    const pages = () => [...(definition.weighting === "none" ? [] : [{ id: "weights", text: "Weights" }]), ...options()];
    function turn() {
      for (const row of sheet.querySelectorAll("[data-page]")) row.classList.toggle("wb-current", row.dataset.page === page);
    }
    const pageBy = (by) => () => {
      const all = pages().map((each) => each.id), at = all.indexOf(page) + by;
      if (at < 0 || at >= all.length) { api.say(by < 0 ? "This is the first." : "This is the last."); return; }
      page = pageSelect.value = all[at];
      turn();
      api.say(pages()[at].text);
    };
    const pager = h("div", { class: "wb-pager" }, h("label", { for: ids.page, text: `Showing one ${thing} at a time` }), pageSelect,
      h("button", { type: "button", class: "wb-arrow", "data-key": "page-back", "aria-label": `Previous ${thing}`, text: "◀", onclick: pageBy(-1) }),
      h("button", { type: "button", class: "wb-arrow", "data-key": "page-on", "aria-label": `Next ${thing}`, text: "▶", onclick: pageBy(1) }));

    // --- the whole ----------------------------------------------------------------------------
    const sheet = h("div", { class: "wb-sheet", role: "group", "aria-label": "Table of scores" });
    const scales = h("div", {});
    const todo = h("p", { class: "wb-todo" }), bars = h("ol", { class: "wb-bars" }), barsTitle = h("h4", { text: "" });
    const reasons = h("div", { class: "wb-reasons" }), reasonsTitle = h("h4", { text: "Why these scores were moderated" });
    function draw() {
      const sheets = [...answer.scorers.map((each) => each.id), ...(definition.moderate ? [MODERATED] : [])];
      if (!sheets.includes(who)) [who] = sheets;
      const all = pages();
      if (!all.some((each) => each.id === page)) page = all[0]?.id ?? null;
      whoOptions();
      scorers.replaceChildren(...people().map(scorerNode));
      pageSelect.replaceChildren(...all.map((each) => h("option", { value: each.id, text: each.text })));
      if (page) pageSelect.value = page;
      scales.replaceChildren(...criteria().map((each) => h("div", { class: "wb-scale" }, h("h4", { text: each.text }),
        each.help_html ? h("div", { html: each.help_html }) : null,
        h("ul", { id: aboutId(each) }, ...anchors(scaleOf(each)).map((text) => h("li", { text }))))));
      reasonNodes.clear();
      reasons.replaceChildren();
      reasonsTitle.hidden = true;
      const scroll = [sheet.scrollLeft, sheet.scrollTop];
      const ready = options().length > 0 && criteria().length > 0;
      sheet.replaceChildren(ready ? table() : h("p", { class: "wb-empty", text: `Nothing to score yet. Add ${options().length ? "a criterion" : `the first ${thing}`} below.` }));
      [sheet.scrollLeft, sheet.scrollTop] = scroll;
      pager.hidden = !ready;
      scales.parentElement.hidden = !criteria().length;
      refuse("");
      pasted.replaceChildren();
      turn();
      bars.parentElement.hidden = !ready; // an empty heading says nothing
      if (ready) paintTotals(); else tasks();
    }
    const whose = definition.moderate ? h("div", { class: "wb-whose" },
      h("div", {}, h("label", { for: ids.who, text: "Scores of" }), whoSelect),
      h("details", { class: "wb-more" }, h("summary", { "data-key": "who-fold", text: "Who scores?" }), scorers, addScorer)) : null;
    const start = definition.weighting === "swing"
      ? "Weights first: imagine everything at its worst, and ask which one move from worst to best you would make first. Give that one 100, and the others their share."
      : definition.weighting === "fixed" ? "The weights are given." : "Every criterion counts the same.";
    place.append(...[
      h("p", { class: "wb-help", text: start }),
      h("p", { class: "wb-help", text: "Type a score in each field. Enter or the down arrow goes to the next one. A block copied from a spreadsheet can be pasted into any field." }),
      whose,
      h("details", { class: "wb-more" }, h("summary", { "data-key": "scales", text: "What the criteria and scores mean" }), scales),
      h("div", { class: "wb-score" }, pager, hint, refusal, pasted, sheet),
      todo,
      definition.moderate ? h("div", {}, reasonsTitle, reasons) : null,
      h("div", { class: "wb-board" }, barsTitle, bars),
      definition.add_options ? adder("option", thing) : null,
      definition.add_criteria ? adder("criterion", "criterion") : null].filter(Boolean));
    return {
      keys: [["↓ or Enter in a field", "Go to the field below"], ["↑, or Shift and Enter, in a field", "Go to the field above"], ["Ctrl and V in a field", "Paste a block from a spreadsheet, beginning here"]],
      draw(value) { answer = value; draw(); },
    };
  });
}
export default { render };
