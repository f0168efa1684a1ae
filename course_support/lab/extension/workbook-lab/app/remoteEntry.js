// What JupyterLab loads: a module-federation container written by hand, so that nothing
// has to be built. The work is in plugin.js. The folder is not called "static" because
// JupyterLab tells browsers to keep "static" files for a year, and ours may change.
(function () {
  const here = document.currentScript.src;
  let scope;

  // JupyterLab 4.6 offers its own packages as scope[name][version].get().
  async function shared(name) {
    const [offer] = Object.values(scope[name]);
    return (await offer.get())();
  }

  async function load() {
    const [{ makePlugin }, notebook, application, mainmenu, widgets] = await Promise.all([
      import(new URL("plugin.js", here)),
      shared("@jupyterlab/notebook"),
      shared("@jupyterlab/application"),
      shared("@jupyterlab/mainmenu"),
      shared("@lumino/widgets"),
    ]);
    const plugin = makePlugin({ ...notebook, ...application, ...mainmenu, Widget: widgets.Widget });
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["workbook-lab"] = {
    init: (shareScope) => { scope = shareScope; },
    get: load,
  };
})();
