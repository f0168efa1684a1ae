import { clock, h, keepFocus, keepShortcutsOut, saver, statusLine, uid } from "./frame.js";

function render({ model, el }) {
  const view = uid("view"), title = uid("title");
  const { node: status, said } = statusLine();
  const refused = h("p", { class: "wb-refusal", role: "status" });
  const told = h("p", { role: "status" });
  const chart = h("div", { class: "wb-plan" });
  const keep = saver(model, view, said);
  const field = (name, label) => {
    const id = uid(name);
    const input = h("input", { id, type: "date", "data-key": name, min: "2020-01-01", max: "2099-12-31" });
    input.addEventListener("change", () => keep.save(value()));
    return { input, node: h("div", { class: "wb-prompt" }, h("label", { for: id, text: label }), input) };
  };
  const ends = field("teaching_ends", "Last day of teaching");
  const due = field("submission", "Day your work is due");
  const value = () => ({ teaching_ends: ends.input.value, submission: due.input.value });
  const get = h("button", { type: "button", class: "wb-button", "data-key": "calendar", text: "Put these dates in my calendar", onclick: () => keep.ask("calendar") });

  const root = h("section", { class: "wb wb-kind-planner", "aria-labelledby": title, lang: "en-GB" },
    h("h3", { id: title, text: "Plan your support and your assignment" }),
    h("p", { text: "Give two dates. The sessions and tutorials in between are worked out, away from weekends and bank holidays." }),
    h("div", { class: "wb-dates" }, ends.node, due.node),
    refused, chart,
    h("div", { class: "wb-prompt" }, get, told), status);
  keepShortcutsOut(root);
  el.append(root);

  let drawn = -1;
  function heard() {
    const state = model.get("state");
    const settled = keep.heard(state);
    refused.textContent = state.problem ? state.problem.text : state.refused;
    told.textContent = state.said;
    get.hidden = !state.ready;
    chart.innerHTML = state.chart_html; // made by the kernel, its texts escaped there
    if (!settled) return;
    if (state.revision !== drawn && !(state.ack?.window === view && !state.problem)) {
      keepFocus(root, () => {
        ends.input.value = state.answer.teaching_ends;
        due.input.value = state.answer.submission;
      });
    }
    drawn = state.revision;
    if (state.problem) said("bad", "Not saved.");
    else said("good", state.saved ? `Saved ${clock(state.saved)}` : "");
  }
  const download = (message) => {
    if (message.type !== "calendar") return;
    const link = h("a", { href: URL.createObjectURL(new Blob([message.text], { type: "text/calendar" })), download: message.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  model.on("change:state", heard);
  model.on("msg:custom", download);
  heard();
  return () => { model.off("change:state", heard); model.off("msg:custom", download); };
}
export default { render };
