// What every exercise looks like and does around its own body: heading, instructions,
// saving and saying so, undo, starting again, group mode. A kind's module supplies the body.

import { h, uid } from "./elements.js";
import { keyMap, output, timer } from "./tools.js";

export { h, uid };

const WAIT_FOR_KERNEL = 4000; // milliseconds before an unanswered save is called "Not saved"
const TYPING_PAUSE = 600; // milliseconds of rest before typed text is saved
const MOVING_PAUSE = 80; // milliseconds between saves of something that is being moved
const SAYING_PAUSE = 150; // milliseconds before “Saving…” is said: most saves are answered sooner
const DRAWING_PAUSE = 40; // milliseconds that drawing after a drop waits for the kernel's answer
const STOPPED = "Not saved. If the notebook has stopped, choose Run, then Run All Cells. " +
  "Keep this page open: your last change will then be put back.";

/** A moment as the clock on the wall shows it. */
export const clock = (iso) => new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Keep JupyterLab's single-key shortcuts away from whoever is working in an exercise. */
export function keepShortcutsOut(root) {
  root.addEventListener("keydown", (event) => {
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (event.key !== "Tab" && event.key !== "Escape" && !save) event.stopPropagation();
  });
}

/** Redraw part of a page without losing the place of someone who is working in it. */
export function keepFocus(root, redraw) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.key;
  // Radios and checkboxes have the property too, but no text to select in: theirs is null.
  const selection = Number.isInteger(active?.selectionStart) ? [active.selectionStart, active.selectionEnd] : null;
  redraw();
  if (!key || document.activeElement === active) return;
  const again = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (selection && again && again.tagName !== "SELECT" && again.setSelectionRange) again.setSelectionRange(...selection);
}

/** Everything about saving: what waits to be acknowledged, and what is said about it. */
export function saver(model, view, said) {
  let sent = 0, acknowledged = 0, kernelTimer = 0, typingTimer = 0, waiting = null;
  const memory = () => `commissioning-workbook:${model.get("state").key}`;
  const remember = (change) => {
    try {
      if (change) sessionStorage.setItem(memory(), JSON.stringify(change));
      else sessionStorage.removeItem(memory());
    } catch { /* a browser without storage: the kernel's copy is the one that counts */ }
  };
  function send(message) {
    sent += 1;
    said("saving");
    clearTimeout(kernelTimer);
    kernelTimer = setTimeout(() => said("bad", STOPPED), WAIT_FOR_KERNEL);
    try {
      Promise.resolve(model.send({ ...message, seq: sent, window: view })).catch(() => said("bad", STOPPED));
    } catch { said("bad", STOPPED); }
  }
  function flush() {
    clearTimeout(typingTimer);
    if (!waiting) return;
    const change = waiting;
    waiting = null;
    send({ type: "save", ...change });
  }
  function hold(value, how) {
    const { key, revision: base } = model.get("state");
    waiting = { value, how, key, base };
    remember({ ...waiting, at: new Date().toISOString() });
  }
  return {
    /** Save a value; typed text waits for a pause. */
    save(value, how = "saved") {
      hold(value, how);
      clearTimeout(typingTimer);
      if (how === "typing") { said("saving"); typingTimer = setTimeout(flush, TYPING_PAUSE); } else flush();
    },
    /** Save what is being moved, now and again on the way: what depends on it moves along. */
    moving(value) {
      const begun = waiting;
      hold(value, "typing");
      if (!begun) typingTimer = setTimeout(flush, MOVING_PAUSE);
    },
    flush,
    ask(type, more = {}) { flush(); send({ type, ...more }); },
    /** Take note of the kernel's answer; true when it leaves nothing of ours outstanding. */
    heard(state) {
      if (state.ack?.window === view) acknowledged = Math.max(acknowledged, state.ack.seq);
      const settled = acknowledged >= sent && !waiting;
      if (!settled) return false;
      clearTimeout(kernelTimer);
      // Before anything was sent, what is remembered is a change from before a stop: see lost().
      if (sent && (!state.problem || state.problem.final)) remember(null);
      return true;
    },
    /** A change that was never acknowledged, from before the page or the notebook stopped. */
    lost() {
      try { return JSON.parse(sessionStorage.getItem(memory())); } catch { return null; }
    },
    forget() { remember(null); },
  };
}

