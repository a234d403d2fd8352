/* Runs before the first paint: sets the chosen theme, so that nothing flashes; and answers the theme buttons. A plain script, not a module. */
(() => {
  const root = document.documentElement;
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const store = (choice) => {
    try { localStorage.setItem("theme", choice); } catch { /* private window: holds for this page only */ }
  };
  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (choice || "system")));
    }
  };

  root.classList.add("scripted");
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  addEventListener("storage", (event) => { if (event.key === "theme") apply(event.newValue); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) return;
    store(button.dataset.themeChoice);
    apply(button.dataset.themeChoice);
  });
})();
