// One open workbook page: code hidden or shown, run on open, and what is said when its
// kernel stops.
import { makeBar } from "./bar.js";
import { guardKeys } from "./keys.js";
import { scrollToHash } from "./links.js";

const STOPPED = new Set(["dead", "restarting", "autorestarting", "terminating"]);
const AGAIN = "This page has stopped. What you saved is safe.";
const FAILED =
  "Part of this page did not work. Your saved answers are safe. If running it again does " +
  "not help, tell the person who gave you the workbook.";
const OFFLINE =
  "The workbook's own window was closed, or the connection is lost. Start the workbook " +
  "again, then reload this page. What you saved is safe.";
const SAVED = "Your answers are saved as you go. There is nothing else to save.";

export class Page {
  constructor(lab, app, panel, settings) {
    Object.assign(this, { lab, app, panel, settings });
    panel.wbPage = this;
    this.bar = makeBar(lab.Widget, panel, settings, {
      toggleCode: () => this.showCode(this.reading),
      run: () => this.run(),
    });
    this.reading = true;
    guardKeys(panel, () => this.reading, () => this.bar.say(SAVED));
    this.keepClean();
    this.watchKernel();
    this.watchTitle();
    this.showCode(false);
  }

  async open() {
    if (!this.settings.autorun) return;
    await this.run();
  }

  showCode(shown) {
    this.reading = !shown;
    this.panel.toggleClass("wb-reading", !shown);
    this.panel.addClass("wb-page");
    this.panel.toolbar.setHidden(!shown);
    this.bar.codeShown(shown);
  }

  async run() {
    const { panel, lab } = this;
    const untouched = watchTouch(panel.node);
    this.bar.warn("");
    this.bar.say("Getting this page ready…");
    this.running = true;
    panel.toggleClass("wb-running", true);
    let worked = false;
    try {
      await panel.sessionContext.ready;
      const { content, sessionContext } = panel;
      worked = await lab.NotebookActions.runCells(content, [...content.widgets], sessionContext);
    } finally {
      this.running = false;
      panel.toggleClass("wb-running", false);
      panel.addClass("wb-ran");
    }
    this.bar.say("");
    this.nameTab();
    if (!worked && !STOPPED.has(panel.sessionContext.session?.kernel?.status)) {
      this.bar.warn(FAILED, "Run it again");
    }
    if (untouched() && !scrollToHash(panel)) this.toTop();
  }

  toTop() {
    const notebook = this.panel.content;
    notebook.deselectAll();
    notebook.activeCellIndex = 0;
    const scrollers = notebook.node.querySelectorAll(".jp-WindowedPanel-outer");
    for (const node of [notebook.node, ...scrollers]) node.scrollTop = 0;
  }

  // Running a page changes nothing that has to be kept, so it never asks to be saved:
  // no autosave, no "unsaved changes" question, and the file stays as it was published.
  keepClean() {
    const model = this.panel.content.model;
    const clean = () => { if (this.reading && model.dirty) model.dirty = false; };
    model.stateChanged.connect(clean);
    clean();
  }

  watchKernel() {
    const { sessionContext } = this.panel;
    const stopped = () => {
      this.panel.removeClass("wb-ran");
      this.bar.warn(AGAIN, "Run it again");
    };
    sessionContext.statusChanged.connect((_, status) => { if (STOPPED.has(status)) stopped(); });
    sessionContext.kernelChanged.connect((_, { oldValue }) => { if (oldValue) stopped(); });
    sessionContext.connectionStatusChanged.connect((_, status) => this.connection(status));
    this.lab.NotebookActions.executionScheduled.connect((_, { notebook }) => {
      if (notebook === this.panel.content) this.bar.warn("");
    });
  }

  // A lost connection often heals in a moment; it is said only when it lasts.
  connection(status) {
    clearTimeout(this.offlineTimer);
    if (status === "connected") {
      if (this.offline) this.bar.warn("");
      this.offline = false;
      return;
    }
    this.offlineTimer = setTimeout(() => {
      if (this.panel.isDisposed || this.panel.sessionContext.session === null) return;
      this.offline = true;
      this.bar.warn(OFFLINE);
    }, 8000);
  }

  // JupyterLab names the browser's tab after the file; people know the page by its title.
  watchTitle() {
    const heading = () => this.panel.content.node.querySelector("h1")?.textContent.replace(/¶$/, "");
    const set = () => {
      const title = this.settings.title || heading();
      if (title && this.panel.isVisible && !document.title.startsWith(title)) {
        document.title = `${title.trim()} – Commissioning workbook`;
      }
    };
    const observer = new MutationObserver(set);
    observer.observe(document.querySelector("title"), { childList: true });
    this.panel.disposed.connect(() => observer.disconnect());
    this.nameTab = set;
    set();
  }
}

// Whether the person did anything in the page since this was called: if they have begun
// to read or type, the page must not jump under them.
function watchTouch(node) {
  let touched = false;
  const touch = () => { touched = true; };
  const kinds = ["pointerdown", "keydown", "wheel", "touchstart"];
  for (const kind of kinds) node.addEventListener(kind, touch, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) node.removeEventListener(kind, touch, { capture: true });
    return !touched;
  };
}