/** Keep what stands in a field and is not yet part of the answer, for as long as this window is open. */
export function draft(model, field) {
  const place = () => `commissioning-workbook-draft:${model.get("state").key}:${field.dataset.key}`;
  const keep = () => {
    try {
      if (field.value) sessionStorage.setItem(place(), field.value);
      else sessionStorage.removeItem(place());
    } catch { /* a browser without storage: the field itself still holds it */ }
  };
  try { field.value = sessionStorage.getItem(place()) ?? ""; } catch { /* the same */ }
  field.addEventListener("input", keep);
  return keep;
}

/** The line that says whether all is saved. */
export function statusLine() {
  const node = h("p", { class: "wb-status", role: "status" });
  let saying = 0;
  function show(text, bad) {
    node.classList.toggle("wb-bad", bad);
    if (node.textContent !== text) node.textContent = text;
  }
  function said(how, text = "") {
    const waits = how === "saving";
    node.toggleAttribute("data-waiting", waits);
    if (waits && saying) return;
    clearTimeout(saying);
    saying = waits ? setTimeout(() => show("Saving…", false), SAYING_PAUSE) : 0;
    if (!waits) show(text, how === "bad");
  }
  return { node, said };
}

/**
 * Show one exercise; anew when its words change, for some are worded from other answers.
 * `body(place, api)` draws the kind's own part once and returns `{ draw(answer), insight?(insight) }`.
 */
export function exercise({ model, el }, body) {
  let close = present({ model, el }, body);
  const again = () => keepFocus(el, () => {
    close();
    el.replaceChildren();
    close = present({ model, el }, body);
  });
  model.on("change:page", again);
  return () => {
    model.off("change:page", again);
    close();
  };
}

