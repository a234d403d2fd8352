/* Keeps what is being written: PUT of {title, body, tags, …} three seconds after the last key, and when the page is left. Says honestly
   what is kept and what is not. The words come from data-draft-saved and data-draft-failed. */
const IDLE = 3000;
const AGAIN = 15000;

const written = (form) => Object.fromEntries(
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.startsWith("_")),
);

const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());

export const enhance = (form) => {
  const note = form.querySelector("[data-save-note]");
  let kept = JSON.stringify(written(form));
  let timer;
  let sent = false;

  const tell = (text, state) => {
    if (!note) return;
    note.textContent = text;
    note.dataset.state = state;
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  async function save() {
    const words = JSON.stringify(written(form));
    if (sent || words === kept) return;
    try {
      const response = await fetch(form.dataset.draftUrl, {
        method: "PUT",
        body: words,
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        keepalive: words.length < 60_000,
      });
      if (!response.ok) throw new Error(response.statusText);
      kept = words;
      tell(`${form.dataset.draftSaved} ${clock()}`, "saved");
    } catch {
      tell(form.dataset.draftFailed, "failed");
      plan(AGAIN);
    }
  }

  form.addEventListener("input", () => plan(IDLE));
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
};
