// The JupyterLab plugin: notices workbook pages as they open and hands each to a Page.
// A workbook page is a notebook whose metadata has an entry "workbook":
//   {"autorun": true, "title": "shown in the browser's tab", "start": "link to the start page"}
// Every other notebook is left exactly as JupyterLab shows it.
import { Page } from "./page.js";
import { tidyFrame } from "./frame.js";
import { guideLinks } from "./links.js";

function addStyle() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("reading.css", import.meta.url);
  document.head.append(link);
}

export function makePlugin(lab) {
  return {
    id: "workbook-lab:plugin",
    description: "Reading mode for workbook pages.",
    autoStart: true,
    requires: [lab.INotebookTracker],
    optional: [lab.ILabShell, lab.IMainMenu],
    activate(app, tracker, shell, menu) {
      addStyle();
      if (shell) guideLinks(app, shell);
      tracker.widgetAdded.connect(async (_, panel) => {
        await panel.context.ready;
        panel.addClass("wb-known");
        const settings = panel.content.model?.getMetadata("workbook");
        if (!settings) return;
        const page = new Page(lab, app, panel, settings);
        tidyFrame(app, shell, menu);
        await page.open();
      });
    },
  };
}
