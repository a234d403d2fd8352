/* The Preview tab of the Markdown editor: the server renders, so that what one sees is what will stand there. */
const render = async (editor, text) => {
  const response = await fetch(editor.dataset.previewUrl, {
    method: "POST",
    body: new URLSearchParams({ body: text }),
    headers: { Accept: "text/html" },
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
};

export const enhance = (editor) => {
  const list = editor.querySelector("[role=tablist]");
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const panels = tabs.map((tab) => document.getElementById(tab.getAttribute("aria-controls")));
  const field = editor.querySelector("textarea");
  let shown = null;

  const fill = async (panel) => {
    const text = field.value;
    if (text === shown) return;
    if (!text.trim()) {
      panel.textContent = editor.dataset.empty;
      shown = text;
      return;
    }
    panel.setAttribute("aria-busy", "true");
    try {
      panel.innerHTML = await render(editor, text);
      shown = text;
    } catch {
      panel.textContent = text;
      shown = null;
    } finally {
      panel.removeAttribute("aria-busy");
    }
  };

  const choose = (index) => {
    tabs.forEach((tab, each) => {
      tab.setAttribute("aria-selected", String(each === index));
      tab.tabIndex = each === index ? 0 : -1;
      panels[each].hidden = each !== index;
    });
    if (index === 1) fill(panels[1]);
  };

  panels[0].setAttribute("role", "tabpanel");
  panels[0].setAttribute("aria-labelledby", tabs[0].id);
  list.hidden = false;
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) choose(index);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const index = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    choose(index);
    tabs[index].focus();
  });
};
