// What stands around the page. In JupyterLab's single-document mode, which the workbook
// opens in, everything but the menu is put away; View in the menu brings it back.

const KEPT_MENUS = new Set(["jp-mainmenu-file", "jp-mainmenu-view", "jp-mainmenu-run", "jp-mainmenu-kernel", "jp-mainmenu-help"]);
let tidied = false;

export function tidyFrame(app, shell, menu) {
  if (tidied || !shell || shell.mode !== "single-document") return;
  tidied = true;
  shell.collapseLeft();
  shell.collapseRight();
  for (const side of ["left", "right"]) {
    if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
  }
  if (shell.isTopInSimpleModeVisible()) shell.toggleTopInSimpleModeVisibility();
  for (const entry of [...(menu?.menus ?? [])]) {
    if (!KEPT_MENUS.has(entry.id)) menu.removeMenu(entry);
  }
  document.body.classList.add("wb-frame");
}
