/* The queue by keyboard: j and k move, one key decides, and what is decided leaves the page. Forms work without this. */
import { say } from "./say.js";

const DECISIONS = { a: "keep", h: "hide", d: "delete" };

export const enhance = (queue) => {
  let now = null;
  const cases = () => [...queue.querySelectorAll("[data-case]")];
  document.querySelector("[data-queue-keys]").hidden = false;

  const go = (to, focus = true) => {
    if (now) delete now.dataset.now;
    now = to ?? null;
    if (!now) return;
    now.dataset.now = "";
    if (focus) now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "nearest" });
  };

  const beside = (step) => {
    const all = cases();
    const at = all.indexOf(now);
    return at < 0 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  };

  const gone = (entry, words) => {
    const next = entry.nextElementSibling ?? entry.previousElementSibling;
    entry.remove();
    say(words);
    if (next) return go(next);
    window.location.reload();
  };

  const decide = async (entry, decision) => {
    const form = entry.querySelector("form[data-decide]");
    if (!form || form.dataset.busy) return;
    form.dataset.busy = "yes";
    const sent = new FormData(form);
    sent.set("decision", decision);
    try {
      const response = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      if (response.status !== 200 && response.status !== 409) throw new Error(response.status);
      gone(entry, (await response.json()).words);
    } catch {
      delete form.dataset.busy;
      say(queue.dataset.queueFailed);
    }
  };

  const deeds = {
    j: () => go(beside(1)),
    k: () => go(beside(-1)),
    x: () => now?.querySelector("input[type=checkbox]").click(),
    o: () => now && window.open(now.querySelector(".case-title a").href, "_blank", "noopener"),
    r: () => now?.querySelector("input[name=words]")?.focus(),
    c: () => now?.querySelector("[data-claim]")?.click(),
  };

  queue.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (!event.target.matches("form[data-decide]") || submitter?.name !== "decision") return;
    event.preventDefault();
    decide(event.target.closest("[data-case]"), submitter.value);
  });
  queue.addEventListener("focusin", (event) => {
    const entry = event.target.closest("[data-case]");
    if (entry && entry !== now) go(entry, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") go(now);
      return;
    }
    const key = event.key.toLowerCase();
    if (now && DECISIONS[key]) decide(now, DECISIONS[key]);
    else if (deeds[key]) deeds[key]();
    else return;
    event.preventDefault();
  });
  [now] = cases();
  if (now) now.dataset.now = "";
};
