import { exercise, h, uid } from "./frame.js";

/** How many decimals to write: those of the step, or those that were typed. */
function places({ step, unit }, value) {
  const most = Math.max(...[step, value].map((each) => each.toFixed(4).replace(/0+$/, "").split(".")[1].length));
  return most && unit === "£" ? 2 : most;
}

/** A number as people write it, without its unit. */
function figure(setting, value) {
  const digits = places(setting, value);
  const number = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${value < 0 && Number(number.replaceAll(",", "")) ? "−" : ""}${number}`;
}

/** A value as people write it: the same words as the kernel uses. */
function words(setting, value) {
  if (setting.options.length) return setting.options.find((option) => option.id === value)?.text ?? value;
  const number = figure(setting, value);
  if (setting.unit === "£") return number.startsWith("−") ? `−£${number.slice(1)}` : `£${number}`;
  return `${number}${setting.unit === "%" ? "" : " "}${setting.unit}`.trim();
}

/** Read a typed number: pounds, commas, per cent and the unit may stand beside it. */
function read(typed, unit) {
  let text = typed.trim().toLowerCase().replace("−", "-");
  for (const sign of ["£", "%", unit.toLowerCase()]) if (sign) text = text.replace(sign, "").trim();
  text = text.replace(/,(?=\d{3}(\D|$))/g, "");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
}

function render(context) {
  return exercise(context, (place, api) => {
    const { definition } = api.page, settings = definition.settings.map((each) => ({ ...each, unit: each.unit ?? "" }));
    let answer = null, known = api.state().insight;
    const rows = new Map();

    const start = (setting) => known[setting.id]?.start ?? setting.start;
    const ends = (setting) => ({ low: known[setting.id]?.low ?? setting.low, high: known[setting.id]?.high ?? setting.high });
    const now = (setting) => answer.values[setting.id] ?? start(setting);

    /** Set one value; where it started, it counts as not moved. */
    function put(setting, value) {
      if (value === start(setting)) delete answer.values[setting.id];
      else answer.values[setting.id] = value;
    }
    function back(setting) {
      delete answer.values[setting.id];
      rows.get(setting.id).show();
      rows.get(setting.id).node.querySelector("input, select").focus(); // before its button goes
      api.say(`${setting.text}: back at ${words(setting, start(setting))}.`);
      api.save(answer);
    }

    function number(setting, name) {
      const wrong = h("p", { id: uid("wrong"), class: "wb-refusal" }), box = uid("number");
      const slide = h("input", { type: "range", "aria-labelledby": name, "data-key": `slide:${setting.id}`, step: setting.step });
      const field = h("input", { id: box, type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 30, "aria-describedby": wrong.id, "data-key": `number:${setting.id}` });
      slide.addEventListener("input", () => {
        put(setting, Number(slide.value));
        rows.get(setting.id).show(); // it says at once that it is moved, while still being held
        api.moved(answer);
      });
      slide.addEventListener("change", () => api.settle());
      field.addEventListener("change", () => {
        const value = read(field.value, setting.unit), { low, high } = ends(setting);
        const outside = value < low || value > high;
        wrong.textContent = Number.isNaN(value) ? `“${field.value}” is not a number. Write digits, such as ${words(setting, start(setting))}.`
          : outside ? `Choose from ${words(setting, low)} to ${words(setting, high)}.` : "";
        if (wrong.textContent) { field.setAttribute("aria-invalid", "true"); api.say(wrong.textContent); return; }
        put(setting, value);
        rows.get(setting.id).show();
        api.save(answer);
      });
      function show() {
        const value = now(setting), { low, high } = ends(setting);
        wrong.textContent = "";
        field.removeAttribute("aria-invalid");
        field.value = figure(setting, value);
        slide.setAttribute("aria-valuetext", words(setting, value));
        slide.min = low;
        slide.max = high;
        slide.value = value;
      }
      const unit = setting.unit ? h("span", { class: "wb-unit", text: setting.unit }) : null;
      const label = h("label", { for: box, class: "wb-hidden", text: `${setting.text}${setting.unit ? `, in ${setting.unit}` : ""}, as a number` });
      return { show, parts: [slide, h("span", { class: "wb-number" }, setting.unit === "£" ? unit : null, label, field, setting.unit === "£" ? null : unit)], wrong };
    }
    function choice(setting, name) {
      const select = h("select", { "aria-labelledby": name, "data-key": `choose:${setting.id}`, onchange: () => {
        put(setting, select.value);
        rows.get(setting.id).show();
        api.save(answer);
      } }, ...setting.options.map((option) => h("option", { value: option.id, text: option.text })));
      const show = () => { select.value = now(setting); };
      return { show, parts: [select], wrong: null };
    }
    function row(setting) {
      const name = uid("setting");
      const { show, parts, wrong } = setting.options.length ? choice(setting, name) : number(setting, name);
      const from = h("span");
      const reset = h("button", { type: "button", class: "wb-button wb-small", "data-key": `back:${setting.id}`, text: "Set back", "aria-label": `Set back: ${setting.text}`, onclick: () => back(setting) });
      const why = definition.ask_why ? h("textarea", { id: uid("why"), rows: 2, maxlength: 50000, "data-key": `why:${setting.id}` }) : null;
      why?.addEventListener("input", () => {
        if (why.value) answer.why[setting.id] = why.value; else delete answer.why[setting.id];
        api.typed(answer);
      });
      why?.addEventListener("blur", () => api.settle());
      const moved = h("p", { class: "wb-moved wb-help" }, from, reset);
      rows.set(setting.id, { node: null, show() {
        show();
        moved.hidden = answer.values[setting.id] === undefined;
        from.textContent = `Moved. It starts at ${words(setting, start(setting))}.`;
        if (why && why.value !== (answer.why[setting.id] ?? "")) why.value = answer.why[setting.id] ?? "";
      } });
      const fold = (key, title, ...inside) => h("details", { class: "wb-more" },
        h("summary", { "data-key": `${key}:${setting.id}` }, h("span", { text: title }), h("span", { class: "wb-hidden", text: ` ${setting.text}` })), ...inside);
      const folds = h("div", { class: "wb-tools" },
        setting.help_html ? fold("about", "About this", h("div", { html: setting.help_html })) : null,
        why ? fold("because", definition.ask_why, h("label", { for: why.id, class: "wb-hidden", text: `${definition.ask_why} ${setting.text}` }), why) : null);
      const node = h("div", { class: "wb-setting", role: "group", "aria-labelledby": name },
        h("p", { id: name, class: "wb-label", text: setting.text }),
        h("div", { class: "wb-moves" }, ...parts), wrong, moved, folds);
      rows.get(setting.id).node = node;
      return node;
    }

    place.append(h("div", { class: "wb-assume" }, ...settings.map(row)));
    const showAll = () => { for (const each of rows.values()) each.show(); };
    return {
      keepsItself: true,
      keys: [["Left and right arrows", "Move a slider by a step; Page Up and Page Down by more; Home and End to its ends"]],
      draw(value) { answer = value; showAll(); },
      insight(found) {
        const before = JSON.stringify(known);
        known = found ?? {};
        if (answer && before !== JSON.stringify(known)) showAll();
      },
    };
  });
}
export default { render };
