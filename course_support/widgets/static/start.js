import { clock, h, keepFocus, keepShortcutsOut, saver, statusLine, uid } from "./frame.js";

function render({ model, el }) {
  const view = uid("view"), { populations } = model.get("page");
  const { node: status, said } = statusLine();
  const told = h("p", { class: "wb-told", role: "status" });
  const about = h("p", { class: "wb-help", id: uid("about"), "aria-live": "polite" });
  const keep = saver(model, view, said);
  const field = (name, label, help) => {
    const id = uid(name), helpId = uid("help");
    const input = h("input", { id, type: "text", maxlength: 80, autocomplete: "off", "data-key": name, "aria-describedby": help ? helpId : null });
    input.addEventListener("input", () => keep.save(value(), "typing"));
    input.addEventListener("blur", () => keep.flush());
    return { input, node: h("div", { class: "wb-prompt" }, h("label", { for: id, text: label }), help ? h("p", { class: "wb-help", id: helpId, text: help }) : null, input) };
  };
  const name = field("name", "Your name or a nickname", "Leave it empty if you like. It is shown only where you choose to share your work.");
  const group = field("group", "Your breakout group");
  const organisation = field("organisation", "Your organisation");
  const population = h("select", { id: uid("population"), "data-key": "population", "aria-describedby": about.id },
    h("option", { value: "", text: "Choose one" }),
    ...populations.map((each) => h("option", { value: each.id, text: each.name })));
  population.addEventListener("change", () => { keep.save(value()); describe(); });
  const value = () => ({ name: name.input.value, group: group.input.value, organisation: organisation.input.value, population: population.value });
  function describe() {
    about.textContent = populations.find((each) => each.id === population.value)?.paragraph
      ?? "The examples and figures on every page are for the population you choose. You can change it later; each population keeps answers of its own.";
  }

  const button = (text, onclick) => h("button", { type: "button", class: "wb-button", text, onclick });
  const file = h("input", { id: uid("file"), type: "file", accept: ".json,application/json", "data-key": "file" });
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    keep.ask("load", { text: await chosen.text() });
    file.value = "";
  });
  const sure = h("div", { class: "wb-sure", hidden: true },
    h("p", { text: "This deletes every answer of yours on this computer. It cannot be undone. Save a copy first if you may want them again." }),
    button("Yes, delete everything of mine", () => { sure.hidden = true; keep.ask("delete"); }),
    button("No, keep it", () => { sure.hidden = true; remove.focus(); }));
  const remove = button("Delete everything of mine", () => { sure.hidden = false; sure.querySelector("button").focus(); });
  const place = h("p"), others = h("div");

  const title = uid("title");
  const root = h("section", { class: "wb wb-kind-start", "aria-labelledby": title, lang: "en-GB" },
    h("h2", { id: title, text: "About you" }),
    name.node, group.node, organisation.node,
    h("div", { class: "wb-prompt" }, h("label", { for: population.id, text: "Your target population" }), population, about),
    status,
    h("details", {}, h("summary", { text: "Your answers: where they are, save a copy, load a copy, delete" }),
      place,
      h("div", { class: "wb-prompt" }, button("Save a copy", () => keep.ask("copy"))),
      h("div", { class: "wb-prompt" }, h("label", { for: file.id, text: "Load a copy (what is here already stays)" }), file),
      others,
      h("div", { class: "wb-prompt" }, remove, sure),
      told));
  keepShortcutsOut(root);
  el.append(root);

  function drawOthers({ people }) {
    others.replaceChildren(
      h("div", { class: "wb-prompt" },
        h("p", { text: "Does somebody else use this computer too? Each person's answers are kept apart." }),
        button("I am somebody else", () => keep.ask("someone-else")),
        ...people.map((person) => button(`I am ${person.name}`, () => keep.ask("switch", { person: person.id })))));
  }
  let drawn = -1;
  function heard() {
    const state = model.get("state");
    const settled = keep.heard(state);
    place.textContent = `Your answers are kept on this computer, in ${state.place}. Nothing is sent anywhere.`;
    told.textContent = state.said;
    drawOthers(state);
    if (!settled) return;
    if (state.revision !== drawn && !(state.ack?.window === view && !state.ack.redraw) && !state.problem) {
      keepFocus(root, () => {
        for (const [key, { input }] of Object.entries({ name, group, organisation })) input.value = state.answer[key];
        population.value = state.answer.population;
      });
      describe();
    }
    drawn = state.revision;
    if (state.problem) said("bad", `Not saved. ${state.problem.text}`);
    else said("good", state.saved ? `Saved ${clock(state.saved)}` : "");
  }
  const download = (message) => {
    if (message.type !== "copy") return;
    const link = h("a", { href: URL.createObjectURL(new Blob([message.text], { type: "application/json" })), download: message.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  model.on("change:state", heard);
  model.on("msg:custom", download);
  heard();
  return () => { keep.flush(); model.off("change:state", heard); model.off("msg:custom", download); };
}
export default { render };
