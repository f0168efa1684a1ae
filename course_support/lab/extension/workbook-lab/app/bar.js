// The slim bar above a page: the way back to the start page, what is going on, and the
// button that shows the code; under it, a warning when there is something to do.

function element(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function button(className, text, onClick) {
  const node = element("button", className, text);
  node.type = "button";
  node.addEventListener("click", onClick);
  return node;
}

export function makeBar(Widget, panel, settings, { toggleCode, run }) {
  const status = element("span", "wb-status");
  status.setAttribute("role", "status");
  const code = button("wb-code-button", "Show code", toggleCode);
  const bar = element("nav", "wb-bar");
  bar.setAttribute("aria-label", "This page");
  if (settings.start) {
    const start = element("a", "wb-start", "Start page");
    start.href = settings.start;
    bar.append(start);
  }
  bar.append(status, code);

  const words = element("p", "wb-banner-words");
  const again = button("wb-again", "Run it again", run);
  const banner = element("div", "wb-banner");
  banner.setAttribute("role", "alert");
  banner.append(words, again);
  banner.hidden = true;

  const node = element("div", "wb-header");
  const inner = element("div", "wb-header-inner");
  inner.append(bar, banner);
  node.append(inner);
  const widget = new Widget({ node });
  panel.contentHeader.addWidget(widget);
  // JupyterLab places this part by its minimum height, so the text's own height is copied.
  new ResizeObserver(() => {
    node.style.minHeight = `${inner.offsetHeight}px`;
    panel.contentHeader.fit();
  }).observe(inner);

  return {
    codeShown(shown) { code.textContent = shown ? "Hide code" : "Show code"; },
    say(text) { status.textContent = text; },
    warn(text, action = "") {
      words.textContent = text;
      banner.hidden = !text;
      again.hidden = !action;
      if (action) again.textContent = action;
    },
  };
}