function present({ model, el }, body) {
  const page = model.get("page"), view = uid("view");
  const ids = { title: uid("title"), people: uid("people"), group: uid("group") };
  const live = h("div", { class: "wb-hidden", role: "status" });
  const { node: status, said } = statusLine();
  const notices = h("ul");
  const place = h("div", { class: "wb-body" });

  const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
  let drawing = 0, held = [];
  /** Draw once the kernel has answered, or after a moment: painting would hold the answer up. */
  function soon(draw) {
    held.push(draw);
    clearTimeout(drawing);
    drawing = setTimeout(release, DRAWING_PAUSE);
  }
  function release() {
    clearTimeout(drawing);
    for (const draw of held.splice(0)) draw();
  }
  const keep = saver(model, view, said);
  const api = {
    page,
    say,
    state: () => model.get("state"),
    answer: () => structuredClone(model.get("state").answer),
    save: (answer) => keep.save(answer),
    typed: (answer) => keep.save(answer, "typing"),
    moved: (answer) => keep.moving(answer),
    settle: () => keep.flush(),
    draft: (field) => draft(model, field),
    soon,
  };

  const button = (name, text, onclick) => h("button", { type: "button", class: "wb-button", "data-key": name, onclick, text });
  const undo = button("undo", "Undo", () => { if (model.get("state").can_undo) keep.ask("undo"); else say("Nothing to undo."); });
  const redo = button("redo", "Redo", () => { if (model.get("state").can_redo) keep.ask("redo"); else say("Nothing to redo."); });
  const again = button("reset", "Start again", () => { keep.ask("reset"); say("Started again. Undo brings your answer back."); });

  const origin = h("p");
  const asItStands = button("keep", "Keep it as it stands", () => { keep.save(structuredClone(model.get("state").answer)); say("Kept as your answer."); });
  const begun = h("div", { class: "wb-begun" }, origin, asItStands);

  const clockwork = timer(page.minutes, say), out = output(model, page, say);

  const root = h("section", { class: `wb wb-kind-${page.kind}`, "aria-labelledby": ids.title, lang: "en-GB" },
    h("h3", { id: ids.title, text: page.title }),
    h("p", { class: "wb-purpose", text: page.purpose }),
    h("p", { class: "wb-meta", text: page.meta }),
    h("div", { class: "wb-instructions", html: page.instructions_html }),
    groupMode(model, keep, ids, say),
    h("div", { class: "wb-notices", role: "status" }, notices), begun, place,
    h("div", { class: "wb-foot" }, status, h("div", { class: "wb-buttons" }, undo, redo, again)),
    h("div", { class: "wb-extras" }, clockwork.node, ...out.buttons), out.shown,
    live);
  keepShortcutsOut(root);
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) { event.preventDefault(); undo.click(); }
    if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); redo.click(); }
  });
  el.append(root);

  const kind = body(place, api);
  root.querySelector(".wb-extras").append(keyMap(root, kind.keys));
  asItStands.hidden = Boolean(kind.keepsItself);
  let drawn = -1, owner = null, first = "";
  function heard() {
    if (model.get("page") !== page) return; // its words change with it: it is about to be drawn anew
    const state = model.get("state");
    const settled = keep.heard(state), { ack, problem } = state;
    if (problem && settled) said("bad", `Not saved. ${problem.text}`);
    else if (settled) said("good", state.saved ? `Saved ${clock(state.saved)}` : "Nothing to save yet");
    if (settled && held.length) requestAnimationFrame(release);
    undo.setAttribute("aria-disabled", String(!state.can_undo));
    redo.setAttribute("aria-disabled", String(!state.can_redo));
    kind.insight?.(state.insight);
    if (!settled) return;
    // What this view has just saved is already on screen; so is work that could not be kept yet.
    const onScreen = (ack?.window === view && !ack.redraw && !problem) || (problem && !problem.final);
    const beginning = state.begun ? JSON.stringify(state.answer) : "";
    if (!onScreen && (state.revision !== drawn || state.key !== owner || beginning !== first || ack?.redraw || problem)) {
      keepFocus(root, () => kind.draw(structuredClone(state.answer)));
    }
    if (state.begun && origin.textContent !== state.begun.note) origin.textContent = state.begun.note;
    if (!state.begun && begun.contains(document.activeElement)) undo.focus(); // before its button goes
    begun.hidden = !state.begun;
    first = beginning;
    drawn = state.revision;
    owner = state.key;
    // A notice for one window only (a save that overtook another) is not shown in the rest.
    const told = state.notices.filter((note) => !note.window || note.window === view);
    notices.hidden = told.length === 0;
    notices.replaceChildren(...told.map((note) => h("li", { text: note.text })));
  }
  model.on("change:state", heard);
  heard();

  const lost = keep.lost();
  if (lost && (!model.get("state").saved || lost.at > model.get("state").saved)) {
    keep.save(lost.value, "recovered");
    say("Your last change, made while the notebook had stopped, has been put back.");
  } else keep.forget();

  const leave = () => keep.flush();
  document.addEventListener("visibilitychange", leave);
  window.addEventListener("pagehide", leave);
  return () => {
    leave();
    clockwork.stop();
    out.stop();
    model.off("change:state", heard);
    document.removeEventListener("visibilitychange", leave);
    window.removeEventListener("pagehide", leave);
  };
}

/** Switch between one's own answer and the group's, and say who is here. */
function groupMode(model, keep, ids, say) {
  const name = h("input", { id: ids.group, type: "text", maxlength: 80, "data-key": "group" });
  const people = h("textarea", { id: ids.people, rows: 3, maxlength: 1200, "data-key": "people" });
  const turn = h("button", { type: "button", class: "wb-button", "data-key": "turn" });
  const summary = h("summary", { "data-key": "group-summary" });
  turn.addEventListener("click", () => {
    const on = !model.get("state").group.on;
    keep.ask("group", { on, name: name.value, present: people.value.split(/[\n,;]/) });
    say(on ? "Now working on the group's answer." : "Back to your own answer.");
  });
  function draw() {
    const { group } = model.get("state");
    summary.textContent = group.on
      ? `Group answer: ${group.name}${group.present.length ? `, with ${group.present.join(", ")}` : ""}`
      : "My own answer. Working as a group?";
    turn.textContent = group.on ? "Back to my own answer" : "Work as a group";
    if (document.activeElement !== name) name.value = group.name;
    if (document.activeElement !== people) people.value = group.present.join("\n");
  }
  model.on("change:state", draw);
  draw();
  return h("details", { class: "wb-group" }, summary,
    h("p", { text: "One person drives and shares their screen. Your own answer stays as it is." }),
    h("label", { for: ids.group, text: "Name of the group" }), name,
    h("label", { for: ids.people, text: "Who is here (one a line; nicknames are fine)" }), people,
    turn);
}
