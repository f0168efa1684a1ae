// One open workbook page: code hidden or shown, run on open, and what is said when its
// kernel stops.
import { makeBar } from "./bar.js";
import { guardKeys } from "./keys.js";
import { scrollToHash } from "./links.js";

const STOPPED = new Set(["dead", "restarting", "autorestarting", "terminating"]);
const GONE = new Set(["dead", "terminating"]);
const KERNEL_ASKED = 3000; // milliseconds between two questions to a kernel
const KERNEL_ANSWERS = 10000; // milliseconds that a kernel on a slow computer may take

// A kernel that has just been connected is "unknown" until it answers. One that another
// window uses must not be replaced for that: it would stop under the other window.
function answers(kernel) {
  if (kernel.status !== "unknown") return true;
  const late = new Promise((done) => setTimeout(done, KERNEL_ANSWERS, false));
  return Promise.race([kernel.info.then(() => true, () => false), late]);
}

const AGAIN = "This page has stopped. What you saved is safe.";
const FAILED =
  "Part of this page could not be shown: the message in it says why. Your saved answers " +
  "are safe.";
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
    panel.removeClass("wb-ran");
    let worked = false;
    try {
      await this.ensureKernel();
      const { content, sessionContext } = panel;
      dropOverlays(content);
      worked = await lab.NotebookActions.runCells(content, [...content.widgets], sessionContext);
    } finally {
      this.bar.say("");
      this.nameTab();
    }
    if (this.stopped) this.bar.warn(AGAIN, "Run it again");
    else if (!worked) this.bar.warn(FAILED, "Run it again");
    if (untouched() && !scrollToHash(panel)) this.toTop();
    panel.toggleClass("wb-ran", !this.stopped);
  }

  // A kernel that was stopped for good is replaced; one that merely restarted is used.
  async ensureKernel() {
    const { sessionContext } = this.panel;
    this.starting = true;
    try {
      await sessionContext.ready;
      const { session } = sessionContext, kernel = session?.kernel;
      if (!kernel || GONE.has(kernel.status) || !(await answers(kernel))) {
        // The server forgets a session with its kernel, and would refuse it another one.
        if (!kernel || GONE.has(kernel.status)) session?.dispose();
        const name = sessionContext.prevKernelName || sessionContext.kernelPreference.name;
        await sessionContext.changeKernel({ name });
      }
    } finally {
      this.kernelSession = undefined;
      this.starting = false;
      this.stopped = false;
    }
  }

  toTop() {
    const notebook = this.panel.content;
    notebook.deselectAll();
    notebook.activeCellIndex = 0;
    const scrollers = notebook.node.querySelectorAll(".jp-WindowedPanel-outer");
    for (const node of [notebook.node, ...scrollers]) node.scrollTop = 0;
    // With the page's scrolling part in focus, Space and the arrow keys read on.
    const [scroller] = scrollers;
    if (!scroller || !this.panel.isVisible) return;
    scroller.tabIndex = -1;
    const { activeElement } = document;
    const outside = activeElement && activeElement !== document.body;
    if (outside && !this.panel.node.contains(activeElement)) return;
    requestAnimationFrame(() => scroller.focus({ preventScroll: true }));
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
    sessionContext.statusChanged.connect((_, status) => { if (STOPPED.has(status)) this.hasStopped(); });
    sessionContext.kernelChanged.connect((_, { oldValue }) => { if (oldValue) this.hasStopped(); });
    // A restart from another window is announced by nobody, but every kernel process
    // signs its messages with a session of its own.
    sessionContext.iopubMessage.connect((_, { header }) => this.heardFrom(header.session));
    this.askOnTouch();
    // JupyterLab's own box about this speaks of kernels and has nothing to choose.
    sessionContext.statusChanged.disconnect(this.panel._onSessionStatusChanged, this.panel);
    sessionContext.connectionStatusChanged.connect((_, status) => this.connection(status));
    // "Run All Cells" in the menu does as well as our button.
    this.lab.NotebookActions.executionScheduled.connect((_, { notebook }) => {
      if (notebook !== this.panel.content) return;
      this.stopped = false;
      this.bar.warn("");
    });
  }

  heardFrom(session) {
    if (!session) return;
    if (this.kernelSession && session !== this.kernelSession) this.hasStopped();
    this.kernelSession = session;
  }

  // A kernel restarted from elsewhere may have said so before this page was listening. It is
  // asked when somebody uses the page, so that an idle page gives no sign of life to whoever
  // stops idle kernels.
  askOnTouch() {
    let asked = 0;
    const ask = () => {
      const kernel = this.panel.sessionContext.session?.kernel;
      if (!kernel || this.starting || this.stopped || Date.now() - asked < KERNEL_ASKED) return;
      asked = Date.now();
      // A kernel that is gone does not answer; that is noticed otherwise.
      kernel.requestKernelInfo().then((reply) => this.heardFrom(reply?.header.session), () => {});
    };
    for (const kind of ["pointerdown", "keydown"]) {
      this.panel.node.addEventListener(kind, ask, { capture: true, passive: true });
    }
  }

  hasStopped() {
    if (this.starting || this.panel.isDisposed) return;
    this.stopped = true;
    this.panel.removeClass("wb-ran");
    this.bar.warn(AGAIN, "Run it again");
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

// The strip beside an output that JupyterLab offers for scrolling it is hidden on a page. While
// it is there, JupyterLab measures the whole page anew at every output that comes.
function dropOverlays(content) {
  for (const cell of content.widgets) {
    for (const strip of cell.node.querySelectorAll(".jp-OutputArea-promptOverlay")) strip.remove();
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
