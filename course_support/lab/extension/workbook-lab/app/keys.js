// While code is hidden a page is for reading and answering. JupyterLab's one-key commands
// (D D deletes a cell, Y changes it, arrows jump between cells) and its double-click to
// edit text would only do harm, so they stop at the page's edge; the browser's own keys
// (scrolling, Tab, typing) are untouched.

export function guardKeys(panel, isReading, onSave) {
  const node = panel.content.node;
  node.addEventListener("keydown", (event) => {
    if (!isReading()) return;
    if (event.key === "Tab" || event.key.startsWith("F")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      event.stopPropagation();
      onSave();
      return;
    }
    event.stopPropagation();
  });
  node.addEventListener("dblclick", (event) => {
    if (isReading() && event.target.closest(".jp-MarkdownOutput")) event.stopPropagation();
  }, { capture: true });
}
