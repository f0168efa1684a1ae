// Links from page to page. JupyterLab would open the second page beside the first, in a
// tab nobody sees, and show it again later as it was left. Here a link keeps what links
// promise: the page at its top, freshly run for the population chosen now, the page before
// it closed, and the browser's Back and Forward buttons working.

export function guideLinks(app, shell) {
  const push = ownHistory();

  // On the window, while the event is still on its way down: JupyterLab listens below.
  window.addEventListener("click", (event) => {
    const anchor = event.target.closest?.(".wb-page a[href]");
    const url = anchor && pageAddress(anchor);
    if (!url || event.button !== 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      window.open(url, "_blank", "noopener");
    } else {
      push({}, "", url);
      show(app, shell);
    }
  }, { capture: true });

  window.addEventListener("popstate", (event) => {
    if (!pathOf(window.location)) return;
    event.stopImmediatePropagation();
    show(app, shell);
  }, { capture: true });
}

// JupyterLab adds a history entry for every folder and file it passes through, so Back
// would lead nowhere. Its entries replace the current one; only ours are added.
function ownHistory() {
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = window.history.replaceState.bind(window.history);
  return push;
}

// Shows the page that the browser's address names and closes the one before it.
async function show(app, shell) {
  const before = shell.currentWidget;
  const path = pathOf(window.location);
  const { hash } = window.location;
  if (before?.context?.path === path) {
    scrollToHash(before, hash) || before.wbPage?.toTop();
    return;
  }
  try {
    await app.commands.execute("docmanager:open", { path });
    if (shell.currentWidget !== before) before?.dispose();
    if (hash) window.history.replaceState({}, "", window.location.pathname + hash);
  } catch {
    window.location.reload();
  }
}

function pathOf(url) {
  const { baseUrl } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const inside = url.pathname.slice(baseUrl.length);
  const match = /^(?:files|lab\/tree|doc\/tree)\/(.+\.ipynb)$/.exec(inside);
  return match ? decodeURIComponent(match[1]) : "";
}

// The address of the page a link leads to, or "" for any other link. JupyterLab rewrites
// links in text to /files/…, for saving; links in widgets stay as written.
function pageAddress(anchor) {
  const url = new URL(anchor.href, window.location.href);
  const path = pathOf(url);
  const elsewhere = url.origin !== window.location.origin || anchor.hasAttribute("download");
  const rewritten = anchor.getAttribute("href").startsWith("#");
  if (!path || elsewhere || rewritten) return "";
  const { baseUrl } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  return `${baseUrl}doc/tree/${path.split("/").map(encodeURIComponent).join("/")}${url.hash}`;
}

// Goes to the heading an address names; says whether there was one.
export function scrollToHash(panel, hash = window.location.hash) {
  const wanted = decodeURIComponent(hash.slice(1)).toLowerCase();
  if (!wanted) return false;
  const nodes = panel.content.node.querySelectorAll("[id], [data-jupyter-id]");
  const named = (node) => (node.dataset.jupyterId || node.id).toLowerCase() === wanted;
  const target = [...nodes].find(named);
  target?.scrollIntoView();
  return Boolean(target);
}
